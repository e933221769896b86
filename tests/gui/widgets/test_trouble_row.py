"""The row asks for one fault at a time, shows what is armed in words, and what its figures are."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.gui.theme import LIGHT
from mockpanel.gui.widgets.trouble_row import TroubleRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def row(qtbot: QtBot) -> TroubleRow:
    made = TroubleRow()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.show()
    return made


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
