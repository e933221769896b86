"""Chat completions as a client hears them: the first choice only, and the legacy function call."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockpanel.core.dialects.openai_chat import listen
from mockpanel.core.sse_reader import Event


def text_of(document: dict[str, Any]) -> str:
    text = json.dumps(document)
    return listen()(Event(text, "", text)).text


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"choices": []},
        {"choices": 1},
        {"choices": [1]},
        {"choices": [{"delta": None}]},
        {"choices": [{"delta": {"content": None}}]},
        {"choices": [{"index": 1, "delta": {"content": "x"}}]},
    ],
)
def test_a_chunk_without_text_for_the_first_choice_adds_none(document: dict[str, Any]) -> None:
    assert text_of(document) == ""


def test_a_legacy_function_call_is_a_call() -> None:
    text = json.dumps({"choices": [{"message": {"content": None, "function_call": {"name": "f", "arguments": "{}"}}}]})

    news = listen()(Event(text, "", text))

    assert [(piece.name, piece.text) for piece in news.pieces] == [("f", "{}")]
