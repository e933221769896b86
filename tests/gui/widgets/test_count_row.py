"""A row that counts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import SPECS
from mockpanel.gui.widgets.count_row import CountRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def test_it_emits_what_was_stepped_to_and_showing_emits_nothing(qtbot: QtBot) -> None:
    row = CountRow(SPECS["burst_tokens_min"])
    qtbot.addWidget(row)
    edits: list[int] = []
    row.edited.connect(edits.append)

    row.show_value(5)
    QTest.keyClick(row.box, Qt.Key.Key_Up)

    assert edits == [6]
    assert row.box.text() == "6 tokens"


@pytest.mark.parametrize(
    ("name", "word"), [("stall_after", "off"), ("ramp_tokens", "whole answer"), ("concurrent_streams", "no limit")]
)
def test_zero_is_told_in_the_word_that_it_stands_for(qtbot: QtBot, name: str, word: str) -> None:
    row = CountRow(SPECS[name])
    qtbot.addWidget(row)

    row.show_value(0)

    assert row.box.text() == row.in_words(0) == word


def test_a_mark_tells_the_profile_s_number(qtbot: QtBot) -> None:
    row = CountRow(SPECS["burst_tokens_min"])
    qtbot.addWidget(row)

    row.compare(5, 1)

    assert row.mark.toolTip() == "Changed: the profile has 1 token. Click to return to it."
