"""The chunk size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.feel_settings import LARGEST_CHUNK_TOKENS
from mockpanel.core.settings import SPECS
from mockpanel.gui.widgets.count_box import CountBox

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def test_one_is_a_token_and_more_are_tokens(qtbot: QtBot) -> None:
    box = CountBox(SPECS["tokens_per_chunk"])
    qtbot.addWidget(box)

    box.show_value(1)
    one = box.text()
    box.show_value(8)

    assert (one, box.text()) == ("1 token", "8 tokens")


def test_arrows_step_by_one_and_with_shift_by_ten(qtbot: QtBot) -> None:
    box = CountBox(SPECS["tokens_per_chunk"])
    qtbot.addWidget(box)
    edits: list[int] = []
    box.edited.connect(edits.append)

    QTest.keyClick(box, Qt.Key.Key_Up)
    QTest.keyClick(box, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(box, Qt.Key.Key_Down)

    assert edits == [2, 12, 11]


def test_what_is_typed_counts_when_it_is_done(qtbot: QtBot) -> None:
    box = CountBox(SPECS["tokens_per_chunk"])
    qtbot.addWidget(box)
    edits: list[int] = []
    box.edited.connect(edits.append)

    box.selectAll()
    QTest.keyClicks(box, "24")
    while_typing = list(edits)
    QTest.keyClick(box, Qt.Key.Key_Return)

    assert (while_typing, edits) == ([], [24])


def test_showing_a_value_emits_nothing_and_the_largest_fits(qtbot: QtBot) -> None:
    box = CountBox(SPECS["tokens_per_chunk"])
    qtbot.addWidget(box)

    with qtbot.assertNotEmitted(box.edited):
        box.show_value(LARGEST_CHUNK_TOKENS)

    assert box.fontMetrics().horizontalAdvance(box.text()) < box.width() - 20
    assert not box.grab().isNull()


def test_box_and_line_are_one_stop_and_a_click_into_the_line_gets_there(qtbot: QtBot) -> None:
    box = CountBox(SPECS["tokens_per_chunk"])
    qtbot.addWidget(box)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    box.clearFocus()

    QTest.mouseClick(box.lineEdit(), Qt.MouseButton.LeftButton)

    assert box.hasFocus()
    assert box.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not box.lineEdit().focusPolicy() & Qt.FocusPolicy.TabFocus
    assert box.lineEdit().accessibleName() == "Chunk"
