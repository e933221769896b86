"""The shown requests are written to a file whole, and a place that cannot be written is told of."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.request_log import RequestLog
from mockpanel.gui.request_desk import RequestDesk
from mockpanel.gui.undo_notice import UndoNotice
from tests.core.records import BASE_URL, record_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def run_at_once(work: Coroutine[Any, Any, None], _name: str) -> None:
    asyncio.run(work)


@pytest.fixture
def desk(qtbot: QtBot) -> RequestDesk:
    window = QWidget()
    qtbot.addWidget(window)
    notice = UndoNotice(window)
    notice.bar.setParent(window)
    made = RequestDesk(RequestLog(), 100, notice, run_at_once, window)
    for part in (made.view, made.detail):
        part.setParent(window)
    made.show_base_url(BASE_URL)
    made.view.show_records([record_of(1), record_of(2)])
    return made


def export(desk: RequestDesk, kind: str, path: Path) -> str:
    """Exports to a path as if it were chosen in the dialog; what was told."""
    desk.view.export_asked.emit(kind)
    dialog = desk._parent.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    return desk._notice.bar.sentence.text()


def test_requests_are_written_as_json_lines(desk: RequestDesk, tmp_path: Path) -> None:
    told = export(desk, "jsonl", tmp_path / "out.jsonl")

    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["req_1", "req_2"]
    assert told == "Written to out.jsonl."


def test_requests_are_written_as_har(desk: RequestDesk, tmp_path: Path) -> None:
    export(desk, "har", tmp_path / "out.har")

    document = json.loads((tmp_path / "out.har").read_text("utf-8"))
    assert len(document["log"]["entries"]) == 2


def test_a_place_that_cannot_be_written_is_told_of(desk: RequestDesk, tmp_path: Path) -> None:
    told = export(desk, "har", tmp_path / "no such folder" / "out.har")

    assert told.startswith("Error: out.har cannot be written: ")
