"""Which words of a request have a colour."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.request_colours import LONGEST_BLOCK, RequestColours


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("content-type: application/json", ["content-type"]),
        ('  "model": "gpt-4o",', ['"model"']),
        ('  "a \\" b": 1', ['"a \\" b"']),
        ('  "no name"', []),
        ("POST /v1/chat/completions", []),
        ('"x": ' + "1" * LONGEST_BLOCK, []),
    ],
    ids=["header", "key", "quotes", "value", "first line", "too long"],
)
def test_names_have_the_accent(qapp: object, line: str, words: list[str]) -> None:
    document = QTextDocument(line)
    colours = RequestColours(document)

    colours.show_colours(DARK)

    found = document.firstBlock().layout().formats()
    assert [line[part.start : part.start + part.length] for part in found] == words
    assert all(part.format.foreground().color().name() == DARK.accent.lower() for part in found)
