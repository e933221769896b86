"""The control API's part under /mock/models: shows and replaces what the models mock-a to mock-z stand for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from openai import OpenAI

from tests.running import RunningServer
from tests.server.bare import CHAT, chat

MODELS = "/mock/models"


@pytest.fixture
def control(tunable: RunningServer) -> Iterator[httpx.Client]:
    """A plain HTTP client of a server in which models may stand for profiles."""
    with httpx.Client(base_url=tunable.root_url, trust_env=False) as client:
        yield client
        client.put(MODELS, json={})


def test_no_model_stands_for_a_profile_at_first(control: httpx.Client) -> None:
    answer = control.get(MODELS)

    assert (answer.status_code, answer.json()) == (200, {})


def test_what_is_put_replaces_all_and_is_shown_and_used(control: httpx.Client) -> None:
    control.put(MODELS, json={"mock-c": "painful"})

    put = control.put(MODELS, json={"mock-a": "GPT-4o (2024)", "mock-b": "groq-llama-3-3-70b"})
    answer = control.post(CHAT, json=chat("short", model="mock-b", stream=False, simulate_latency=False))

    assert put.json() == control.get(MODELS).json() == {"mock-a": "GPT-4o (2024)", "mock-b": "groq-llama-3-3-70b"}
    assert answer.headers["x-mock-tokens-per-second"] == "270"
    assert answer.json()["model"] == "mock-b"


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"mock-a": "nope"}, 'mock-a must be the name of a profile, got "nope"'),
        ({"mock-a": 5}, "mock-a must be the name of a profile, got 5"),
        ({"gpt-4": "painful"}, 'mock_models: a model must be one of mock-a to mock-z, got "gpt-4"'),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    control: httpx.Client, document: dict[str, object], sentence: str
) -> None:
    answer = control.put(MODELS, content=json.dumps(document))

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == sentence
    assert control.get(MODELS).json() == {}


def test_a_foreign_web_page_may_not_change_them(control: httpx.Client) -> None:
    answer = control.put(MODELS, json={"mock-a": "painful"}, headers={"Origin": "https://example.com"})

    assert answer.status_code == 403
    assert control.get(MODELS).json() == {}


def test_the_client_lists_them_first(control: httpx.Client, tunable: RunningServer) -> None:
    control.put(MODELS, json={"mock-a": "painful"})

    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as client:
        names = [model.id for model in client.models.list()]

    assert names[:3] == ["mock-gpt4", "mock-a", "reading-pace"]
