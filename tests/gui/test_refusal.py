"""The window that says why the app could not start: plain words that can be copied, and one way on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from mockpanel.gui.refusal import TITLE, show_refusal

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_it_shows_the_sentence_as_it_is_until_it_is_closed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "mockpanel: <b>port</b> must be between 0 and 65535"
    seen: list[QMessageBox] = []

    def look_and_close() -> None:
        (box,) = (widget for widget in qapp.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible())
        seen.append(box)
        box.button(QMessageBox.StandardButton.Close).click()

    QTimer.singleShot(0, look_and_close)
    show_refusal(sentence)

    (box,) = seen
    assert box.text() == sentence
    assert not box.isVisible()
    assert box.accessibleName() == TITLE
