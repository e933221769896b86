"""Captures are kept by name, found in any case, never overwritten, and a broken file is set aside with a word."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mockpanel.core.capture_examples import BUILT_IN, examples
from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, InvalidValue
from tests.core.captures import CAPTURES, capture_of

EXAMPLES = ["Claude-like cadence", "Clumped gateway", "Reasoning model", "Stalling laptop"]


@pytest.fixture
def folder(tmp_path: Path) -> CaptureFolder:
    return CaptureFolder(tmp_path / "captures")


def files(folder: CaptureFolder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


@given(capture=CAPTURES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_added_is_found_again_exactly(folder: CaptureFolder, capture: Capture) -> None:
    try:
        kept = folder.add(capture)
    except CaptureError:
        return

    found = CaptureFolder(folder.path).find(kept.name)
    folder.delete(kept.name)
    assert found == kept
    assert found.arrivals == capture.arrivals
    assert folder.broken() == []


def test_the_examples_come_along_behind_the_users_own(folder: CaptureFolder) -> None:
    folder.save(capture_of("Hi", name="zebra"))
    folder.save(capture_of("Hi", name="Apple"))

    kept = folder.kept()

    assert [each.capture.name for each in kept] == ["Apple", "zebra", *EXAMPLES]
    assert [each.built_in for each in kept] == [False] * 2 + [True] * 4


def test_every_example_says_that_it_is_made_and_after_what() -> None:
    made = examples()

    assert [capture.name for capture in made] == EXAMPLES
    assert all(capture.notes.startswith("Made, not recorded: after ") for capture in made)
    assert [path.read_text("utf-8") for path in sorted(BUILT_IN.iterdir())] == [capture_text(each) for each in made]
    assert any(capture.reasoning for capture in made)


def test_a_capture_is_found_in_any_case_and_an_unknown_name_lists_the_known_ones(folder: CaptureFolder) -> None:
    folder.save(capture_of("Hi", name="My answer"))

    found = folder.find("my  ANSWER")

    assert found.text == "Hi"
    with pytest.raises(InvalidValue) as caught:
        folder.find("other")
    listed = ", ".join(f'"{name}"' for name in ["My answer", *EXAMPLES])
    assert str(caught.value) == f'capture must be one of {listed}, got "other"'


def test_nothing_is_overwritten(folder: CaptureFolder) -> None:
    folder.save(capture_of("first", name="Mine"))

    with pytest.raises(CaptureError, match='the capture name "mine" is taken; choose another'):
        folder.save(capture_of("second", name="mine"))
    with pytest.raises(CaptureError, match="is an example's"):
        folder.save(capture_of("second", name="reasoning MODEL"))
    added = folder.add(capture_of("third", name="Mine"))

    assert folder.find("Mine").text == "first"
    assert (added.name, added.text) == ("Mine 2", "third")


def test_what_cannot_be_leaves_no_file(folder: CaptureFolder) -> None:
    with pytest.raises(InvalidValue, match="model must be valid Unicode"):
        folder.add(capture_of("Hi", model="\ud83d"))

    assert not folder.path.exists()


def test_two_names_with_the_same_letters_get_a_file_each(folder: CaptureFolder) -> None:
    folder.save(capture_of("a", name="a b"))
    folder.save(capture_of("b", name="a-b"))

    assert files(folder) == ["a-b-2.jsonl", "a-b.jsonl"]
    assert [folder.find(name).text for name in ("a b", "a-b")] == ["a", "b"]


def test_a_capture_without_a_name_is_called_after_its_model(folder: CaptureFolder) -> None:
    kept = folder.add(capture_of("Hi", name="", model="openai/gpt-4o"))

    assert kept.name == "openai-gpt-4o"


def test_several_threads_that_add_the_same_name_get_one_each(folder: CaptureFolder) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda number: folder.add(capture_of(str(number))), range(8)))

    assert len({capture.name for capture in kept}) == 8
    assert sorted(folder.find(capture.name).text for capture in kept) == list("01234567")
    assert folder.broken() == []


@pytest.mark.parametrize("name", ["", "a/b", "a\\b", "..", "a\x00", "x" * 81])
def test_a_name_that_cannot_be_is_refused(folder: CaptureFolder, name: str) -> None:
    with pytest.raises(CaptureError, match="a capture"):
        folder.save(capture_of("Hi", name=name))


@pytest.mark.parametrize("new", ["Other", "MINE", "mine!"])
def test_a_capture_is_renamed_with_its_file(folder: CaptureFolder, new: str) -> None:
    kept = folder.save(capture_of("Hi", name="Mine"))

    folder.rename("mine", new)

    assert folder.find(new) == replace(kept, name=new)
    assert len(files(folder)) == 1
    assert folder.names()[0] == new


def test_a_name_that_is_taken_is_not_taken_twice(folder: CaptureFolder) -> None:
    folder.save(capture_of("a", name="A"))
    folder.save(capture_of("b", name="B"))

    with pytest.raises(CaptureError, match="is taken"):
        folder.rename("A", "b")

    assert [folder.find(name).text for name in "AB"] == ["a", "b"]


def test_what_is_deleted_can_be_brought_back(folder: CaptureFolder) -> None:
    kept = folder.save(capture_of("Hi", name="Mine"))

    deleted = folder.delete("MINE")
    gone = folder.names()
    restored = folder.restore(deleted)

    assert "Mine" not in gone
    assert restored == kept
    assert folder.find("Mine") == kept


@pytest.mark.parametrize("name", ["nothing", "Stalling laptop"])
def test_only_the_users_own_can_be_deleted(folder: CaptureFolder, name: str) -> None:
    with pytest.raises(CaptureError, match=f'there is no capture "{name}" of your own'):
        folder.delete(name)


def test_a_broken_file_is_set_aside_with_a_word(folder: CaptureFolder) -> None:
    folder.save(capture_of("Hi", name="Mine"))
    (folder.path / "bad.jsonl").write_text('{"mockpanel_capture": 1}\n{"seconds": "soon"}\n')
    (folder.path / "twin.jsonl").write_text(capture_text(capture_of("Hi", name="mine")))
    (folder.path / "zoo.jsonl").mkdir()
    (folder.path / "notes.txt").write_text("no capture")

    broken = folder.broken()

    assert folder.names() == ["Mine", *EXAMPLES]
    assert [sentence.split(": ", 1)[1] for sentence in broken] == [
        'line 2: seconds must be a number between 0 and 86400, got "soon"',
        'it has the name of another, "mine"; give it its own',
        f"{folder.path / 'zoo.jsonl'} is not a file",
    ]


def test_a_file_is_named_after_itself_where_it_does_not_say(folder: CaptureFolder) -> None:
    folder.path.mkdir()
    (folder.path / "by-hand.jsonl").write_text('{"mockpanel_capture": 1}\n{"seconds": 1, "text": "Hi"}\n')

    assert folder.find("by-hand").text == "Hi"


def test_a_file_that_changes_is_read_again(folder: CaptureFolder) -> None:
    folder.save(capture_of("Hi", name="Mine"))
    folder.kept()

    (folder.path / "mine.jsonl").write_text(capture_text(capture_of("Hello", name="Mine")))

    assert folder.find("Mine").text == "Hello"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_what_the_disk_refuses_becomes_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "captures").write_text("a file in the folder's place")
    folder = CaptureFolder(tmp_path / "captures")

    with pytest.raises(CaptureError, match='the capture "Mine" cannot be saved: '):
        folder.save(capture_of("Hi"))

    assert len(folder.broken()) == 1
