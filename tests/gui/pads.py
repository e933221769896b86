"""A text with its tokens on the screen, and what the tests of its parts do to it."""

from __future__ import annotations

from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.tokens import Tokens, tokenize
from mockpanel.gui.theme import LIGHT
from mockpanel.gui.widgets.token_text import TokenText


def shown_pad(qtbot: QtBot) -> TokenText:
    """An empty one on the screen."""
    made = TokenText()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show_colours(LIGHT)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(pad: TokenText, text: str, encoding: str = "o200k_base") -> Tokens:
    """Shows a text with its tokens."""
    tokens = tokenize(text, encoding)
    pad.show_text(text)
    pad.show_tokens(tokens)
    return tokens


def select(pad: QPlainTextEdit, start: int, stop: int) -> None:
    """Selects from one position to another."""
    cursor = pad.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
    pad.setTextCursor(cursor)


def focused() -> QWidget:
    """The control that gets the keys."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def image(widget: QWidget) -> QImage:
    """What a widget looks like."""
    return widget.grab().toImage()
