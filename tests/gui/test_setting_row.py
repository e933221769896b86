"""One setting's row: label, mark, field, words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.setting_row import Place, SettingRow

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


def test_a_value_that_differs_from_the_profile_s_is_marked_in_words(row: SettingRow) -> None:
    row.compare(True, False)
    told = row.mark.toolTip(), row.mark.isVisible()
    row.compare(True, None)

    assert told == ("Changed: the profile has off. Click to return to it.", True)
    assert not row.mark.isVisible()


def test_no_echo_takes_no_room(row: SettingRow) -> None:
    with_words = row.sizeHint().height()

    row.show_echo("")

    assert row.echo.isHidden()
    assert row.sizeHint().height() < with_words


def test_fields_at_the_right_edge_can_be_made_as_wide_as_each_other(qtbot: QtBot, row: SettingRow) -> None:
    right = SettingRow("Jitter", QLineEdit(), place=Place.RIGHT)
    qtbot.addWidget(right)

    for made in (row, right):
        made.show_field_width(77)

    field = right.label.buddy()
    assert field is not None
    assert (row.field_width, field.maximumWidth(), field.minimumWidth()) == (0, 77, 42)


def test_tab_leads_from_one_row_to_the_next(qtbot: QtBot) -> None:
    rows = [SettingRow(name, QLineEdit()) for name in "ABC"]
    window = QWidget()
    qtbot.addWidget(window)
    for row in rows:
        row.setParent(window)

    last = rows[2].follow(rows[0].mark)
    rows[1].follow(last)

    assert rows[0].mark.nextInFocusChain() is rows[2].label.buddy()
    assert rows[2].mark.nextInFocusChain() is rows[1].label.buddy()
