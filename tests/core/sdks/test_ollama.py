"""Requests of the Ollama API as calls of the ollama libraries, which send no field that they do not know."""

from __future__ import annotations

from typing import Any

import pytest
from ollama import Client

from mockpanel.core.sdks.ollama import PARAMETERS
from tests.core.sdks.reading import arguments, javascript, parameters, python

BODY: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


@pytest.mark.parametrize(("endpoint", "call"), [("/api/chat", Client.chat), ("/api/generate", Client.generate)])
def test_the_library_knows_every_argument_that_is_passed_by_name(endpoint: str, call: Any) -> None:
    assert PARAMETERS[endpoint] <= parameters(call)


def test_a_request_that_does_not_say_so_is_streamed_as_the_api_does() -> None:
    source = python("/api/chat", BODY)

    assert arguments(source) == BODY | {"stream": True}
    assert 'print(part.message.content or "", end="", flush=True)' in source
    assert 'import { Ollama } from "ollama";' in javascript("/api/chat", BODY)


def test_settings_travel_as_headers() -> None:
    extras = {"tokens_per_second": 9.5, "mock_response": "é\n", "mock_tool_calls": [{"name": "look"}]}

    source = python("/api/chat", BODY | extras | {"stream": False})

    assert arguments(source, 0)["headers"] == {
        "X-Mock-Tokens-Per-Second": "9.5",
        "X-Mock-Response": "%C3%A9%0A",
        "X-Mock-Tool-Calls": "[{%22name%22:%22look%22}]",
    }
    assert "print(answer.message.content)" in source


def test_what_is_generated_is_a_response() -> None:
    body = {"model": "m", "prompt": "hi"}

    assert "print(part.response" in python("/api/generate", body)
    assert "client.generate(" in javascript("/api/generate", body)


@pytest.mark.parametrize(("path", "extra"), [("/api/chat?seed=5", {}), ("/api/chat", {"unknown": 1})])
def test_what_the_library_cannot_send_is_sent_plainly(path: str, extra: dict[str, Any]) -> None:
    assert "import httpx" in python(path, BODY | extra)
    assert "await fetch(" in javascript(path, BODY | extra)
