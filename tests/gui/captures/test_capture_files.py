"""What a file holds is told in a sentence, and so is what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from mockpanel.core.capture_file import capture_text
from mockpanel.gui.captures.capture_files import found_in, write_capture
from tests.core.replays import timed_capture

SEA = timed_capture((0.5, "Sea"), name="Sea")


def test_what_was_found_is_told_with_a_place_for_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a {b}.jsonl"
    path.write_text(capture_text(SEA), encoding="utf-8")

    found = found_in(path)

    assert found.capture is not None
    assert found.sentence.format("Sea 2") == "a {b}.jsonl is a capture file: 1 chunk in 0.5\u202fs, kept as “Sea 2”."


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("[1]\n", encoding="utf-8")

    found = found_in(path)

    assert found.capture is None
    assert found.sentence.startswith("a.jsonl is no capture: line 1")


def test_a_file_that_is_not_there_and_a_folder_are_told_of(tmp_path: Path) -> None:
    assert found_in(tmp_path / "none.har").sentence == "none.har cannot be read: No such file or directory."
    assert found_in(tmp_path).sentence.endswith("is not a file.")


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_capture(SEA, path)

    found = found_in(path)

    assert found.capture is not None
    assert found.capture.arrivals == SEA.arrivals
