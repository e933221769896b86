"""A text comes out of a file byte for byte, or a sentence says why not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mockpanel.core.errors import LibraryError
from mockpanel.core.text_file import LARGEST_BYTES, encoded, read_text
from tests.core.texts import TEXTS


@given(text=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_in_comes_out(tmp_path: Path, text: str) -> None:
    path = tmp_path / "text.md"

    path.write_bytes(encoded(text))

    assert read_text(path, "it") == text


def test_the_largest_text_is_read_and_one_more_byte_is_not(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_bytes(encoded("a" * LARGEST_BYTES))
    assert len(read_text(path, "it")) == LARGEST_BYTES

    path.write_bytes(b"a" * (LARGEST_BYTES + 1))
    with pytest.raises(LibraryError, match=r"^it has 4\.0 MB; a response may have up to 4 MB$"):
        read_text(path, "it")
    with pytest.raises(LibraryError, match=r"up to 4 MB, got 4\.0 MB$"):
        encoded("a" * (LARGEST_BYTES + 1))


def test_bytes_that_are_no_text_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "picture.md"
    path.write_bytes(b"\xff\xd8")

    with pytest.raises(LibraryError, match=r"^it is not UTF-8 text; save it as UTF-8 first$"):
        read_text(path, "it")


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"^it cannot be read: [A-Z]"):
        read_text(tmp_path / "gone.md", "it")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"^it is not a file$"):
        read_text(tmp_path, "it")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")

    with pytest.raises(LibraryError, match="not a file"):
        read_text(tmp_path / "pipe.md", "it")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(LibraryError, match=r"half of a character, U\+D83D"):
        encoded("a\ud83d")
