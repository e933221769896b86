"""The box takes typed values with units, refuses the rest, and never loses what is being typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.quantities import FIRST_TOKEN, SPEED
from mockpanel.gui.widgets.quantity_box import QuantityBox
from mockpanel.gui.widgets.scale import FIRST_TOKEN_SCALE, SPEED_SCALE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def box(qtbot: QtBot) -> QuantityBox:
    box = QuantityBox(FIRST_TOKEN, FIRST_TOKEN_SCALE)
    qtbot.addWidget(box)
    box.show()
    box.show_value(0.9)
    return box


def type_in(qtbot: QtBot, box: QLineEdit, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)


@pytest.mark.parametrize(("text", "value"), [("1.5 s", 1.5), ("350 ms", 0.35), ("2", 2.0)])
def test_enter_takes_what_was_typed(qtbot: QtBot, box: QuantityBox, text: str, value: float) -> None:
    type_in(qtbot, box, text)

    with qtbot.waitSignal(box.edited) as caught:
        QTest.keyClick(box, Qt.Key.Key_Return)

    assert caught.args == [value]
    assert box.text() == FIRST_TOKEN.shown(value)


def test_leaving_takes_what_was_typed(qtbot: QtBot, box: QuantityBox) -> None:
    type_in(qtbot, box, "2 s")

    with qtbot.waitSignal(box.edited) as caught:
        box.clearFocus()

    assert caught.args == [2.0]


def test_bad_input_is_refused_and_the_old_value_stays(qtbot: QtBot, box: QuantityBox) -> None:
    type_in(qtbot, box, "soon")

    with qtbot.assertNotEmitted(box.edited), qtbot.waitSignal(box.refused) as caught:
        QTest.keyClick(box, Qt.Key.Key_Return)

    assert caught.args == ['First token must be a time such as 900 ms or 0.9 s, got "soon"']
    assert box.text() == "900 ms"


def test_escape_puts_the_value_back(qtbot: QtBot, box: QuantityBox) -> None:
    type_in(qtbot, box, "7 s")

    with qtbot.assertNotEmitted(box.edited):
        QTest.keyClick(box, Qt.Key.Key_Escape)
        box.clearFocus()

    assert box.text() == "900 ms"


def test_enter_without_typing_changes_nothing(qtbot: QtBot, box: QuantityBox) -> None:
    box.show_value(0.123456789)

    with qtbot.assertNotEmitted(box.edited):
        QTest.keyClick(box, Qt.Key.Key_Return)


def test_a_value_from_elsewhere_leaves_what_is_being_typed(qtbot: QtBot, box: QuantityBox) -> None:
    type_in(qtbot, box, "3 s")

    box.show_value(0.2)

    assert box.text() == "3 s"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == "200 ms"


def test_arrows_step_by_the_last_visible_digit_and_with_shift_by_ten(qtbot: QtBot) -> None:
    box = QuantityBox(SPEED, SPEED_SCALE)
    qtbot.addWidget(box)
    box.show_value(44.98)
    edits: list[float] = []
    box.edited.connect(edits.append)

    QTest.keyClick(box, Qt.Key.Key_Up)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Up, SHIFT)

    assert edits == [44.99, 44.98, 45.08]


def test_focus_selects_all_so_that_typing_replaces(qtbot: QtBot, box: QuantityBox) -> None:
    box.clearFocus()

    QTest.mouseClick(box, Qt.MouseButton.LeftButton)

    assert box.selectedText() == "900 ms"


def test_the_widest_speed_fits(qtbot: QtBot) -> None:
    box = QuantityBox(SPEED, SPEED_SCALE)
    qtbot.addWidget(box)

    text = SPEED.shown(99_999.25)

    assert box.fontMetrics().horizontalAdvance(text) < box.width() - 20
