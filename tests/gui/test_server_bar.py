"""The server bar shows how the server stands, and asks for another state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import CONTROL_HEIGHT, LIGHT, apply
from mockpanel.gui.widgets.server_bar import ServerBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

URL = "http://127.0.0.1:8000/v1"


def bar(qtbot: QtBot) -> ServerBar:
    made = ServerBar()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.show_address("127.0.0.1", 8000)
    return made


def settle(widget: QWidget) -> None:
    """Lets its layout place all at once."""
    layout = widget.layout()
    assert layout is not None
    layout.activate()


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
    assert not made.line.isHidden()


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


def test_what_is_to_be_known_has_a_wrapping_line_of_its_own(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.resize(420, 40)
    made.show_state("stopped")
    with qtbot.waitExposed(made):
        made.show()
    quiet = made.sizeHint().height()

    made.show_state("failed", sentence="port 8000 on 127.0.0.1 is taken; stop what listens there, or choose another")
    qtbot.waitUntil(lambda: made.line.y() >= made.button.geometry().bottom())

    assert made.warning.wordWrap()
    assert made.line.isVisible()
    assert made.line.width() == made.width()
    assert made.sizeHint().height() > quiet


@pytest.mark.parametrize("state", ["stopped", "failed"])
def test_the_url_is_there_while_it_serves(qtbot: QtBot, state: str) -> None:
    made = bar(qtbot)
    made.show_state("serving", URL)
    hidden = made.url.isHidden()

    made.show_state(state)

    assert not hidden
    assert made.url.isHidden()
    assert made.copy.isHidden()


def test_a_long_url_shows_its_beginning_and_is_whole_in_the_tooltip(qtbot: QtBot) -> None:
    made = bar(qtbot)
    url = f"http://{'long' * 20}.example:8000/v1"

    made.show_state("serving", url)

    assert made.url.cursorPosition() == 0
    assert made.url.toolTip().startswith(url)


@pytest.mark.parametrize(("state", "told"), [("starting", "Starting …"), ("stopping", "Stopping …")])
def test_on_the_way_the_button_keeps_the_focus_and_asks_for_nothing(qtbot: QtBot, state: str, told: str) -> None:
    made = bar(qtbot)
    made.show_state("serving", URL)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.button.setFocus()

    made.show_state(state)
    with qtbot.assertNotEmitted(made.start_asked), qtbot.assertNotEmitted(made.stop_asked):
        QTest.keyClick(made.button, Qt.Key.Key_Space)
        made.toggle()

    assert made.button.hasFocus()
    assert (made.state.text(), made.button.accessibleDescription()) == (told, told)


def test_the_controls_in_the_row_are_all_of_one_height(qtbot: QtBot, qapp: QApplication) -> None:
    before = qapp.styleSheet()
    made = bar(qtbot)
    made.show_state("serving", URL)
    made.show()
    try:
        apply(qapp, LIGHT)
        settle(made)
        row = {control.height() for control in (made.button, made.host, made.port, made.url, made.copy)}
    finally:
        qapp.setStyleSheet(before)

    assert row == {CONTROL_HEIGHT}


def test_without_a_url_the_clipboard_is_left_alone(qtbot: QtBot) -> None:
    made = bar(qtbot)
    QGuiApplication.clipboard().setText("mine")

    made.copy_url()

    assert QGuiApplication.clipboard().text() == "mine"


def test_every_control_has_a_name_and_a_tooltip(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.show_state("serving", URL)

    for control in (made.button, made.host, made.port, made.url, made.copy, made.next_port):
        assert control.accessibleName()
        assert control.toolTip()
