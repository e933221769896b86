"""A tool call's page: name and arguments, what a client could not read, and white space."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.answer_parts import call_part
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.call_page import GENERATED, NAMELESS, SENT_EMPTY, CallPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def settings_of(arguments: object) -> StreamSettings:
    return StreamSettings().changed({"mock_tool_calls": [{"name": "look", "arguments": arguments}]})


@pytest.fixture
def page(qtbot: QtBot) -> CallPage:
    made = CallPage(call_part(0))
    qtbot.addWidget(made)
    made.show_settings(settings_of({"city": "Paris"}))
    made.show_colours(DARK)
    return made


def told_by(page: CallPage) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    page.edited.connect(told.append)
    return told


def test_an_object_is_shown_as_it_is_streamed_and_not_told(page: CallPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.edited):
        page.show_settings(settings_of({"city": "Rome"}))

    assert page.name.text() == "look"
    assert page.page.text() == '{"city":"Rome"}'
    assert page.fault.isHidden()


def test_typed_arguments_are_told_as_text_also_where_they_are_no_json(page: CallPage) -> None:
    told = told_by(page)

    page.page.pad.replace_text('{"city"')

    assert told[-1] == {"arguments": '{"city"'}
    assert page.fault.text() == "Not JSON: expecting ':' delimiter in line 1, column 8. It is sent as it stands."


def test_emptied_arguments_are_made_from_the_clients_schema(page: CallPage) -> None:
    told = told_by(page)

    page.page.pad.replace_text("")
    page.show_settings(settings_of(None))

    assert told[-1] == {"arguments": None}
    assert page.page.pad.placeholderText() == GENERATED


def test_arguments_that_are_an_empty_text_are_said_to_be_sent_so(page: CallPage) -> None:
    page.show_settings(settings_of(""))

    assert page.page.pad.placeholderText() == SENT_EMPTY


def test_a_name_is_told_and_none_is_asked_for(page: CallPage) -> None:
    told = told_by(page)
    page.begin()

    QTest.keyClicks(page.name, "go")
    page.name.clear()
    page.name.textEdited.emit("")

    assert told == [{"name": "g"}, {"name": "go"}]
    assert page.fault.text() == NAMELESS


def test_format_puts_white_space_in_takes_it_out_and_is_undone(page: CallPage) -> None:
    words = [page.format.text()]
    page.format.click()
    shown = page.page.text()
    words.append(page.format.text())
    page.format.click()
    compact = page.page.text()
    page.page.pad.undo()

    assert words == ["Format", "Compact"]
    assert shown == '{\n  "city": "Paris"\n}'
    assert compact == '{"city":"Paris"}'
    assert page.page.text() == shown


def test_what_is_no_json_is_not_formatted(page: CallPage) -> None:
    page.show_settings(settings_of('{"city'))

    assert not page.format.isEnabled()


def test_removing_is_asked_for(page: CallPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.remove_asked):
        page.head.remove.click()


def test_every_control_has_a_name(page: CallPage) -> None:
    controls = (page.name, page.page.pad, page.fault, page.head.remove)

    assert all(control.accessibleName() for control in controls)
