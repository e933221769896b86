"""A stream is read as its content type says, in whatever case and with whatever parameters."""

from __future__ import annotations

import pytest

from mockpanel.core.json_readers import ArrayReader, LineReader
from mockpanel.core.sse_reader import SseReader
from mockpanel.core.stream_readers import reader_of

GEMINI = "/v1beta/models/gemini-2.5-flash:streamGenerateContent"


@pytest.mark.parametrize(
    ("content_type", "target", "kind"),
    [
        ("Text/Event-Stream ; charset=utf-8", "/v1/messages", SseReader),
        ("text/event-stream", f"{GEMINI}?alt=sse", SseReader),
        ("APPLICATION/X-NDJSON", "/api/generate", LineReader),
        (" application/json;charset=UTF-8", f"{GEMINI}?key=a&b=?", ArrayReader),
    ],
)
def test_the_content_type_tells_how_a_stream_is_read(content_type: str, target: str, kind: type) -> None:
    assert type(reader_of(content_type, target)) is kind


@pytest.mark.parametrize(
    ("content_type", "target"),
    [
        ("application/json", "/v1/chat/completions?like=:streamGenerateContent"),
        ("application/json", f"{GEMINI}/"),
        ("text/plain", GEMINI),
        ("text/event-streams", "/v1/chat/completions"),
    ],
)
def test_an_answer_in_one_piece_has_no_reader(content_type: str, target: str) -> None:
    assert reader_of(content_type, target) is None


def test_what_one_stream_leaves_unfinished_is_not_read_with_the_next() -> None:
    first, second = (reader_of("application/x-ndjson", "/api/chat") for _ in range(2))
    assert first is not None
    assert second is not None

    left = first.feed(b'{"a": ')
    found = second.feed(b'{"b": 1}\n')

    assert left == []
    assert [event.document for event in found] == [{"b": 1}]
