"""Words wrap; they never widen the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.words import WIDEST_HINT, Words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def test_long_words_ask_for_height_and_not_for_width(qtbot: QtBot) -> None:
    words = Words("error")
    qtbot.addWidget(words)

    words.setText("a sentence that goes on " * 10)

    assert words.minimumSizeHint().width() == 0
    assert words.sizeHint().width() == WIDEST_HINT
    assert words.heightForWidth(300) > 2 * words.fontMetrics().height()
