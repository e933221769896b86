"""The choice of a protocol: of those that the server has, and remembered while it has it not."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.dialects.table import DIALECTS
from mockpanel.gui.widgets.protocol_choice import ProtocolChoice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def choice(qtbot: QtBot) -> ProtocolChoice:
    made = ProtocolChoice()
    qtbot.addWidget(made)
    return made


def test_a_choice_is_told_and_what_is_shown_is_not(choice: ProtocolChoice, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(choice.chosen):
        choice.show_dialects(DIALECTS)
        choice.show_key("ollama")
    shown = choice.currentText()
    choice.setCurrentIndex(0)

    with qtbot.waitSignal(choice.chosen) as told:
        choice.activated.emit(0)

    assert shown == "Ollama"
    assert told.args == ["openai-chat"]


def test_a_protocol_that_the_server_has_not_is_remembered_and_the_first_is_spoken(choice: ProtocolChoice) -> None:
    choice.show_key("ollama")
    spoken = choice.shown
    choice.show_dialects(DIALECTS)

    assert spoken == "openai-chat"
    assert choice.key == choice.shown == "ollama"


def test_keys_choose(choice: ProtocolChoice, qtbot: QtBot) -> None:
    choice.show_dialects(DIALECTS)

    QTest.keyClicks(choice, "g")

    assert choice.currentText() == "Gemini"
