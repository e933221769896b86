"""Every protocol of the table: what it asks, and that it hears all parts of an answer of the server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.table import DIALECTS, Dialect, dialect, dialect_of
from mockpanel.core.sse_reader import Event
from tests.core.dialects.hearing import sample

TARGETS = {
    "openai-chat": "/v1/chat/completions",
    "openai-responses": "/v1/responses",
    "anthropic": "/v1/messages",
    "gemini": "/v1beta/models/m:streamGenerateContent",
    "ollama": "/api/chat",
}
PARTS = [
    ("openai-chat", "chat-parts.sse"),
    ("openai-chat", "chat-parts.json"),
    ("openai-responses", "responses-parts.sse"),
    ("openai-responses", "responses-parts.json"),
    ("anthropic", "anthropic-parts.sse"),
    ("anthropic", "anthropic-parts.json"),
    ("gemini", "gemini-parts.sse"),
    ("gemini", "gemini-parts.array.json"),
    ("ollama", "ollama-parts.ndjson"),
    ("ollama", "ollama-parts.json"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KNOWN = st.sampled_from(
    [
        *("type", "choices", "delta", "message", "tool_calls", "function", "content", "item", "output", "response"),
        *("candidates", "parts", "functionCall", "usage", "usageMetadata", "error", "done", "content_block", "index"),
    ]
)
DOCUMENTS = st.recursive(
    JSON, lambda inner: st.dictionaries(KNOWN, inner | st.lists(inner, max_size=2), max_size=4), max_leaves=12
)


@pytest.mark.parametrize("portion", [1 << 20, 7])
@pytest.mark.parametrize(("key", "name"), PARTS, ids=[name for _, name in PARTS])
def test_reasoning_text_and_calls_are_heard_whole(key: str, name: str, portion: int) -> None:
    told = sample(TARGETS[key], name, portion)

    assert told.texts == {PartKind.REASONING: "Let me think.", PartKind.TEXT: "Hello, wörld. Ok"}
    assert [*told.calls.values()] == [("look", '{"city":"Paris"}'), ("now", '{"a":1}')]
    assert told.tokens == 21
    assert told.error == ""
    assert told.done or name.endswith("parts.json")


@pytest.mark.parametrize("key", ["chat", "responses", "anthropic", "gemini"])
def test_a_refusal_is_heard_as_one(key: str) -> None:
    told = sample(TARGETS.get(key) or TARGETS[f"openai-{key}"], f"{key}-refusal.sse")

    assert told.refused
    assert "".join(told.texts.values()) == "No, sorry."


@pytest.mark.parametrize("name", ["completions.sse", "completions.json"])
def test_legacy_completions_are_text(name: str) -> None:
    assert sample("/v1/completions", name).texts == {PartKind.TEXT: "Hello, wörld."}


def test_what_ollama_generates_is_heard_too() -> None:
    told = sample("/api/generate", "ollama-generate.ndjson")

    assert told.texts == {PartKind.REASONING: "Let me think.", PartKind.TEXT: "Hello, wörld. Ok"}
    assert told.done


@pytest.mark.parametrize("protocol", DIALECTS, ids=lambda protocol: protocol.key)
@given(document=DOCUMENTS)
def test_any_json_is_heard_without_harm(protocol: Dialect, document: Any) -> None:
    text = json.dumps(document)

    news = protocol.listen()(Event(text, "", text))

    assert all(isinstance(piece.text, str) for piece in news.pieces)


@pytest.mark.parametrize("protocol", DIALECTS, ids=lambda protocol: protocol.key)
def test_each_asks_for_a_stream_on_its_own_path_and_offers_the_tools_that_it_can(protocol: Dialect) -> None:
    bare, offering = json.loads(protocol.body([])), json.loads(protocol.body(["look", "now"]))

    assert dialect_of(protocol.target) is protocol
    assert bare.get("stream") is True or "streamGenerateContent" in protocol.target
    assert "tools" not in bare
    assert ("look" in json.dumps(offering)) == (protocol.key != "openai-completions")
    assert not {"mock_response", "tps", "tokens_per_second"} & bare.keys()


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("/chat/completions?tps=5", "openai-chat"),
        ("/openai/deployments/m/chat/completions", "openai-chat"),
        ("/openai/v1/responses", "openai-responses"),
        ("/completions", "openai-completions"),
        ("/v1/models/m:generateContent", "gemini"),
        ("/api/generate", "ollama"),
        ("/v1/models", "openai-chat"),
    ],
)
def test_a_path_tells_its_protocol(target: str, key: str) -> None:
    assert dialect_of(target).key == key


def test_a_key_that_is_no_longer_known_is_the_first_protocol() -> None:
    assert dialect("") is dialect("gone") is DIALECTS[0]
    assert dialect("ollama").label == "Ollama"


def test_keys_and_labels_are_unique() -> None:
    assert (
        len({protocol.key for protocol in DIALECTS}) == len({protocol.label for protocol in DIALECTS}) == len(DIALECTS)
    )
