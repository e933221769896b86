"""Line ends go into a document and come out again, each as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.text_ends import LINE_END_MARKS, LINE_ENDS, kind_of, read_text, write_text
from tests.core.texts import TEXTS

LINES = st.lists(
    st.sampled_from(
        ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x00", "\ufdd0", "\ufdd1", "a", "😀"]
    ),
    max_size=12,
).map("".join)
"""Texts of what a document takes for a line end, or might."""


def made(text: str) -> tuple[QTextDocument, set[int]]:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    return document, write_text(QTextCursor(document), text)


@given(text=st.one_of(TEXTS, LINES))
def test_what_is_written_is_read_byte_for_byte(qapp: object, text: str) -> None:
    document, kinds = made(text)

    assert read_text(document, kinds) == text
    assert read_text(document, set(range(len(LINE_ENDS)))) == text


def test_every_line_knows_what_ended_the_one_before(qtbot: QtBot) -> None:
    document, kinds = made("a\r\nb\nc\rd")

    assert [LINE_ENDS[kind_of(document.findBlockByNumber(number))] for number in (1, 2, 3)] == ["\r\n", "\n", "\r"]
    assert {LINE_ENDS[kind] for kind in kinds} == {"\r\n", "\n", "\r"}


@pytest.mark.parametrize("text", ["", "one line"])
def test_without_line_ends_the_first_is_a_line_feed(qtbot: QtBot, text: str) -> None:
    assert made(text)[1] == {LINE_ENDS.index("\n")}


def test_every_line_end_has_a_mark() -> None:
    assert len(LINE_END_MARKS) == len(LINE_ENDS)
