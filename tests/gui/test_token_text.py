"""The text to edit gives back every text byte for byte, and tells of edits and dropped files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.token_text import EMPTY, TokenText
from tests.core.texts import SAMPLES, TEXTS
from tests.gui.pads import image, show, shown_pad
from tests.gui.test_text_ends import LINES

# The offscreen platform says so of every window and tooltip that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

same_pad = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def pad(qtbot: QtBot) -> TokenText:
    return shown_pad(qtbot)


@same_pad
@given(text=st.one_of(TEXTS, LINES))
def test_what_is_shown_comes_back_byte_for_byte(pad: TokenText, text: str) -> None:
    pad.show_text("other")

    pad.show_text(text)
    assert pad.text() == text

    # Read from the document itself: an edit and its undo leave no doubt.
    pad.insertPlainText("x")
    assert pad.text() == "x" + text
    pad.undo()
    assert pad.text() == text


@same_pad
@given(
    first=LINES,
    edits=st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["delete", "a", "\n"]) | LINES), max_size=5),
)
def test_undo_and_redo_bring_back_the_very_line_ends(pad: TokenText, first: str, edits: list[tuple[int, str]]) -> None:
    pad.show_text("other")
    pad.show_text(first)
    document = pad.document()
    texts = {0: first}

    for at, edit in edits:
        cursor = pad.textCursor()
        cursor.setPosition(min(at, document.characterCount() - 1))
        if edit == "delete":
            cursor.deleteChar()
        elif edit in ("a", "\n"):
            cursor.insertText(edit)
        else:
            pad.replace_text(edit)
            assert pad.text() == edit
        texts[document.availableUndoSteps()] = pad.text()

    while document.isUndoAvailable():
        pad.undo()
        assert pad.text() == texts.get(document.availableUndoSteps(), pad.text())
    assert pad.text() == first
    while document.isRedoAvailable():
        pad.redo()
        assert pad.text() == texts.get(document.availableUndoSteps(), pad.text())


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES)
def test_every_script_is_shown_and_painted_with_its_tokens(pad: TokenText, text: str) -> None:
    if "न" in text:
        text = text.replace("न\u093fक\u094d", "")  # Qt warns where no font has the script

    show(pad, text)
    pad.set_whitespace_visible(True)

    assert pad.text() == text
    assert not image(pad).isNull()


def test_a_new_line_ends_as_the_others_do(pad: TokenText, qtbot: QtBot) -> None:
    pad.show_text("a\r\nb")

    QTest.keyClick(pad, Qt.Key.Key_Return)

    assert pad.text() == "\r\na\r\nb"


def test_every_edit_is_told_and_no_colour(pad: TokenText, qtbot: QtBot) -> None:
    told: list[str] = []
    pad.changed.connect(lambda: told.append(pad.text()))

    show(pad, "one two")
    pad.show_colours(DARK)
    QTest.keyClicks(pad, "ab")

    assert told == ["aone two", "abone two"]


def test_an_empty_text_says_what_happens(pad: TokenText) -> None:
    assert pad.placeholderText() == EMPTY == "Empty: the last user message is echoed."


def test_copy_and_paste_keep_every_character(pad: TokenText) -> None:
    pad.show_text("a\u00a0b\u2028c\nd")
    pad.selectAll()

    pad.copy()
    assert QGuiApplication.clipboard().text() == "a\u00a0b\u2028c\nd"
    pad.paste()

    assert pad.text() == "a\u00a0b\u2028c\nd"


def hover(pad: TokenText, position: int) -> str:
    cursor = pad.textCursor()
    cursor.setPosition(position)
    point = pad.cursorRect(cursor).center() + QPoint(3, 0)
    viewport = pad.viewport()
    QToolTip.hideText()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))
    return QToolTip.text()


def test_hovering_tells_id_index_and_bytes(pad: TokenText) -> None:
    tokens = show(pad, "one <b>")

    tip = hover(pad, 4)

    assert f"id {tokens.ids[1]}" in tip
    assert "index 1" in tip
    assert "bytes 20 3C" in tip
    assert "·&lt;" in tip


def test_hovering_over_a_shared_character_tells_all_its_tokens(pad: TokenText) -> None:
    show(pad, "訚鈄", "gpt2")

    tip = hover(pad, 0)

    tokens = tokenize("訚鈄", "gpt2")
    assert all(f"index {index}<" in tip.replace("&nbsp;", "") for index in range(len(tokens)))


def test_hovering_over_nothing_tells_nothing(pad: TokenText) -> None:
    show(pad, "one")

    assert pad.span_at(QPoint(500, 10)) is None
    assert pad.span_at(QPoint(10, 300)) is None


def dragged(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/folder/{name}") for name in names])
    return data


def test_a_dropped_file_is_told_and_left_to_others(pad: TokenText, qtbot: QtBot) -> None:
    pad.show_text("before")

    assert pad.canInsertFromMimeData(dragged("note.txt"))
    with qtbot.waitSignal(pad.file_dropped) as told:
        pad.insertFromMimeData(dragged("note.txt"))

    assert told.args == [Path("/folder/note.txt")]
    assert pad.text() == "before"


def test_a_profile_is_not_for_the_text_to_take(pad: TokenText) -> None:
    assert not pad.canInsertFromMimeData(dragged("calm.TOML"))
