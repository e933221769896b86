"""A recorded answer is told from a text to answer with by its beginning, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_signs import ENDINGS, is_recorded
from mockpanel.core.exports import har, json_lines, record_object
from tests.core.records import BASE_URL, record_of
from tests.core.replays import timed_capture

RESPONSES = Path(__file__).parents[2] / "mockpanel" / "resources" / "responses"
CAPTURE = timed_capture((0.5, "Hi"))
RECORD = record_of(answer="Hello")


@pytest.mark.parametrize("ending", [*ENDINGS, ".HAR"])
def test_some_endings_say_enough(ending: str) -> None:
    assert is_recorded(ending, b"")


@pytest.mark.parametrize(
    "text",
    [
        capture_text(CAPTURE),
        '0.812 data: {"choices": []}\n',
        "[812 ms] data: {}\n",
        ": a comment\n: t=0.812\ndata: {}\n",
        "10:03:45.123456 == Info: Trying 127.0.0.1\n",
        '\ufeff{"log": {"version": "1.2", "entries": []}}',
        "".join(har([RECORD], BASE_URL)),
        "".join(json_lines([RECORD])),
        json.dumps(record_object(RECORD), indent=2),
    ],
    ids=["capture", "dump", "in brackets", "comments", "trace", "archive", "own archive", "exported", "record"],
)
def test_recorded_answers_are_known_under_any_name(text: str) -> None:
    assert is_recorded(".txt", text.encode())


@pytest.mark.parametrize("path", sorted(RESPONSES.glob("*.md")), ids=lambda path: path.stem)
def test_texts_to_answer_with_are_left_alone(path: Path) -> None:
    assert not is_recorded(path.suffix, path.read_bytes())


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b'{"a": 1}', b"data: no time\n\n", b"12 data points\n"])
def test_so_is_anything_else(data: bytes) -> None:
    assert not is_recorded(".txt", data)
