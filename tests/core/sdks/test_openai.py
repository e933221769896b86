"""Requests of the OpenAI API as calls of the openai libraries."""

from __future__ import annotations

from typing import Any

import pytest
from openai.resources.chat.completions import Completions as Chat
from openai.resources.completions import Completions
from openai.resources.embeddings import Embeddings
from openai.resources.responses import Responses

from mockpanel.core.sdks.openai import CALLS, PARAMETERS
from tests.core.sdks.reading import arguments, javascript, parameters, python


@pytest.mark.parametrize(
    ("endpoint", "call"),
    [
        ("/chat/completions", Chat.create),
        ("/completions", Completions.create),
        ("/responses", Responses.create),
        ("/embeddings", Embeddings.create),
    ],
)
def test_the_library_knows_every_argument_that_is_passed_by_name(endpoint: str, call: Any) -> None:
    assert PARAMETERS[endpoint] <= parameters(call)
    assert endpoint in CALLS


def test_a_streamed_response_prints_its_text() -> None:
    body = {"model": "m", "input": "hi", "stream": True, "mock_response": "x"}

    source = python("/v1/responses", body)

    assert "client.responses.create(" in source
    assert 'if event.type == "response.output_text.delta":' in source
    assert arguments(source) == {"model": "m", "input": "hi", "stream": True, "extra_body": {"mock_response": "x"}}
    assert 'event.type === "response.output_text.delta"' in javascript("/v1/responses", body)


def test_embeddings_are_printed_whole() -> None:
    body = {"model": "m", "input": ["a", "b"]}

    assert "print(answer.data[0].embedding)" in python("/v1/embeddings", body)
    assert "client.embeddings.create(" in javascript("/v1/embeddings", body)


def test_the_path_of_azures_newer_api_is_a_base_url_of_its_own() -> None:
    assert 'base_url="http://127.0.0.1:8000/openai/v1"' in python("/openai/v1/responses", {"model": "m", "input": "x"})
