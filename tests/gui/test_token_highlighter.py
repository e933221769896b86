"""Token colours: the lines in view have the formats of their tokens, before and after an edit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from mockpanel.core.tokens import Tokens, tokenize
from mockpanel.gui.theme import DARK, LIGHT, Colours
from mockpanel.gui.widgets.token_highlighter import LONGEST_LINE, TokenHighlighter

Coloured = list[tuple[str, str]]


@pytest.fixture
def document(qtbot: QtBot) -> QTextDocument:
    made = QTextDocument()
    made.setDocumentLayout(QPlainTextDocumentLayout(made))
    return made


def shown(document: QTextDocument, text: str, *, last: int = 99) -> tuple[TokenHighlighter, Tokens]:
    document.setPlainText(text)
    highlighter = TokenHighlighter(document, LIGHT, document)
    QCoreApplication.processEvents()  # until then it waits for a first look at the whole document
    tokens = tokenize(text, "o200k_base")
    highlighter.show_range(0, min(last, document.blockCount() - 1))
    highlighter.show_tokens(tokens)
    return highlighter, tokens


def coloured(block: QTextBlock) -> Coloured:
    """The parts of a line that have a colour, and which."""
    data = block.text().encode("utf-16-le")
    return [
        (
            data[2 * part.start : 2 * (part.start + part.length)].decode("utf-16-le"),
            part.format.background().color().name(),
        )
        for part in block.layout().formats()
    ]


def in_turn(texts: list[str], colours: Colours = LIGHT, first: int = 0) -> Coloured:
    names = [QColor(colour).name() for colour in colours.tokens]
    return [(text, names[(first + index) % len(names)]) for index, text in enumerate(texts)]


def pieces(tokens: Tokens) -> list[str]:
    return [tokens.token_bytes(index).decode() for index in range(len(tokens))]


def test_each_token_has_the_next_of_six_colours(document: QTextDocument) -> None:
    _, tokens = shown(document, "The quick brown fox jumps over the lazy dog")

    assert coloured(document.firstBlock()) == in_turn(pieces(tokens))


def test_colours_go_on_over_the_line_end(document: QTextDocument) -> None:
    _, tokens = shown(document, "one\ntwo")

    assert pieces(tokens) == ["one", "\n", "two"]
    assert coloured(document.firstBlock()) == in_turn(["one"])
    assert coloured(document.lastBlock()) == in_turn(["two"], first=2)


def test_an_emoji_is_not_torn_at_a_token_boundary(document: QTextDocument) -> None:
    _, tokens = shown(document, "👩\u200d🚀e\u0301 漢")

    parts = coloured(document.firstBlock())

    assert len(tokens) > len(parts)
    assert [text for text, _ in parts][:2] == ["👩\u200d🚀", "e\u0301"]
    assert "".join(text for text, _ in parts) == "👩\u200d🚀e\u0301 漢"


def test_a_token_over_two_lines_colours_both(document: QTextDocument) -> None:
    shown(document, "   \n   x")

    assert document.blockCount() == 2
    assert "".join(text for text, _ in coloured(document.lastBlock())) == "   x"
    assert "".join(text for text, _ in coloured(document.firstBlock())) == "   "


def test_only_the_lines_in_view_are_coloured(document: QTextDocument) -> None:
    highlighter, _ = shown(document, "one\ntwo\nthree\nfour", last=1)
    assert [bool(coloured(document.findBlockByNumber(line))) for line in range(4)] == [True, True, False, False]

    highlighter.show_range(2, 3)

    assert all(coloured(document.findBlockByNumber(line)) for line in range(4))


def test_typing_keeps_the_colours_before_and_behind(document: QTextDocument) -> None:
    shown(document, "one two\nthree four")

    cursor = QTextCursor(document)
    cursor.setPosition(5)
    cursor.insertText("XX")

    colours = [QColor(colour).name() for colour in LIGHT.tokens]
    assert document.firstBlock().text() == "one tXXwo"
    assert coloured(document.firstBlock()) == [
        ("one", colours[0]),
        (" t", colours[1]),
        ("wo", colours[1]),
    ]
    assert coloured(document.lastBlock()) == in_turn(["three", " four"], first=3)


def test_a_new_line_moves_the_colours_below(document: QTextDocument) -> None:
    shown(document, "one\ntwo\nthree")

    QTextCursor(document).insertBlock()

    assert coloured(document.findBlockByNumber(1)) == in_turn(["one"])
    assert coloured(document.findBlockByNumber(3)) == in_turn(["three"], first=4)


def test_a_line_too_long_for_formats_has_none(document: QTextDocument) -> None:
    shown(document, "a" * (LONGEST_LINE + 1) + "\nshort")

    assert coloured(document.firstBlock()) == []
    assert coloured(document.lastBlock())


def test_colours_change_with_the_scheme(document: QTextDocument) -> None:
    highlighter, tokens = shown(document, "one two three")

    highlighter.show_colours(DARK)

    assert coloured(document.firstBlock()) == in_turn(pieces(tokens), DARK)


def test_without_tokens_there_is_no_colour(document: QTextDocument) -> None:
    highlighter, _ = shown(document, "one two three")

    highlighter.show_tokens(None)

    assert coloured(document.firstBlock()) == []
