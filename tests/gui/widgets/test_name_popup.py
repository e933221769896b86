"""The popup asks for a name, hands it out, and stays open for a refusal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.name_popup import WIDTH, NamePopup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

LONG = "the response name is a sample's; choose another one that no sample has, and no file of the folder either"


@pytest.fixture
def popup(qtbot: QtBot) -> NamePopup:
    made = NamePopup()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.ask("Save the response as", "Save", "Greeting", QPoint(40, 50))
    return made


def test_it_asks_with_a_suggestion_to_be_typed_over(popup: NamePopup) -> None:
    assert popup.isVisible()
    assert popup.label.text() == popup.line.accessibleName() == "Save the response as"
    assert popup.label.buddy() is popup.line
    assert popup.line.selectedText() == "Greeting"
    assert popup.done.text() == "Save"
    assert not popup.error.isVisible()


@pytest.mark.parametrize("way", ["enter", "button"])
def test_a_name_is_handed_out_and_the_popup_closes(popup: NamePopup, qtbot: QtBot, way: str) -> None:
    QTest.keyClicks(popup.line, "Hello")

    with qtbot.waitSignal(popup.entered) as told:
        if way == "enter":
            QTest.keyClick(popup.line, Qt.Key.Key_Return)
        else:
            QTest.mouseClick(popup.done, Qt.MouseButton.LeftButton)

    assert told.args == ["Hello"]
    assert not popup.isVisible()


def test_a_refusal_keeps_it_open_until_a_name_will_do(popup: NamePopup) -> None:
    told: list[str] = []

    def refuse_the_first(name: str) -> None:
        told.append(name)
        if len(told) == 1:
            popup.show_error(LONG)

    popup.entered.connect(refuse_the_first)

    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert popup.error.isVisible()
    assert popup.error.text() == LONG

    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert told == ["Greeting", "Greeting"]


def test_a_refusal_goes_when_another_name_is_typed(popup: NamePopup) -> None:
    popup.show_error("It is taken.")

    QTest.keyClicks(popup.line, "H")

    assert not popup.error.isVisible()


def test_a_long_refusal_wraps_and_is_seen_whole(popup: NamePopup) -> None:
    before = popup.height()

    popup.show_error(LONG)

    assert popup.width() == WIDTH
    assert popup.height() >= before + popup.error.fontMetrics().lineSpacing()
    assert popup.error.height() >= popup.error.heightForWidth(popup.error.width())


def test_escape_closes_and_tells_nothing(popup: NamePopup, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(popup.entered):
        QTest.keyClick(popup.line, Qt.Key.Key_Escape)

    assert not popup.isVisible()


def test_asking_again_forgets_the_last_refusal(popup: NamePopup) -> None:
    popup.show_error("It is taken.")
    popup.close()

    popup.ask("Rename the response", "Rename", "", QPoint(0, 0))

    assert not popup.error.isVisible()
    assert popup.line.text() == ""


def test_a_sentence_can_stand_alone(popup: NamePopup) -> None:
    popup.tell("It cannot be deleted.", QPoint(0, 0))

    assert popup.error.isVisible()
    assert not popup.line.isVisible()
    assert not popup.done.isVisible()


@pytest.mark.parametrize("place", [QPoint(-500, -500), QPoint(100_000, 100_000)])
def test_it_stays_on_the_screen_with_a_refusal_too(popup: NamePopup, place: QPoint) -> None:
    popup.close()

    popup.ask("Save the response as", "Save", "", place)
    assert popup.screen().availableGeometry().contains(popup.geometry())

    popup.show_error(LONG)
    assert popup.screen().availableGeometry().contains(popup.geometry())


def test_it_is_dressed_in_the_scheme(popup: NamePopup) -> None:
    before = popup.grab().toImage()

    popup.show_colours(DARK)

    assert popup.grab().toImage() != before
