"""The commands that share: each asks for its kind, of the record there is at that time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.sharing.share_actions import Share, ShareActions
from tests.core.records import record_of


@pytest.mark.parametrize("record", [None, record_of()])
def test_each_asks_for_its_kind(qapp: QApplication, record: RequestRecord | None) -> None:
    asked: list[tuple[Share, RequestRecord | None]] = []
    parent = QObject()
    made = ShareActions("Preview", lambda: record, lambda kind, of: asked.append((kind, of)), parent)

    for action in made.actions:
        action.trigger()

    assert asked == [(kind, record) for kind in Share]
    assert [action.text() for action in made.actions] == [
        "Preview as a moving picture …",
        "Preview gaps as PNG …",
        "Preview gaps as SVG …",
    ]
