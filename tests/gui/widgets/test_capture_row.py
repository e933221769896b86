"""A setting that names a capture is chosen from those that there are, and a name of none is said to be so."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import SPECS
from mockpanel.gui.widgets.capture_row import CaptureRow


@pytest.fixture
def row(qtbot: QtBot) -> CaptureRow:
    made = CaptureRow(SPECS["replay"])
    qtbot.addWidget(made)
    made.show_captures(["Bay", "Sea"])
    return made


def test_off_and_every_capture_can_be_chosen(qtbot: QtBot, row: CaptureRow) -> None:
    texts = [row.box.itemText(place) for place in range(row.box.count())]

    with qtbot.waitSignal(row.edited) as told:
        row.box.activated.emit(2)

    assert texts == ["off", "Bay", "Sea"]
    assert told.args == ["Sea"]


def test_the_value_is_shown_in_any_case_of_letters(row: CaptureRow) -> None:
    row.show_value("SEA")

    assert row.box.currentText() == "Sea"


def test_a_capture_that_is_not_there_is_said_to_be_missing_until_it_comes(row: CaptureRow) -> None:
    row.show_value("Lake")
    missing = row.box.currentText()
    row.show_captures(["Lake"])

    assert missing == "Lake – there is no such capture"
    assert row.box.currentText() == "Lake"


def test_it_is_told_of_by_name(row: CaptureRow) -> None:
    assert row.in_words("") == "off"
    assert row.in_words("Sea") == "“Sea”"
