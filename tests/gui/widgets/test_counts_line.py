"""Counts where there is no room: whole ones go, and none is cut to another number."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.counts_line import CountsLine

WORDS = ("120 tokens", "560 characters", "1146 bytes", "", "Mine")


@pytest.fixture
def line(qtbot: QtBot) -> CountsLine:
    made = CountsLine((2, 1, 4))
    qtbot.addWidget(made)
    made.show_counts(WORDS)
    return made


def narrow(line: CountsLine, wanted: str) -> str:
    """What is shown where there is just room for some words."""
    line.resize(line.fontMetrics().horizontalAdvance(wanted) + 1, 20)
    return line.shown()


def test_all_are_shown_where_there_is_room_and_told_where_there_is_none(line: CountsLine) -> None:
    whole = "120 tokens · 560 characters · 1146 bytes · Mine"

    assert narrow(line, whole) == whole
    assert narrow(line, "120") != whole
    assert line.text() == line.toolTip() == whole


def test_the_least_important_go_first_and_whole(line: CountsLine) -> None:
    shown = [narrow(line, wanted) for wanted in ("120 tokens · 560 characters · Mine", "120 tokens · Mine")]

    assert shown == ["120 tokens · 560 characters · Mine", "120 tokens · Mine"]
    assert narrow(line, "120 tokens · Min") == "120 tokens"


def test_the_last_one_is_elided(line: CountsLine) -> None:
    assert "…" in narrow(line, "120 tok")


def test_it_needs_no_room(line: CountsLine) -> None:
    assert line.minimumSizeHint().width() < 100
