"""The captures' place: files may be dropped there, and the form of an API is folded until it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.captures_pane import CapturesPane


@pytest.fixture
def pane(qtbot: QtBot) -> CapturesPane:
    made = CapturesPane()
    qtbot.addWidget(made)
    return made


def test_files_of_this_machine_are_taken_and_others_are_not(qtbot: QtBot, pane: CapturesPane) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a.har"), QUrl("https://example.org/b.har"), QUrl.fromLocalFile("/c.txt")])
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(5, 5), copy, data, button, Qt.KeyboardModifier.NoModifier)

    with qtbot.waitSignal(pane.files_dropped) as told:
        pane.dropEvent(event)

    assert told.args == [[Path("/a.har"), Path("/c.txt")]]


def test_the_form_of_an_api_unfolds(pane: CapturesPane) -> None:
    folded = pane.source.isHidden()
    pane.heading.click()

    assert folded
    assert not pane.source.isHidden()


def test_files_of_no_use_are_told_of(pane: CapturesPane) -> None:
    pane.show_broken(["capture /x.jsonl: the capture file is empty"])
    told = pane.broken.text()
    pane.show_broken([])

    assert told == "Capture /x.jsonl: the capture file is empty"
    assert pane.broken.isHidden()


def test_import_is_asked_for(qtbot: QtBot, pane: CapturesPane) -> None:
    pane.show_colours(DARK)

    with qtbot.waitSignal(pane.import_asked):
        pane.take.click()
