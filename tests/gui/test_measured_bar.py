"""Set against measured."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.measured_bar import MeasuredBar

Figures = tuple[float | None, float | None, float | None, float | None]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((45, 44.984, 0.9, 0.9006), "set 45.0 → measured 44.98 tokens/s · TTFT 900 → 900.6 ms"),
        ((5.25, 5.2504, 0.0005, 0.0008), "set 5.25 → measured 5.250 tokens/s · TTFT 0.5 → 0.8 ms"),
        ((0, 48213.2, 1.25, None), "set unpaced → measured 48 213 tokens/s · TTFT 1 250 → – ms"),
        ((None, None, None, None), "set – → measured – tokens/s · TTFT – → – ms"),
    ],
)
def test_both_stand_side_by_side_with_units(qtbot: QtBot, figures: Figures, words: str) -> None:
    bar = MeasuredBar()
    qtbot.addWidget(bar)

    bar.show_figures(*figures)
    bar.show_colours(DARK)

    assert bar.words.replace("\u202f", " ") == words
    assert bar.accessibleDescription() == bar.words


def test_the_tooltip_tells_the_differences(qtbot: QtBot) -> None:
    bar = MeasuredBar()
    qtbot.addWidget(bar)

    bar.show_figures(50, 49, 0.9, 0.8985)

    told = bar.toolTip().replace("\u202f", " ")
    assert "−2.00 %" in told
    assert "−1.5 ms" in told
