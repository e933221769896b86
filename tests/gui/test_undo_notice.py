"""The button of a notice takes back what was told, and nothing that was done since."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.undo_notice import UndoNotice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Counted(QUndoCommand):
    """Adds one, and takes one away."""

    def __init__(self, done: list[int]) -> None:
        super().__init__("Count")
        self._done = done

    def redo(self) -> None:
        self._done.append(1)

    def undo(self) -> None:
        self._done.pop()


@pytest.fixture
def notice(qtbot: QtBot) -> Iterator[UndoNotice]:
    window = QWidget()
    made = UndoNotice(window)
    made.bar.setParent(window)
    qtbot.addWidget(window)
    window.show()
    yield made
    window.close()  # it must live as long


def test_the_button_takes_back_what_was_told(notice: UndoNotice) -> None:
    done: list[int] = []
    notice.stack.push(Counted(done))

    notice.offer_undo("Counted.")
    notice.bar.action.click()

    assert done == []
    assert notice.bar.isHidden()


def test_a_later_step_takes_the_offer_away(notice: UndoNotice) -> None:
    done: list[int] = []
    notice.stack.push(Counted(done))
    notice.offer_undo("Counted.")

    notice.stack.push(Counted(done))

    assert notice.bar.isHidden()
    assert done == [1, 1]


def test_news_stays_whatever_is_done(notice: UndoNotice) -> None:
    notice.tell("Written.")

    notice.stack.push(Counted([]))

    assert not notice.bar.isHidden()


def test_no_warning_is_none(notice: UndoNotice) -> None:
    notice.warn("")
    assert notice.bar.isHidden()

    notice.warn("It was set aside.")
    assert notice.bar.sentence.text() == "Warning: It was set aside."
