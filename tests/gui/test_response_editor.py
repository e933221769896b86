"""The response editor: it gives back every text byte for byte, and says what it does to nobody but by `edited`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK, LIGHT, number_font
from mockpanel.gui.widgets.response_editor import LONGEST_FILE_BYTES, ResponseEditor
from mockpanel.gui.widgets.token_text import EMPTY, TEXT_POINTS, TokenText
from tests.core.texts import SAMPLES, TEXTS

# The offscreen platform says so of every window and tooltip that is shown.
pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)

LINES = st.lists(
    st.sampled_from(
        ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x00", "\ufdd0", "\ufdd1", "a", "😀"]
    ),
    max_size=12,
).map("".join)
"""Texts of what a document takes for a line end, or might."""

same_editor = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def editor(qtbot: QtBot) -> ResponseEditor:
    made = ResponseEditor()
    qtbot.addWidget(made)
    made.resize(600, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def pad(editor: ResponseEditor) -> TokenText:
    found = editor.findChild(TokenText)
    assert found is not None
    return found


def counts(editor: ResponseEditor) -> str:
    return next(label.text() for label in editor.findChildren(QLabel) if label.accessibleName() == "Counts")


def hits(editor: ResponseEditor) -> str:
    return next(label.text() for label in editor.findChildren(QLabel) if label.accessibleName() == "Hits")


def errors(editor: ResponseEditor) -> list[str]:
    labels = editor.findChildren(QLabel)
    return [label.text() for label in labels if label.property("role") == "error" and label.isVisible()]


def field(editor: ResponseEditor) -> QLineEdit:
    return editor.findChildren(QLineEdit)[0]


def select(editor: ResponseEditor, start: int, stop: int) -> None:
    cursor = pad(editor).textCursor()
    cursor.setPosition(start)
    cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
    pad(editor).setTextCursor(cursor)


def show(editor: ResponseEditor, text: str, encoding: str = "o200k_base") -> None:
    editor.show_text(text)
    editor.show_tokens(text, tokenize(text, encoding))


def image(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@same_editor
@given(text=st.one_of(TEXTS, LINES))
def test_what_is_shown_comes_back_byte_for_byte(editor: ResponseEditor, text: str) -> None:
    editor.show_text("other")

    editor.show_text(text)
    assert editor.text() == text

    # Read from the document itself: an edit and its undo leave no doubt.
    pad(editor).insertPlainText("x")
    assert editor.text() == "x" + text
    pad(editor).undo()
    assert editor.text() == text


@same_editor
@given(
    first=LINES,
    edits=st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["delete", "a", "\n"]) | LINES), max_size=5),
)
def test_undo_and_redo_bring_back_the_very_line_ends(
    editor: ResponseEditor, tmp_path: Path, first: str, edits: list[tuple[int, str]]
) -> None:
    editor.show_text("other")
    editor.show_text(first)
    document = pad(editor).document()
    texts = {0: first}

    for at, edit in edits:
        cursor = pad(editor).textCursor()
        cursor.setPosition(min(at, document.characterCount() - 1))
        if edit == "delete":
            cursor.deleteChar()
        elif edit in ("a", "\n"):
            cursor.insertText(edit)
        else:
            (tmp_path / "text.txt").write_bytes(edit.encode())
            editor.load_file(tmp_path / "text.txt")
            assert editor.text() == edit
        texts[document.availableUndoSteps()] = editor.text()

    while document.isUndoAvailable():
        pad(editor).undo()
        assert editor.text() == texts.get(document.availableUndoSteps(), editor.text())
    assert editor.text() == first
    while document.isRedoAvailable():
        pad(editor).redo()
        assert editor.text() == texts.get(document.availableUndoSteps(), editor.text())


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES)
def test_every_script_is_shown_and_painted_with_its_tokens(editor: ResponseEditor, text: str) -> None:
    if "न" in text:
        text = text.replace("न\u093fक\u094d", "")  # Qt warns where no font has the script

    show(editor, text)
    editor.set_whitespace_visible(True)

    assert editor.text() == text
    assert not image(editor).isNull()


def test_a_new_line_ends_as_the_others_do(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("a\r\nb")

    QTest.keyClick(pad(editor), Qt.Key.Key_Return)

    assert editor.text() == "\r\na\r\nb"


def test_typing_tells_the_new_text_once_a_key(editor: ResponseEditor, qtbot: QtBot) -> None:
    told: list[str] = []
    editor.edited.connect(told.append)

    QTest.keyClicks(pad(editor), "ab")

    assert told == ["a", "ab"]


def test_what_is_shown_is_not_told(editor: ResponseEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.edited):
        show(editor, "one two")
        editor.show_colours(DARK)
        editor.show_lit(1)
        editor.set_whitespace_visible(True)


def test_the_same_text_leaves_cursor_and_undo(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("one")
    QTest.keyClicks(pad(editor), "ab")

    editor.show_text("abone")

    assert pad(editor).textCursor().position() == 2
    pad(editor).undo()
    assert editor.text() == "one"


def test_another_text_cannot_be_undone(editor: ResponseEditor, qtbot: QtBot) -> None:
    QTest.keyClicks(pad(editor), "ab")

    editor.show_text("one")
    pad(editor).undo()

    assert editor.text() == "one"


def test_tokens_of_an_older_text_are_ignored(editor: ResponseEditor, qtbot: QtBot) -> None:
    show(editor, "one two")
    QTest.keyClicks(pad(editor), "a")

    editor.show_tokens("one two three", tokenize("one two three", "o200k_base"))

    assert counts(editor).startswith("2 tokens")


def test_the_counts_say_tokens_characters_bytes_and_duration(editor: ResponseEditor) -> None:
    assert counts(editor) == "0 tokens · 0 characters · 0 bytes"

    show(editor, "é")
    assert counts(editor) == "1 token · 1 character · 2 bytes"

    show(editor, "word " * 400)
    editor.show_duration("3.1 s")
    assert counts(editor).endswith(" · 2\u202f000 characters · 2\u202f000 bytes · takes 3.1 s")


def test_an_empty_editor_says_what_happens(editor: ResponseEditor) -> None:
    assert pad(editor).placeholderText() == EMPTY == "Empty: the last user message is echoed."


def test_boundaries_can_be_seen_without_colour(editor: ResponseEditor) -> None:
    editor.show_text("mm/mm/mm")
    tokens = tokenize("mm/mm/mm", "o200k_base")
    assert len(tokens) > 1
    editor.show_colours(LIGHT)
    editor.show_tokens("mm/mm/mm", tokens)

    picture = image(pad(editor).viewport())

    line = pad(editor).cursorRect()
    row = [picture.pixelColor(x, line.top() + 1).name().upper() for x in range(picture.width())]
    assert row.count(LIGHT.tick) == len(tokens) - 1


def test_ticks_follow_another_font(editor: ResponseEditor) -> None:
    editor.show_colours(LIGHT)
    show(editor, "one two three four five")
    before = image(pad(editor).viewport())
    font = pad(editor).font()

    font.setPointSizeF(2 * font.pointSizeF())
    pad(editor).setFont(font)
    larger = image(pad(editor).viewport())
    pad(editor).setFont(number_font(TEXT_POINTS))

    assert larger != before
    assert image(pad(editor).viewport()) == before


def test_a_long_line_is_coloured_too(editor: ResponseEditor) -> None:
    editor.show_colours(LIGHT)
    show(editor, "word and " * 1000)

    picture = image(pad(editor).viewport())

    seen = {picture.pixelColor(x, 12).name().upper() for x in range(picture.width())}
    assert set(LIGHT.tokens) <= seen


@pytest.mark.parametrize("text", ["one two three", "word and " * 1000])
def test_the_token_just_sent_is_underlined(editor: ResponseEditor, text: str) -> None:
    editor.show_colours(LIGHT)
    show(editor, text)

    def accents() -> int:
        picture = image(pad(editor).viewport())
        # The text cursor may blink, but not in this colour.
        return sum(
            picture.pixelColor(x, y).name().upper() == LIGHT.accent for x in range(picture.width()) for y in range(60)
        )

    assert accents() == 0
    editor.show_lit(1)
    assert accents() > 20
    editor.show_lit(None)
    assert accents() == 0
    editor.show_lit(99_999)
    assert accents() == 0


def test_white_space_is_shown_on_demand(editor: ResponseEditor) -> None:
    editor.show_text("a \t\u00a0b\r\n\n")
    before = image(pad(editor).viewport())

    editor.set_whitespace_visible(True)
    assert image(pad(editor).viewport()) != before

    editor.set_whitespace_visible(False)
    assert image(pad(editor).viewport()) == before


def hover(editor: ResponseEditor, position: int) -> str:
    cursor = pad(editor).textCursor()
    cursor.setPosition(position)
    point = pad(editor).cursorRect(cursor).center() + QPoint(3, 0)
    viewport = pad(editor).viewport()
    QToolTip.hideText()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))
    return QToolTip.text()


def test_hovering_tells_id_index_and_bytes(editor: ResponseEditor) -> None:
    tokens = tokenize("one <b>", "o200k_base")
    show(editor, "one <b>")

    tip = hover(editor, 4)

    assert f"id {tokens.ids[1]}" in tip
    assert "index 1" in tip
    assert "bytes 20 3C" in tip
    assert "·&lt;" in tip


def test_hovering_over_a_shared_character_tells_all_its_tokens(editor: ResponseEditor) -> None:
    show(editor, "訚鈄", "gpt2")

    tip = hover(editor, 0)

    tokens = tokenize("訚鈄", "gpt2")
    assert all(f"index {index}<" in tip.replace("&nbsp;", "") for index in range(len(tokens)))


def test_hovering_over_nothing_tells_nothing(editor: ResponseEditor) -> None:
    show(editor, "one")

    assert pad(editor).span_at(QPoint(500, 10)) is None
    assert pad(editor).span_at(QPoint(10, 300)) is None


def test_finding_goes_round_and_counts(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("😀 One two\r\nONE three one")

    QTest.keyClick(pad(editor), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field(editor), "one")
    assert hits(editor) == "1 of 3"
    assert pad(editor).textCursor().selectedText() == "One"

    seen = []
    for _ in range(3):
        QTest.keyClick(field(editor), Qt.Key.Key_Return)
        seen.append((hits(editor), pad(editor).textCursor().selectedText()))
    assert seen == [("2 of 3", "ONE"), ("3 of 3", "one"), ("1 of 3", "One")]

    QTest.keyClick(field(editor), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert hits(editor) == "3 of 3"


def test_finding_nothing_says_so(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("one")
    editor.show_find()

    QTest.keyClicks(field(editor), "x")

    assert hits(editor) == "Not found"


def test_the_find_bar_opens_with_the_selection_and_closes(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("one two")
    select(editor, 4, 7)

    editor.show_find()
    assert field(editor).text() == "two"
    assert hits(editor) == "1 of 1"

    QTest.keyClick(field(editor), Qt.Key.Key_Escape)
    assert not field(editor).isVisible()


def test_hits_are_counted_anew_after_typing(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("one")
    editor.show_find()
    QTest.keyClicks(field(editor), "one")

    pad(editor).moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(pad(editor), " one")

    qtbot.waitUntil(lambda: hits(editor) == "2 found")


def test_a_file_is_loaded_told_and_undone(editor: ResponseEditor, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_bytes("# Grüße\r\n\x00".encode())
    editor.show_text("before\n")

    with qtbot.waitSignal(editor.edited) as told:
        editor.load_file(path)

    assert told.args == ["# Grüße\r\n\x00"]
    pad(editor).undo()
    assert editor.text() == "before\n"


def test_a_byte_order_mark_is_no_text(editor: ResponseEditor, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"\xef\xbb\xbfone")

    editor.load_file(path)

    assert editor.text() == "one"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.bin", b"\xff\xfe", "a.bin is not UTF-8 text. Save it as UTF-8, then open it again."),
        ("big.txt", b"a" * (LONGEST_FILE_BYTES + 1), "big.txt has 4.0 MB; a response may have up to 4 MB."),
        ("gone.txt", None, "gone.txt could not be read: No such file or directory."),
    ],
)
def test_a_file_that_cannot_be_used_gets_a_sentence(
    editor: ResponseEditor, tmp_path: Path, name: str, data: bytes | None, sentence: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    editor.show_text("kept")

    editor.load_file(tmp_path / name)

    assert errors(editor) == [sentence]
    assert editor.text() == "kept"


def test_a_sentence_goes_when_the_text_is_edited(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_error("Something is wrong.")
    assert errors(editor) == ["Something is wrong."]

    QTest.keyClicks(pad(editor), "a")

    assert errors(editor) == []


def test_a_dropped_file_is_loaded(editor: ResponseEditor, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("dropped")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])

    assert pad(editor).canInsertFromMimeData(data)
    pad(editor).insertFromMimeData(data)

    assert editor.text() == "dropped"


def test_copy_and_paste_keep_every_character(editor: ResponseEditor) -> None:
    editor.show_text("a\u00a0b\u2028c\nd")
    pad(editor).selectAll()

    pad(editor).copy()
    assert QGuiApplication.clipboard().text() == "a\u00a0b\u2028c\nd"
    pad(editor).paste()

    assert editor.text() == "a\u00a0b\u2028c\nd"


def test_every_control_has_a_name_and_every_button_a_tooltip(editor: ResponseEditor) -> None:
    buttons = [button for button in editor.findChildren(QToolButton) if button.property("flat") is not None]
    controls: list[QWidget] = [pad(editor), field(editor), *buttons]

    assert len(buttons) == 4
    assert all(control.accessibleName() for control in controls)
    assert all(button.toolTip() for button in buttons)
