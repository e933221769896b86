"""Named responses are kept byte for byte, found by name, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockpanel.core.errors import LibraryError
from mockpanel.core.response_library import SAMPLES, Entry, ResponseLibrary

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)


@pytest.fixture
def library(tmp_path: Path) -> ResponseLibrary:
    return ResponseLibrary(tmp_path / "responses")


@given(name=st.text(min_size=1, max_size=30), text=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_read_again_byte_for_byte(library: ResponseLibrary, name: str, text: str) -> None:
    try:
        kept = library.save(name, text)
    except (LibraryError, UnicodeEncodeError):
        return

    assert library.read(kept) == text
    assert kept in {entry.name for entry in library.entries()}


def test_samples_stand_behind_the_users_own(library: ResponseLibrary) -> None:
    library.save("zebra", "stripes")

    entries = library.entries()

    assert entries[0] == Entry("zebra", False, 7)
    assert [entry.name for entry in entries[1:3]] == ["Welcome", "Short answer"]
    assert all(entry.built_in for entry in entries[1:])


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.stem)
def test_every_sample_is_read(library: ResponseLibrary, path: Path) -> None:
    name = path.stem[3:].replace("-", " ").capitalize()

    assert library.read(name).encode() == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "needs a name"),
        ("x" * 81, "at most 80 characters, got 81"),
        ("a/b", "must not hold ."),
        (".hidden", "begin with a dot"),
        ("WELCOME", "is a sample's"),
    ],
)
def test_a_name_that_cannot_be_is_refused(library: ResponseLibrary, name: str, sentence: str) -> None:
    with pytest.raises(LibraryError, match=sentence):
        library.save(name, "text")

    assert not library.folder.exists()


def test_names_are_one_whatever_their_case(library: ResponseLibrary) -> None:
    library.save("Greeting", "one")

    library.save("greeting", "two")

    assert [entry.name for entry in library.entries() if not entry.built_in] == ["Greeting"]
    assert library.read("GREETING") == "two"


def test_a_response_is_renamed_but_not_over_another(library: ResponseLibrary) -> None:
    library.save("one", "1")
    library.save("two", "2")

    library.rename("one", "First")
    with pytest.raises(LibraryError, match="taken"):
        library.rename("First", "TWO")

    assert library.read("First") == "1"
    assert library.read("two") == "2"


def test_what_was_deleted_can_be_had_back(library: ResponseLibrary) -> None:
    library.save("one", "a\r\nb")

    deleted = library.delete("one")
    gone = [entry for entry in library.entries() if not entry.built_in]
    library.restore(deleted)

    assert gone == []
    assert library.read("one") == "a\r\nb"


@pytest.mark.parametrize("act", ["read", "delete"])
def test_what_is_not_there_is_told_of(library: ResponseLibrary, act: str) -> None:
    with pytest.raises(LibraryError, match='there is no response "nothing"'):
        getattr(library, act)("nothing")


def test_a_file_that_is_no_text_is_told_of(library: ResponseLibrary) -> None:
    library.folder.mkdir()
    (library.folder / "picture.md").write_bytes(b"\xff\xd8")

    with pytest.raises(LibraryError, match="not UTF-8"):
        library.read("picture")


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(LibraryError, match="cannot be saved"):
        ResponseLibrary(tmp_path / "file").save("name", "text")
