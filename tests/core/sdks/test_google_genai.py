"""Requests of the Gemini API as calls of Google's genai libraries."""

from __future__ import annotations

from typing import Any

from google.genai import types
from pydantic.alias_generators import to_snake

from mockpanel.core.sdks.google_genai import CONFIG
from tests.core.sdks.reading import arguments, javascript, python

CONTENTS: list[dict[str, Any]] = [{"role": "user", "parts": [{"text": "hi"}]}]
STREAMED = "/v1beta/models/m:streamGenerateContent?alt=sse"
WHOLE = "/v1/models/m:generateContent"


def test_the_library_knows_every_field_of_its_config() -> None:
    assert {to_snake(name) for name in CONFIG} <= set(types.GenerateContentConfig.model_fields)


def test_a_body_is_taken_apart_into_contents_config_and_the_rest() -> None:
    body = {
        "contents": CONTENTS,
        "generationConfig": {"temperature": 0.5},
        "tools": [{"functionDeclarations": [{"name": "look"}]}],
        "mock_response": "x",
    }

    source = python(STREAMED, body, headers=(("x-mock-seed", "5"), ("x-goog-api-key", "***")))

    assert arguments(source) == {
        "model": "m",
        "contents": CONTENTS,
        "config": {"tools": body["tools"], "temperature": 0.5},
    }
    assert arguments(source, 0)["http_options"] == {
        "base_url": "http://127.0.0.1:8000",
        "api_version": "v1beta",
        "headers": {"x-mock-seed": "5"},
        "extra_body": {"mock_response": "x"},
    }
    assert "generate_content_stream(" in source


def test_an_answer_in_one_piece_is_printed_whole() -> None:
    assert "print(answer.text)" in python(WHOLE, {"contents": CONTENTS})
    assert "client.models.generateContent(" in javascript(WHOLE, {"contents": CONTENTS})


def test_the_rest_of_a_body_travels_in_the_options_of_node() -> None:
    source = javascript(STREAMED, {"contents": CONTENTS, "mock_response": "x"})

    assert 'extraBody: { mock_response: "x" }' in source
    assert "client.models.generateContentStream(" in source


def test_what_the_library_cannot_send_is_sent_plainly() -> None:
    assert "import httpx" in python(f"{STREAMED}&tokens_per_second=5", {"contents": CONTENTS})
    assert "import httpx" in python(WHOLE, {"mock_response": "x"})
