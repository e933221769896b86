"""Named responses are kept byte for byte, found by name, and never lost."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockpanel.core.errors import LibraryError
from mockpanel.core.response_library import SAMPLES, Deleted, Entry, ResponseLibrary
from tests.core.texts import TEXTS


@pytest.fixture
def library(tmp_path: Path) -> ResponseLibrary:
    return ResponseLibrary(tmp_path / "responses")


def own(library: ResponseLibrary) -> list[str]:
    return [entry.name for entry in library.entries() if not entry.built_in]


@given(name=st.text(min_size=1, max_size=30), text=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_read_again_byte_for_byte(library: ResponseLibrary, name: str, text: str) -> None:
    try:
        kept = library.save(name, text)
    except LibraryError:
        return

    assert library.read(kept) == text
    assert kept in own(library)
    assert library.broken() == []


def test_samples_stand_behind_the_users_own(library: ResponseLibrary) -> None:
    library.save("zebra", "stripes")

    entries = library.entries()

    assert entries[0] == Entry("zebra", False, 7)
    assert [entry.name for entry in entries[1:3]] == ["Welcome", "Short answer"]
    assert all(entry.built_in for entry in entries[1:])


def test_every_sample_is_read_under_the_name_of_its_file(library: ResponseLibrary) -> None:
    names = [entry.name for entry in library.entries()]

    assert names[:3] == ["Welcome", "Short answer", "Three paragraphs"]
    assert "JSON" in names
    assert [library.read(name).encode() for name in names] == [
        path.read_bytes() for path in sorted(SAMPLES.glob("*.md"))
    ]


def test_the_samples_hold_what_is_hard_to_stream(library: ResponseLibrary) -> None:
    white, scripts = library.read("White space"), library.read("Every script")

    assert all(sign in white for sign in ("\r\n", "\t", "\u00a0", "   \n", "\n\n\n"))
    assert all(sign in scripts for sign in ("\u200d", "\ufe0f", "\U0001f3fd", "e\u0301", "ไ", "ह", "ع", "한", "中"))
    json.loads(library.read("JSON"))


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

    kept = library.save(" greeting ", "two")

    assert kept == "Greeting"
    assert own(library) == ["Greeting"]
    assert library.read("GREETING") == "two"


def test_a_response_is_renamed_but_not_over_another(library: ResponseLibrary) -> None:
    library.save("one", "1")
    library.save("two", "2")

    library.rename("one", "First")
    with pytest.raises(LibraryError, match="taken"):
        library.rename("First", "TWO")

    assert library.read("First") == "1"
    assert library.read("two") == "2"


def test_a_name_may_change_its_case(library: ResponseLibrary) -> None:
    library.save("greeting", "1")

    assert library.rename("GREETING", "Greeting") == "Greeting"

    assert own(library) == ["Greeting"]


def test_a_sample_is_neither_renamed_nor_deleted_nor_its_name_taken(library: ResponseLibrary) -> None:
    library.save("one", "1")

    with pytest.raises(LibraryError, match="of your own"):
        library.rename("Welcome", "Hello")
    with pytest.raises(LibraryError, match="of your own"):
        library.delete("Welcome")
    with pytest.raises(LibraryError, match="a sample's"):
        library.rename("one", "welcome")


def test_what_was_deleted_can_be_had_back(library: ResponseLibrary) -> None:
    library.save("one", "a\r\nb")

    deleted = library.delete("one")
    gone = own(library)
    restored = library.restore(deleted)

    assert gone == []
    assert restored == "one"
    assert library.read("one") == "a\r\nb"


def test_what_comes_back_takes_no_name_that_was_given_since(library: ResponseLibrary) -> None:
    library.save("one", "old")
    deleted = library.delete("one")
    library.save("ONE", "new")

    restored = library.restore(deleted)

    assert restored == "one 2"
    assert library.read("one") == "new"
    assert library.read("one 2") == "old"


def test_files_put_into_the_folder_are_found_with_their_endings(library: ResponseLibrary) -> None:
    library.folder.mkdir()
    for name in ("b.txt", "A.MD", "notes.toml", ".hidden.md"):
        (library.folder / name).write_bytes(name.encode())

    assert own(library) == ["A", "b"]
    library.save("b", "changed")
    assert (library.folder / "b.txt").read_bytes() == b"changed"
    assert library.rename("a", "c") == "c"
    assert (library.folder / "c.MD").exists()


def test_a_file_that_changed_is_looked_at_again(library: ResponseLibrary) -> None:
    library.save("one", "1")
    assert own(library) == ["one"]

    (library.folder / "one.md").write_bytes(b"\xff\xff")

    assert own(library) == []


@pytest.mark.parametrize("act", ["read", "delete"])
def test_what_is_not_there_is_told_of(library: ResponseLibrary, act: str) -> None:
    with pytest.raises(LibraryError, match='there is no response "nothing"'):
        getattr(library, act)("nothing")


def test_files_that_cannot_be_used_are_listed_apart(library: ResponseLibrary) -> None:
    library.save("good", "text")
    (library.folder / "good.txt").write_bytes(b"its brother")
    (library.folder / "picture.md").write_bytes(b"\xff\xd8")
    (library.folder / "Welcome.md").write_bytes(b"not the sample")
    (library.folder / "folder.md").mkdir()

    assert own(library) == ["good"]
    assert library.broken() == [
        'the file "folder.md" is not a file',
        'the file "good.txt" has another response\'s name; give it its own',
        'the file "picture.md" is not UTF-8 text; save it as UTF-8 first',
        'the file "Welcome.md" has another response\'s name; give it its own',
    ]
    assert library.read("Welcome") != "not the sample"
    with pytest.raises(LibraryError, match='the response "picture" is not UTF-8 text'):
        library.read("picture")


@pytest.mark.parametrize("act", ["save", "rename", "restore"])
def test_a_file_that_cannot_be_used_is_never_written_over(library: ResponseLibrary, act: str) -> None:
    library.save("one", "1")
    (library.folder / "picture.md").write_bytes(b"\xff\xd8")

    if act == "restore":
        library.restore(Deleted("picture.md", b"text"))
    else:
        with pytest.raises(LibraryError, match="is taken"):
            getattr(library, act)(*(("picture", "text") if act == "save" else ("one", "Picture")))

    assert (library.folder / "picture.md").read_bytes() == b"\xff\xd8"


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file's name may be any bytes")
def test_a_name_that_no_screen_can_show_is_told_of(library: ResponseLibrary) -> None:
    library.folder.mkdir()
    with open(os.fsencode(library.folder) + b"/\xff.md", "wb") as file:
        file.write(b"text")

    assert own(library) == []
    assert library.broken() == ['the file "\\udcff.md" has a name that is not UTF-8; give it another']


def test_a_folder_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    library = ResponseLibrary(tmp_path / "file")

    assert own(library) == []
    (sentence,) = library.broken()
    assert sentence.startswith(f"the responses in {tmp_path / 'file'} cannot be read: ")


def test_no_folder_is_no_trouble(library: ResponseLibrary) -> None:
    assert own(library) == []
    assert library.broken() == []


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(LibraryError, match="cannot be saved"):
        ResponseLibrary(tmp_path / "file").save("name", "text")
