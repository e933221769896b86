"""A step of the undo stack goes forth and back; a capture that comes back may have another name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.gui.captures.capture_steps import CaptureStep, Move, Presence
from tests.core.replays import timed_capture

SEA = timed_capture((0.5, "Sea"), name="Sea")


def test_the_first_way_forth_was_gone_already(qtbot: QtBot) -> None:
    stack, gone = QUndoStack(), list[Move]()
    forth, back = Move(lambda: "forth"), Move(lambda: "back")

    stack.push(CaptureStep("Go", forth, back, gone.append))
    before = list(gone)
    stack.undo()
    stack.redo()

    assert before == []
    assert gone == [back, forth]


def test_a_capture_goes_and_comes_back(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path)
    presence = Presence(folder, folder.save(SEA).name)

    chosen = presence.remove()
    gone = not list(tmp_path.iterdir())

    assert (chosen, gone) == ("", True)
    assert presence.put() == "Sea"
    assert folder.find("Sea").text == "Sea"


def test_where_its_name_was_taken_it_comes_back_under_another_and_goes_from_there(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path)
    presence = Presence(folder, folder.save(SEA).name)
    presence.remove()
    folder.save(SEA)

    back = presence.put()
    presence.remove()

    assert back == "Sea 2"
    assert [each.capture.name for each in folder.kept() if not each.built_in] == ["Sea"]
