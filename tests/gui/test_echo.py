"""What settings mean to a reader."""

from __future__ import annotations

import pytest

from mockpanel.gui.widgets import echo
from tests.core.plans import settings_with


@pytest.mark.parametrize(
    ("speed", "words"),
    [
        (45, "2\u202f100 words/min · 8.7×\u202freading speed"),
        (5.2, "240 words/min · 1.0×\u202freading speed"),
        (0.6, "28 words/min · 0.12×\u202freading speed"),
        (1800, "83\u202f000 words/min · 350×\u202freading speed"),
        (0.01, "0.46 words/min · 0.0019×\u202freading speed"),
        (0, "as fast as the client reads"),
    ],
)
def test_a_speed_is_compared_with_reading(speed: float, words: str) -> None:
    assert echo.of_speed(speed) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "feels instant"),
        (0.1, "feels instant"),
        (0.9, "keeps the flow of thought"),
        (1, "keeps the flow of thought"),
        (2.5, "interrupts the flow of thought"),
        (10, "loses attention"),
    ],
)
def test_a_wait_is_compared_with_patience(seconds: float, words: str) -> None:
    assert echo.of_first_token(seconds) == words


@pytest.mark.parametrize(
    ("tokens", "speed", "words"),
    [(1, 45, "every 22\u00a0ms"), (8, 5, "every 1.6\u00a0s, may look frozen"), (1, 0, "")],
)
def test_a_chunk_says_how_often_it_comes(tokens: int, speed: float, words: str) -> None:
    assert echo.of_chunk(tokens, speed) == words


def test_a_tokenizer_names_its_encoding() -> None:
    assert echo.of_tokenizer("gpt-4o", "o200k_base") == "encodes with o200k_base"
    assert echo.of_tokenizer("o200k_base", "o200k_base") == "an encoding of tiktoken"


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("load_slowdown", {"load_slowdown": 2.0, "tokens_per_second": 45.0}, "22 tokens/s each at 10 streams"),
        ("load_slowdown", {"load_slowdown": 2.0, "tokens_per_second": 0.0}, ""),
        ("load_slowdown", {}, ""),
        (
            "time_to_first_token_p95",
            {"time_to_first_token_p95": 0.1},
            "no effect unless it is longer than the first token's time",
        ),
        ("time_to_first_token_p95", {"time_to_first_token_p95": 2.0}, ""),
        ("jitter", {"jitter": 1.0}, ""),
    ],
)
def test_a_shape_is_told_of_where_its_figure_alone_does_not_tell(
    name: str, settings: dict[str, float], words: str
) -> None:
    assert echo.of_shape(name, settings_with(**settings)) == words
