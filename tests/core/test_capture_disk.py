"""A capture's file on the disk: read as what it is, made once, and what the system refuses is a sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mockpanel.core import capture_disk
from mockpanel.core.capture_disk import made, read_capture_file, read_file, refusals
from mockpanel.core.capture_file import capture_text
from mockpanel.core.errors import CaptureError, InvalidValue
from tests.core.captures import capture_of


def test_a_capture_file_is_read_with_its_name_in_order(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(capture_text(capture_of("Grüße", " ✅", name="  My \n answer ")), "utf-8")

    capture = read_capture_file(path)

    assert capture == capture_of("Grüße", " ✅", name="My answer")


def test_a_capture_without_a_name_is_called_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "by hand.jsonl"
    path.write_text('{"mockpanel_capture": 1}\n{"seconds": 1, "text": "Hi"}\n')

    assert read_capture_file(path).name == "by hand"


def test_bytes_that_are_no_characters_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(b'{"mockpanel_capture": 1}\n{"seconds": 1, "text": "a\xff"}\n')

    assert read_capture_file(path).text == "a\ufffd"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", InvalidValue), ('{"mockpanel_capture": 1, "name": "a/b"}\n{"seconds": 1, "text": "a"}\n', CaptureError)],
)
def test_a_file_that_is_no_capture_is_refused(tmp_path: Path, text: str, kind: type[Exception]) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(text)

    with pytest.raises(kind, match="capture"):
        read_capture_file(path)


def test_a_file_may_be_as_large_as_the_bound_and_no_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture_disk, "LARGEST_BYTES", 5)
    path = tmp_path / "mine.jsonl"
    path.write_bytes(b"12345")

    whole = read_file(path)
    path.write_bytes(b"123456")

    assert whole == b"12345"
    with pytest.raises(CaptureError, match=r"mine\.jsonl is larger than 0 MB"):
        read_file(path)


def test_what_is_not_there_is_the_system_s_own_error_and_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "nothing.jsonl")
    with pytest.raises(CaptureError) as caught:
        read_file(tmp_path)
    assert str(caught.value) == f"{tmp_path} is not a file"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CaptureError, match="pipe is not a file"):
        read_file(tmp_path / "pipe")


def test_a_file_is_made_once_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "mine.jsonl"

    first, second = made(path), made(path)

    assert (first, second) == (True, False)
    assert path.read_bytes() == b""


def test_what_the_system_refuses_becomes_a_sentence_and_other_errors_pass() -> None:
    with pytest.raises(CaptureError) as caught, refusals("Mine", "deleted"):
        raise PermissionError(13, "Permission denied")
    with pytest.raises(CaptureError) as wordless, refusals("Mine", "saved"):
        raise OSError("gone")
    with pytest.raises(ValueError, match="other"), refusals("Mine", "saved"):
        raise ValueError("other")

    assert str(caught.value) == 'the capture "Mine" cannot be deleted: Permission denied'
    assert str(wordless.value) == 'the capture "Mine" cannot be saved: gone'
