"""The library's texts go into the editor and back, and nothing that was deleted is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from mockpanel.core.response_library import ResponseLibrary
from mockpanel.gui.responses import Responses
from mockpanel.gui.widgets.response_editor import ResponseEditor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def responses(qtbot: QtBot, tmp_path: Path) -> Responses:
    editor = ResponseEditor()
    qtbot.addWidget(editor)
    made = Responses(ResponseLibrary(tmp_path), editor, QUndoStack(editor), editor)
    made.resume("")
    return made


def editor_of(responses: Responses) -> ResponseEditor:
    return responses._editor


def test_a_sample_goes_into_the_editor_and_is_told(responses: Responses, qtbot: QtBot) -> None:
    editor = editor_of(responses)

    with qtbot.waitSignal(editor.edited) as told:
        editor.library_chosen.emit("Short answer")

    assert told.args == [editor.text()]
    assert editor.text().startswith("Yes.")
    assert editor._counts.text().endswith("Short answer")
    assert responses.current == "Short answer"


def test_a_text_that_was_edited_is_said_to_be_changed(responses: Responses) -> None:
    responses.choose("Short answer")

    editor_of(responses).replace_text("Another.")

    assert editor_of(responses)._counts.text().endswith("Short answer, changed")


def test_a_text_is_kept_and_renamed(responses: Responses) -> None:
    editor = editor_of(responses)
    editor.replace_text("mine\r\n")

    editor.library_save_asked.emit("First")
    editor.library_rename_asked.emit("First", "Second")

    assert responses._library.read("Second") == "mine\r\n"
    assert responses.current == "Second"


def test_a_name_that_cannot_be_is_refused_beside_it(responses: Responses) -> None:
    editor = editor_of(responses)
    editor.library.save.trigger()

    editor.library.popup.line.setText("Welcome")
    editor.library.popup.done.click()

    assert "is a sample's" in editor.library.popup.error.text()
    assert editor.library.popup.isVisible()
    editor.library.popup.close()


def test_what_was_deleted_comes_back_with_undo(responses: Responses, qtbot: QtBot) -> None:
    responses.save("Mine")

    with qtbot.waitSignal(responses.undoable) as told:
        responses.delete("Mine")
    gone = {entry.name for entry in responses._library.entries() if not entry.built_in}
    responses._undo.undo()

    assert told.args == ["Response “Mine” deleted."]
    assert gone == set()
    assert responses._library.read("Mine") == ""


def test_what_is_not_there_is_told_of(responses: Responses, qtbot: QtBot) -> None:
    with qtbot.waitSignal(responses.told):
        responses.delete("Nothing")
    with qtbot.waitSignal(responses.told):
        responses.choose("Nothing")


def test_a_start_takes_up_a_name_without_touching_the_text(responses: Responses) -> None:
    editor_of(responses).show_text("still being written")

    responses.resume("Short answer")

    assert responses.current == "Short answer"
    assert editor_of(responses).text() == "still being written"
