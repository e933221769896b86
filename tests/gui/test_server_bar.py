"""The server bar shows how the server stands, and asks for another state."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import LIGHT
from mockpanel.gui.widgets.server_bar import ServerBar

URL = "http://127.0.0.1:8000/v1"


def bar(qtbot: QtBot) -> ServerBar:
    made = ServerBar()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.show_address("127.0.0.1", 8000)
    return made


def test_a_serving_server_shows_its_url_and_can_be_stopped(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.show_state("serving", URL)

    with qtbot.waitSignal(made.stop_asked):
        QTest.mouseClick(made.button, Qt.MouseButton.LeftButton)

    assert (made.state.text(), made.url.text(), made.button.text()) == ("Serving", URL, "Stop")


def test_a_stopped_server_is_started_at_the_address_shown(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.show_state("stopped")

    with qtbot.waitSignal(made.start_asked) as caught:
        QTest.mouseClick(made.button, Qt.MouseButton.LeftButton)

    assert caught.args == ["127.0.0.1", 8000]
    assert made.url.text() == ""


def test_enter_in_the_port_moves_the_server(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.show_state("serving", URL)
    made.port.setText("8123")

    with qtbot.waitSignal(made.start_asked) as caught:
        QTest.keyClick(made.port, Qt.Key.Key_Return)

    assert caught.args == ["127.0.0.1", 8123]


def test_a_taken_port_is_told_and_offers_the_next_one(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.show_state("failed", sentence="port 8000 on 127.0.0.1 is taken; stop what listens there")

    with qtbot.waitSignal(made.next_port_asked):
        made.next_port.click()

    assert made.state.text() == "Failed"
    assert "taken" in made.warning.text()
    assert not made.next_port.isHidden()


def test_a_server_open_to_the_network_is_warned_of(qtbot: QtBot) -> None:
    made = bar(qtbot)

    made.show_state("serving", URL, open_to_network=True)

    assert made.warning.text() == "Other machines on the network can use this server."
    assert not made.warning.isHidden()


def test_the_url_is_copied(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.show_state("serving", URL)

    QTest.mouseClick(made.copy, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == URL
    assert made.copy.toolTip() == "Copied"
