"""A frame in a few words: whatever the protocol, what it brings."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import REFUSED, Piece
from mockpanel.core.dialects.table import dialect
from mockpanel.core.frame_words import frame_value, frame_words
from mockpanel.core.sse_reader import Event

GEMINI_CALL = {
    "candidates": [{"content": {"parts": [{"functionCall": {"name": "weather", "args": {"city": "Paris"}}}]}}]
}
SEGMENT = {"groundingSupports": [{"segment": {"startIndex": 0, "endIndex": 2, "text": "It"}}]}
GEMINI_CITED = {"candidates": [{"content": {"parts": [{"text": ""}]}, "groundingMetadata": SEGMENT}]}
OLLAMA_CALL = {
    "message": {"content": "", "tool_calls": [{"function": {"name": "weather", "arguments": {"city": "Paris"}}}]}
}
CHAT_CALL = {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"name": "weather", "arguments": ""}}]}}]}
CHAT_MORE = {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": '{"city'}}]}}]}


@pytest.mark.parametrize(
    ("key", "document", "words"),
    [
        ("gemini", GEMINI_CALL, 'weather({"city":"Paris"})'),
        ("gemini", GEMINI_CITED, ""),
        ("ollama", OLLAMA_CALL, 'weather({"city":"Paris"})'),
        ("ollama", {"message": {"content": "", "thinking": "Hm\n"}}, '"Hm\\n"'),
        ("openai-chat", CHAT_CALL, "weather"),
        ("openai-chat", CHAT_MORE, '"{\\"city"'),
    ],
)
def test_it_tells_what_the_frame_brings_and_nothing_else(key: str, document: dict[str, object], words: str) -> None:
    data = json.dumps(document)

    news = dialect(key).listen()(Event(data, "", data))

    assert frame_words(news.pieces, 40) == words


def test_several_pieces_stand_beside_each_other_and_a_mere_sign_is_none() -> None:
    pieces = [Piece(PartKind.REASONING, "Hm."), Piece(PartKind.TEXT, "So."), REFUSED]

    assert frame_words(pieces, 40) == '"Hm." "So."'


@given(st.text(max_size=90), st.text(max_size=9), st.sampled_from(PartKind), st.integers(2, 30))
def test_it_is_never_longer_than_it_may_be(text: str, name: str, kind: PartKind, most: int) -> None:
    assert len(frame_words([Piece(kind, text, 0, name)] * 4, most)) <= most


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ('"Hello"', '"Hello"'),
        ('"Hello, wo…', '"Hello, wo'),
        ('weather({"ci…', '"weather"'),
        ("weather", '"weather"'),
        ("weather_for…", '"weather_for'),
    ],
)
def test_the_value_that_it_stands_for_can_be_found_in_the_frame(words: str, value: str) -> None:
    assert frame_value(words) == value
