"""Models as the Anthropic client gets them, beside those that the OpenAI client gets from the same path."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from anthropic import Anthropic
from openai import OpenAI

from mockpanel.wire.models import listed_models
from tests.running import RunningServer

VERSION = {"anthropic-version": "2023-06-01"}


@pytest.fixture
def claude(server: RunningServer) -> Iterator[Anthropic]:
    """The official client, which does not try again."""
    with Anthropic(base_url=server.root_url, api_key="test", max_retries=0) as made:
        yield made


def test_both_clients_list_the_same_models(claude: Anthropic, client: OpenAI) -> None:
    anthropic = [model.id for model in claude.models.list(limit=7)]
    openai = [model.id for model in client.models.list()]

    assert anthropic == openai
    assert set(listed_models()) <= set(anthropic)


def test_pages_go_backward_too(claude: Anthropic) -> None:
    names = [model.id for model in claude.models.list(limit=1000)]

    page = claude.models.list(before_id=names[5], limit=3)

    assert [model.id for model in page.data] == names[2:5]
    assert page.has_next_page()
    assert [model.id for model in page.get_next_page()] == names[:2]


@pytest.mark.parametrize("name", ["claude-opus-5", "gpt-4", "org/model:tag", "ünï"])
def test_any_name_is_a_model(claude: Anthropic, name: str) -> None:
    model = claude.models.retrieve(name)

    assert (model.id, model.display_name, model.type) == (name, name, "model")


@pytest.mark.parametrize("path", ["/v1/models", "/models", "/v1/models/m", "/models/m"])
def test_the_version_header_decides_whose_models_they_are(http: httpx.Client, path: str) -> None:
    openai, anthropic = http.get(path).json(), http.get(path, headers=VERSION).json()

    assert "object" in openai
    assert "object" not in anthropic
    assert anthropic.get("type") == "model" or "has_more" in anthropic


def test_a_model_without_a_name_is_none(http: httpx.Client) -> None:
    answer = http.get("/v1/models/", headers=VERSION)

    assert answer.json() == http.get("/v1/models", headers=VERSION).json()


def test_an_answer_names_its_request(http: httpx.Client) -> None:
    headers = http.get("/v1/models", headers=VERSION).headers

    assert headers["request-id"] == headers["x-request-id"]
