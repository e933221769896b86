"""The notice bar: one sentence that goes by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets import notice_bar
from mockpanel.gui.widgets.notice_bar import Kind, NoticeBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

SOON_S = 0.02
SLIM = 48


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    around = QWidget()
    around.resize(600, 200)
    box = QVBoxLayout(around)
    box.addWidget(NoticeBar())
    box.addWidget(QLineEdit())
    qtbot.addWidget(around)
    around.show()
    around.activateWindow()
    return around


@pytest.fixture
def bar(around: QWidget) -> NoticeBar:
    found = around.findChild(NoticeBar)
    assert found is not None
    return found


@pytest.fixture
def field(qtbot: QtBot, around: QWidget) -> QLineEdit:
    found = around.findChild(QLineEdit)
    assert found is not None
    found.setFocus()
    qtbot.waitUntil(found.hasFocus)
    return found


@pytest.fixture(autouse=True)
def short_linger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_bar, "LINGER_MS", 10)


@pytest.mark.parametrize(
    ("kind", "words"), [(Kind.INFO, "Saved."), (Kind.WARNING, "Warning: Saved."), (Kind.ERROR, "Error: Saved.")]
)
def test_the_kind_is_told_in_words(bar: NoticeBar, kind: Kind, words: str) -> None:
    bar.show_notice("Saved.", kind=kind)

    assert bar.sentence.text() == words
    assert bar.isVisible()


def test_it_is_hidden_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert bar.isHidden()


def test_it_goes_by_itself_and_says_so_once(qtbot: QtBot, bar: NoticeBar, field: QLineEdit) -> None:
    closed: list[bool] = []
    bar.closed.connect(lambda: closed.append(True))

    bar.show_notice("Saved.", seconds=SOON_S)
    qtbot.waitUntil(bar.isHidden)
    bar.close_notice()

    assert closed == [True]


def test_it_stays_while_it_has_the_focus_and_goes_after(qtbot: QtBot, bar: NoticeBar, field: QLineEdit) -> None:
    bar.show_notice("Deleted.", "Undo", seconds=60)
    bar.action.setFocus()
    qtbot.waitUntil(bar.action.hasFocus)

    bar._timer.timeout.emit()
    stayed = bar.isVisible()
    field.setFocus()

    qtbot.waitUntil(bar.isHidden)
    assert stayed


def test_it_stays_while_the_pointer_is_on_it_and_goes_after(qtbot: QtBot, bar: NoticeBar, field: QLineEdit) -> None:
    bar.show_notice("Deleted.", "Undo", seconds=60)
    QTest.mouseMove(bar, QPoint(5, 5))
    qtbot.waitUntil(bar.underMouse)

    bar._timer.timeout.emit()
    stayed = bar.isVisible()
    QTest.mouseMove(field, QPoint(5, 5))

    qtbot.waitUntil(bar.isHidden)
    assert stayed


def test_its_action_closes_it_and_is_told(bar: NoticeBar) -> None:
    told: list[bool] = []
    bar.acted.connect(lambda: told.append(bar.isVisible()))
    bar.show_notice("Deleted.", "Undo")

    bar.action.click()

    assert told == [False]


def test_without_an_action_there_is_no_button(bar: NoticeBar) -> None:
    bar.show_notice("Deleted.", "Undo")
    with_action = bar.action.isVisible()
    bar.show_notice("Saved.")

    assert with_action
    assert not bar.action.isVisible()


@pytest.mark.parametrize("by", ["cross", "Escape"])
def test_the_cross_and_escape_close_it_and_do_nothing_else(qtbot: QtBot, bar: NoticeBar, by: str) -> None:
    told: list[bool] = []
    bar.acted.connect(lambda: told.append(True))
    bar.show_notice("Deleted.", "Undo")

    with qtbot.waitSignal(bar.closed):
        if by == "cross":
            bar.leave.click()
        else:
            QTest.keyClick(bar.action, Qt.Key.Key_Escape)

    assert told == []


def test_a_newer_notice_takes_an_older_ones_place_and_its_own_time(
    qtbot: QtBot, bar: NoticeBar, field: QLineEdit
) -> None:
    closed: list[bool] = []
    bar.closed.connect(lambda: closed.append(True))
    bar.show_notice("One.", "Undo", seconds=SOON_S)

    bar.show_notice("Two.", seconds=60)

    assert bar._timer.interval() == 60_000
    assert (bar.sentence.text(), closed) == ("Two.", [])


def test_kinds_and_colours_are_seen(bar: NoticeBar) -> None:
    pictures = []
    for colours in (LIGHT, DARK):
        bar.show_colours(colours)
        for kind in Kind:
            bar.show_notice("Saved.", kind=kind)
            pictures.append(bar.grab().toImage())

    assert all(one != other for place, one in enumerate(pictures) for other in pictures[:place])


def test_it_stays_slim_where_there_is_room_and_a_long_sentence_is_never_cut(
    qtbot: QtBot, around: QWidget, bar: NoticeBar
) -> None:
    around.resize(600, 900)
    bar.show_notice("Saved.")
    qtbot.waitUntil(lambda: bar.height() <= SLIM)
    slim = bar.height()

    bar.show_notice("This sentence is long. " * 20)

    qtbot.waitUntil(lambda: bar.sentence.height() >= bar.sentence.heightForWidth(bar.sentence.width()))
    assert bar.height() > slim
