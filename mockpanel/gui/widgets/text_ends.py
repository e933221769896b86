"""Text in and out of a document byte for byte: which line end it was stands in the format of the line after it."""

from __future__ import annotations

import re
from itertools import groupby

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

LINE_ENDS = ("\n", "\r\n", "\r", "\u2029", "\ufdd0", "\ufdd1")
"""All that QTextDocument takes for a line end. Which one it was stands in the format of the line after it."""

_LINE_END = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
LINE_END_MARKS = ("↵", "CR↵", "CR", "¶", "¶", "¶")
LINE_END_PROPERTY = QTextFormat.Property.UserProperty.value + 1


def write_text(cursor: QTextCursor, text: str) -> set[int]:
    """Inserts a text so that read_text gives it back byte for byte; returns the kinds of line ends in it."""
    ends = _LINE_END.findall(text)
    kinds = {LINE_ENDS.index(end) for end in set(ends)} or {0}
    if len(kinds) == 1:
        cursor.setBlockFormat(line_format(*kinds))
        cursor.insertText(text)  # every line takes the format of the one before
        return kinds
    first, *lines = _LINE_END.split(text)
    cursor.beginEditBlock()  # so that all is one change
    cursor.setBlockFormat(line_format(LINE_ENDS.index(ends[0])))
    cursor.insertText(first)
    for end, run in groupby(zip(ends, lines, strict=True), key=lambda pair: pair[0]):
        cursor.insertBlock(line_format(LINE_ENDS.index(end)))
        cursor.insertText("\n".join(line for _, line in run))
    cursor.endEditBlock()
    return kinds


def read_text(document: QTextDocument, kinds: set[int]) -> str:
    """The text as it was written, with the line ends that it may have."""
    raw = document.toRawText()
    if len(kinds) == 1:
        return raw.replace("\u2029", LINE_ENDS[next(iter(kinds))])
    first, *lines = raw.split("\u2029")
    parts, block = [first], document.firstBlock()
    for line in lines:
        block = block.next()
        parts += LINE_ENDS[kind_of(block)], line
    return "".join(parts)


def kind_of(block: QTextBlock) -> int:
    """Which line end stands before this line."""
    return block.blockFormat().intProperty(LINE_END_PROPERTY)


def line_format(kind: int) -> QTextBlockFormat:
    """The format of a line behind a line end of that kind."""
    made = QTextBlockFormat()
    made.setProperty(LINE_END_PROPERTY, kind)
    return made
