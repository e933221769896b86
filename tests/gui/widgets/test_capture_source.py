"""The form of an API: what it asks for, what it shows, and that a key is never readable in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.capture_source import CaptureSource

URL = "https://api.example.org/v1"


@pytest.fixture
def source(qtbot: QtBot) -> CaptureSource:
    made = CaptureSource()
    qtbot.addWidget(made)
    made.url.setText(URL)
    return made


def test_the_switch_asks_for_what_is_not(qtbot: QtBot, source: CaptureSource) -> None:
    source.key.setText("sk-1")
    with qtbot.waitSignal(source.start_asked) as started:
        source.switch.click()
    source.show_on(True, URL)

    with qtbot.waitSignal(source.stop_asked):
        source.switch.click()

    assert started.args == [URL, "sk-1"]
    assert source.switch.text() == "Stop capturing"


def test_while_it_is_on_address_and_key_stay(source: CaptureSource) -> None:
    source.show_on(True, "https://other.example.org/v1")

    assert source.url.text() == "https://other.example.org/v1"
    assert source.url.isReadOnly()
    assert source.key.isReadOnly()


def test_a_key_that_was_set_elsewhere_is_told_of(source: CaptureSource) -> None:
    source.show_on(True, URL, has_key=True)
    told = source.key.placeholderText()
    source.show_on(False)

    assert told == "a key is sent"
    assert source.key.placeholderText() == "empty: the client's own"


def test_a_key_is_dots(source: CaptureSource) -> None:
    source.key.setText("sk-1")

    assert source.key.echoMode() is QLineEdit.EchoMode.Password
    assert "sk-1" not in source.key.displayText()


def test_one_answer_is_asked_for_with_what_stands_there_or_what_is_proposed(
    qtbot: QtBot, source: CaptureSource
) -> None:
    source.model.setText("some-model")

    with qtbot.waitSignal(source.ask_asked) as told:
        QTest.keyClick(source.prompt, Qt.Key.Key_Return)

    assert told.args == [URL, "", "some-model", "Write three short paragraphs about the sea."]


def test_while_an_answer_is_waited_for_the_button_gives_it_up(qtbot: QtBot, source: CaptureSource) -> None:
    source.show_asking(True, "Waiting …")

    with qtbot.waitSignal(source.cancel_asked):
        source.ask.click()
    told = source.told.text()
    source.show_asking(False)

    assert told == "Waiting …"
    assert source.ask.text() == "Capture one answer"
    assert source.told.isHidden()


def test_an_error_goes_when_the_address_is_edited(source: CaptureSource) -> None:
    source.show_error("API must be a base URL")
    shown = not source.error.isHidden()

    QTest.keyClicks(source.url, "x")

    assert shown
    assert source.error.isHidden()


def test_what_was_asked_last_time_is_there_again(source: CaptureSource) -> None:
    source.show_choices("https://a.example.org/v1", "m", "p")

    assert (source.url.text(), source.model.text(), source.prompt.text()) == ("https://a.example.org/v1", "m", "p")


def test_a_warning_has_a_line_of_its_own(source: CaptureSource) -> None:
    source.show_warning("It is not encrypted.")
    warned = not source.warning.isHidden()
    source.show_warning("")

    assert warned
    assert source.warning.isHidden()
