"""A fit in words, and its settings whole."""

from __future__ import annotations

import pytest

from mockpanel.core.fit_words import closeness, off_by, whole_changes
from mockpanel.core.fitting import Fit


def fit_off_by(distance: float, *captured: float) -> Fit:
    return Fit("even", {"jitter": 0.4}, captured, captured, distance)


def test_what_a_fit_does_not_name_is_switched_off() -> None:
    changes = whole_changes(fit_off_by(0, 0.1))

    assert changes["jitter"] == 0.4
    assert (changes["burst_pause"], changes["replay"], changes["tokens_per_chunk"]) == (0, "", 1)


@pytest.mark.parametrize(
    ("distance", "sentence"),
    [
        (0.01, "A gap is off by 10.0\u202fms on average: the two can hardly be told apart."),
        (0.03, "A gap is off by 30.0\u202fms on average: the two are close."),
        (
            0.08,
            "A gap is off by 80.0\u202fms on average: the two are alike from afar only; "
            "a replay keeps what the settings cannot.",
        ),
    ],
)
def test_it_is_told_of_by_its_share_of_a_gap(distance: float, sentence: str) -> None:
    assert closeness(fit_off_by(distance, 0.1)) == sentence


def test_without_gaps_there_is_nothing_to_be_off_from() -> None:
    assert off_by(fit_off_by(0.5)) == 0
