"""What changes captures can be undone, and what the disk refuses is told and no step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_folder import DeletedCapture, Kept
from mockpanel.core.errors import CaptureError
from mockpanel.gui.captures.capture_edits import CaptureEdits
from tests.gui.captures.desks import SEA, Bench, played
from tests.gui.stories import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def edits_on(bench: Bench) -> CaptureEdits:
    services = bench.services
    return CaptureEdits(services.captures, services.store, bench.told, bench.tasks, bench.parent)


def test_several_files_are_told_of_together(qapp: QApplication, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.har"
    good.write_text(capture_text(SEA.named("Lake")), encoding="utf-8")
    bad.write_text("{}", encoding="utf-8")

    async def story(bench: Bench) -> None:
        edits_on(bench).import_files([good, bad])
        await until(lambda: bench.sentence != "")

        assert bench.sentence.startswith("Error: good.jsonl is a capture file: 4 chunks in 1.4")
        assert "kept as “Lake”. bad.har is no capture: line 1" in bench.sentence
        assert bench.names == ["Lake", "Sea"]

    played(qapp, tmp_path / "captures", story)


def test_a_deletion_is_undone_and_made_again(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        edits_on(bench).delete(Kept(SEA, False))
        await until(lambda: bench.sentence != "")
        told, gone = bench.sentence, bench.names

        bench.told.bar.action.click()
        await until(lambda: bench.names == ["Sea"])
        bench.told.stack.redo()
        await until(lambda: bench.names == [])

        assert (told, gone) == ("Capture “Sea” deleted.", [])

    played(qapp, tmp_path, story)


def test_what_the_disk_refuses_is_told_and_no_step(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(bench: Bench) -> None:
        def refuse(_name: str) -> DeletedCapture:
            raise CaptureError('the capture "Sea" cannot be deleted: Read-only file system')

        monkeypatch.setattr(bench.services.captures, "delete", refuse)
        edits_on(bench).delete(Kept(SEA, False))
        await until(lambda: bench.sentence != "")

        assert bench.sentence == 'Error: the capture "Sea" cannot be deleted: Read-only file system.'
        assert bench.told.stack.count() == 0

    played(qapp, tmp_path, story)


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("", "a capture needs a name"),
        ("a/b", 'a capture\'s name must not hold slashes or control characters, got "a/b"'),
        ("LAKE", 'the capture name "LAKE" is taken; choose another'),
        ("Sea", ""),
    ],
)
def test_a_wrong_name_is_refused_at_once(qapp: QApplication, tmp_path: Path, name: str, refused: str) -> None:
    async def story(bench: Bench) -> None:
        assert edits_on(bench).rename(Kept(SEA, False), name, ["Sea", "Lake"]) == refused
        assert bench.told.stack.count() == 0

    played(qapp, tmp_path, story)


def test_a_copy_is_the_users_own(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        edits_on(bench).duplicate(Kept(SEA, True))
        await until(lambda: bench.names == ["Sea", "Sea copy"])
        await until(lambda: bench.sentence != "")

        assert bench.sentence == "Capture “Sea” is copied as “Sea copy”."

    played(qapp, tmp_path, story)
