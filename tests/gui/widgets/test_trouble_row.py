"""The row asks for one fault at a time, shows what is armed in words, and what its figures are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.gui.theme import LIGHT, apply
from mockpanel.gui.widgets.trouble_row import TroubleRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def row(qtbot: QtBot) -> TroubleRow:
    made = TroubleRow()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.show()
    return made


def settle(widget: QWidget) -> None:
    """Lets its layout place all at once."""
    layout = widget.layout()
    assert layout is not None
    layout.activate()


@pytest.mark.parametrize("kind", list(FaultKind))
def test_a_button_asks_for_its_fault(row: TroubleRow, qtbot: QtBot, kind: FaultKind) -> None:
    with qtbot.waitSignal(row.armed) as told:
        row.buttons[kind].click()

    assert told.args == [Fault(kind=kind)]


@pytest.mark.parametrize("kind", list(FaultKind))
def test_what_is_armed_is_pressed_and_told_in_words(row: TroubleRow, kind: FaultKind) -> None:
    fault = Fault(kind=kind)

    row.show_fault(fault)

    assert [other for other, button in row.buttons.items() if button.isChecked()] == [kind]
    assert row.words.text() == f"Armed: {fault.sentence}"
    assert row.words.isVisible()


def test_after_use_nothing_is_pressed(row: TroubleRow, qtbot: QtBot) -> None:
    row.show_fault(Fault(kind=FaultKind.CUT))

    with qtbot.assertNotEmitted(row.disarmed), qtbot.assertNotEmitted(row.armed):
        row.show_fault(None)

    assert not any(button.isChecked() for button in row.buttons.values())
    assert not row.words.isVisible()


def test_a_second_press_takes_it_back(row: TroubleRow, qtbot: QtBot) -> None:
    row.show_fault(Fault(kind=FaultKind.EMPTY))

    with qtbot.waitSignal(row.disarmed):
        row.buttons[FaultKind.EMPTY].click()


def test_only_the_figures_of_the_armed_fault_are_shown(row: TroubleRow) -> None:
    row.show_fault(Fault(kind=FaultKind.STALL, seconds=2.5, after_tokens=7))

    assert {name for name, field in row.fields.items() if field.isVisible()} == {"seconds", "after_tokens"}
    assert (row.fields["seconds"].value(), row.fields["after_tokens"].value()) == (2.5, 7)


def test_another_figure_arms_anew(row: TroubleRow, qtbot: QtBot) -> None:
    row.show_fault(Fault(kind=FaultKind.CUT))

    with qtbot.waitSignal(row.armed) as told:
        row.fields["after_tokens"].setValue(3)

    assert told.args == [Fault(kind=FaultKind.CUT, after_tokens=3)]


def test_every_control_has_a_name_and_a_tooltip(row: TroubleRow) -> None:
    for control in (*row.buttons.values(), *row.fields.values()):
        assert control.accessibleName()
        assert control.toolTip()


def test_what_is_armed_stands_beside_the_heading_and_the_row_stays_as_high(row: TroubleRow) -> None:
    quiet = row.sizeHint().height()

    row.show_fault(Fault(kind=FaultKind.EMPTY))
    settle(row)

    assert row.words.geometry().left() > row.heading.geometry().right()
    assert row.words.geometry().top() < row.heading.geometry().bottom()
    assert row.sizeHint().height() == quiet


def test_long_words_do_not_widen_the_row_and_are_whole_in_the_tooltip(row: TroubleRow) -> None:
    narrow = row.words.minimumSizeHint().width()

    row.show_fault(Fault(kind=FaultKind.STALL, seconds=123.4, after_tokens=1_000_000))

    assert row.words.minimumSizeHint().width() == narrow
    assert row.words.toolTip() == row.words.text()
    assert not row.words.grab().isNull()


def test_the_arrows_of_a_figure_step_it_where_they_are_painted(row: TroubleRow, qapp: QApplication) -> None:
    before = qapp.styleSheet()
    try:
        apply(qapp, LIGHT)
        row.show_fault(Fault(kind=FaultKind.CUT, after_tokens=7))
        field = row.fields["after_tokens"]
        settle(row)
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 8, 8))
        assert field.value() == 8
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 8, field.height() - 8))
        assert field.value() == 7
    finally:
        qapp.setStyleSheet(before)
