"""The list of captures keeps what is chosen while captures come and go."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.models.capture_rows import CaptureLine
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.capture_list import CaptureList


@pytest.fixture
def shown(qtbot: QtBot) -> CaptureList:
    made = CaptureList()
    qtbot.addWidget(made)
    show(made, "Bay", "Lake", "Sea")
    return made


def show(shown: CaptureList, *names: str) -> None:
    shown.show_lines([CaptureLine(name) for name in names])


def test_the_first_is_chosen_where_nothing_was(shown: CaptureList) -> None:
    assert shown.name == "Bay"


def test_what_is_chosen_stays_so(qtbot: QtBot, shown: CaptureList) -> None:
    with qtbot.waitSignal(shown.chosen) as told:
        shown.choose("Sea")
    show(shown, "Brook", "Lake", "Sea", "Spring")

    assert told.args == ["Sea"]
    assert shown.name == "Sea"


def test_where_it_went_its_neighbour_is_chosen_and_that_is_told(qtbot: QtBot, shown: CaptureList) -> None:
    shown.choose("Sea")

    with qtbot.waitSignal(shown.chosen) as told:
        show(shown, "Bay", "Lake")

    assert told.args == ["Lake"]


def test_nothing_is_chosen_of_none(shown: CaptureList) -> None:
    show(shown)

    assert shown.name == ""


def test_an_unknown_name_changes_nothing(shown: CaptureList) -> None:
    shown.choose("Ocean")

    assert shown.name == "Bay"


def test_a_menu_is_asked_for_where_there_is_a_capture(qtbot: QtBot, shown: CaptureList) -> None:
    with qtbot.waitSignal(shown.menu_asked):
        shown.customContextMenuRequested.emit(shown.rect().center())
    show(shown)

    with qtbot.assertNotEmitted(shown.menu_asked):
        shown.customContextMenuRequested.emit(shown.rect().center())


def test_it_is_painted_in_another_scheme(shown: CaptureList) -> None:
    light = shown.grab().toImage()
    shown.show_colours(DARK)

    assert shown.grab().toImage() != light
