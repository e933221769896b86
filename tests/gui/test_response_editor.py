"""The response editor: counts, find, files and the library; it says what it does to nobody but by its signals."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.response_library import Entry
from mockpanel.core.text_file import LARGEST_BYTES
from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.find_bar import FindBar
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.gui.widgets.token_text import TokenText

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ENTRIES = [Entry("Mine", False, 3), Entry("Short answer", True, 73)]


@pytest.fixture
def editor(qtbot: QtBot) -> ResponseEditor:
    made = ResponseEditor()
    qtbot.addWidget(made)
    made.resize(600, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def pad(editor: ResponseEditor) -> TokenText:
    return editor.findChildren(TokenText)[0]


def labelled(editor: ResponseEditor, name: str) -> str:
    return next(label.text() for label in editor.findChildren(QLabel) if label.accessibleName() == name)


def counts(editor: ResponseEditor) -> str:
    return labelled(editor, "Counts")


def errors(editor: ResponseEditor) -> list[str]:
    labels = editor.findChildren(QLabel)
    return [label.text() for label in labels if label.property("role") == "error" and label.isVisible()]


def field(editor: ResponseEditor) -> QLineEdit:
    return editor.findChildren(FindBar)[0].findChildren(QLineEdit)[0]


def show(editor: ResponseEditor, text: str) -> None:
    editor.show_text(text)
    editor.show_tokens(text, tokenize(text, "o200k_base"))


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
        editor.show_library(ENTRIES, "Mine", "one")


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


def test_tokens_are_not_said_before_they_are_counted(editor: ResponseEditor) -> None:
    editor.show_text("one")

    assert counts(editor) == "tokens being counted · 3 characters · 3 bytes"


def test_keys_find_go_on_go_back_and_close(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("one two one")

    QTest.keyClick(pad(editor), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field(editor), "one")
    assert labelled(editor, "Hits") == "1 of 2"
    QTest.keyClick(pad(editor), Qt.Key.Key_F3)
    assert labelled(editor, "Hits") == "2 of 2"
    QTest.keyClick(pad(editor), Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert labelled(editor, "Hits") == "1 of 2"

    QTest.keyClick(pad(editor), Qt.Key.Key_Escape)
    assert not field(editor).isVisible()


def test_a_file_is_loaded_told_and_undone(editor: ResponseEditor, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_bytes("# Grüße\r\n\x00".encode())
    editor.show_text("before\n")

    with qtbot.waitSignal(editor.edited) as told:
        editor.load_file(path)

    assert told.args == ["# Grüße\r\n\x00"]
    QTest.keyClick(pad(editor), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "before\n"


def test_a_byte_order_mark_is_no_text(editor: ResponseEditor, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"\xef\xbb\xbfone")

    editor.load_file(path)

    assert editor.text() == "one"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.bin", b"\xff\xfe", "a.bin is not UTF-8 text; save it as UTF-8 first."),
        ("big.txt", b"a" * (LARGEST_BYTES + 1), "big.txt has 4.0 MB; a response may have up to 4 MB."),
        ("gone.txt", None, "gone.txt cannot be read: No such file or directory."),
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


def drop(onto: QWidget, path: Path) -> bool:
    """Drags a file over a widget and lets go of it, if anything there takes it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    held = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), *held)
    QApplication.sendEvent(onto, entered)
    if entered.isAccepted():
        QApplication.sendEvent(onto, QDropEvent(QPointF(5, 5), *held))
    return entered.isAccepted()


@pytest.mark.parametrize("place", ["the text", "the counts", "the library"])
def test_a_file_may_be_dropped_on_any_part(editor: ResponseEditor, tmp_path: Path, place: str) -> None:
    path = tmp_path / "note.md"
    path.write_text("dropped")
    foot = next(label for label in editor.findChildren(QLabel) if label.accessibleName() == "Counts")
    onto: dict[str, QWidget] = {"the text": pad(editor).viewport(), "the counts": foot, "the library": editor.library}

    assert drop(onto[place], path)

    assert editor.text() == "dropped"


def test_a_dropped_profile_is_left_to_the_window(editor: ResponseEditor, tmp_path: Path) -> None:
    path = tmp_path / "calm.toml"
    path.write_text("tokens_per_second = 12")

    taken = [drop(onto, path) for onto in (pad(editor).viewport(), editor)]

    assert taken == [False, False]
    assert editor.text() == ""


def test_the_name_of_the_response_is_said_and_whether_it_changed(editor: ResponseEditor, qtbot: QtBot) -> None:
    show(editor, "one")

    editor.show_library(ENTRIES, "Mine", "one")
    assert counts(editor).endswith("3 bytes · Mine")

    QTest.keyClicks(pad(editor), "a")
    assert counts(editor).endswith("4 bytes · Mine, changed")

    editor.show_library(ENTRIES, "", None)
    assert counts(editor).endswith("4 bytes")


def test_a_text_from_the_library_can_be_undone(editor: ResponseEditor, qtbot: QtBot) -> None:
    editor.show_text("before")

    with qtbot.waitSignal(editor.edited):
        editor.replace_text("a\r\nb")
    assert editor.text() == "a\r\nb"

    QTest.keyClick(pad(editor), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "before"


def test_the_librarys_wishes_and_refusals_pass_through(editor: ResponseEditor) -> None:
    told: list[tuple[str, ...]] = []
    editor.library_chosen.connect(lambda name: told.append(("choose", name)))
    editor.library_save_asked.connect(lambda name: told.append(("save", name)))
    editor.library_rename_asked.connect(lambda old, new: told.append(("rename", old, new)))
    editor.library_delete_asked.connect(lambda name: told.append(("delete", name)))
    editor.library_save_asked.connect(lambda _name: editor.show_name_error("It is taken."))
    editor.show_library(ENTRIES, "Mine", "one", ["the file is broken"])

    editor.library.save.trigger()
    editor.library.popup.entered.emit("New")
    assert editor.library.popup.error.text() == "It is taken."
    editor.library.rename.trigger()
    editor.library.popup.entered.emit("Other")
    editor.library.delete.trigger()
    editor.library.chosen.emit("Short answer")

    assert told == [("save", "New"), ("rename", "Mine", "Other"), ("delete", "Mine"), ("choose", "Short answer")]
    menu = editor.library.menu()
    assert menu is not None
    assert "The file is broken" in [action.text() for action in menu.actions()]


def test_open_asks_for_a_file(editor: ResponseEditor, qtbot: QtBot) -> None:
    button = next(found for found in editor.findChildren(QToolButton) if found.text() == "Open …")

    with qtbot.waitSignals([editor.open_asked, editor.open_asked]):
        button.click()
        editor.commands["open"].trigger()

    assert editor.commands["open"].shortcut().toString() == "Ctrl+O"


def test_every_control_has_a_name_and_every_button_a_tooltip(editor: ResponseEditor) -> None:
    names = {"Show spaces, tabs and line ends", "Open a response", "Library of responses"}
    buttons = [found for found in editor.findChildren(QToolButton) if found.toolTip()]

    assert names <= {button.accessibleName() for button in buttons}
    assert all(control.accessibleName() for control in (pad(editor), field(editor), *buttons))


def test_the_keys_of_finding_are_the_editors_alone_though_a_menu_shows_them(qtbot: QtBot) -> None:
    window, editor, other = QMainWindow(), ResponseEditor(), QLineEdit()
    qtbot.addWidget(window)
    both = QWidget()
    column = QVBoxLayout(both)
    column.addWidget(editor)
    column.addWidget(other)
    window.setCentralWidget(both)
    window.menuBar().addMenu("File").addActions(list(editor.commands.values()))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    keys = {name: editor.commands[name].shortcut().toString() for name in ("find", "find_next", "find_previous")}

    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    elsewhere = field(editor).isVisible()
    editor.setFocus()
    QTest.keyClick(pad(editor), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    assert keys == {"find": "Ctrl+F", "find_next": "F3", "find_previous": "Shift+F3"}
    assert not elsewhere
    assert field(editor).isVisible()
