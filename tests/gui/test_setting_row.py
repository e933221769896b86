"""One setting's row: label, mark, field, words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.setting_row import SettingRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def row(qtbot: QtBot) -> SettingRow:
    row = SettingRow("Speed", QLineEdit())
    qtbot.addWidget(row)
    row.show()
    row.show_echo("8.7× reading speed")
    return row


def test_the_label_is_the_fields_buddy_and_name(row: SettingRow) -> None:
    field = row.label.buddy()

    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "Speed"
    assert field.accessibleDescription() == "8.7× reading speed"


def test_an_error_takes_the_echos_place_until_it_is_cleared(row: SettingRow) -> None:
    row.show_error("Speed must be between 0 and 100000, got -3")
    while_wrong = row.error.isVisible(), row.echo.isVisible(), row.label.buddy().property("refused")
    row.clear_error()

    assert while_wrong == (True, False, True)
    assert (row.error.isVisible(), row.echo.isVisible()) == (False, True)
    assert row.label.buddy().accessibleDescription() == "8.7× reading speed"


def test_an_echo_does_not_hide_an_error_from_a_screen_reader(row: SettingRow) -> None:
    row.show_error("no")

    row.show_echo("1.0× reading speed")

    assert row.label.buddy().accessibleDescription() == "no"


def test_the_mark_returns(qtbot: QtBot, row: SettingRow) -> None:
    row.show_reference("45 tokens/s")

    with qtbot.waitSignal(row.returned):
        row.mark.click()
