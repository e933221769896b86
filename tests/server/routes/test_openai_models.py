"""The list of models, and one of them."""

from __future__ import annotations

import httpx
import openai
import pytest
from openai import OpenAI

from tests.running import RunningServer
from tests.server.bare import chat


def test_the_client_lists_the_models(client: OpenAI) -> None:
    models = list(client.models.list())

    names = {model.id for model in models}
    assert {"mock-gpt4", "gpt-4", "gpt-4o"} <= names
    assert len(names) == len(models)
    assert {model.object for model in models} == {"model"}


@pytest.mark.parametrize("name", ["gpt-4", "anything-at-all", "org/model:tag", "ünï"])
def test_the_client_retrieves_any_model(client: OpenAI, name: str) -> None:
    model = client.models.retrieve(name)

    assert model.id == name
    assert model.object == "model"
    assert model.created > 0


def test_a_model_has_the_four_fields(http: httpx.Client) -> None:
    model = http.get("/v1/models/gpt-4").json()

    assert set(model) == {"id", "object", "created", "owned_by"}


def test_a_name_that_is_too_long_is_refused(http: httpx.Client) -> None:
    answer = http.get("/v1/models/" + "x" * 513)

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "model"


def test_a_model_without_a_name_is_none(http: httpx.Client) -> None:
    answer = http.get("/v1/models/")

    assert answer.json().get("id") != ""


def test_a_strict_server_refuses_models_that_it_does_not_list() -> None:
    with (
        RunningServer(strict_models=True, tokens_per_second=0, time_to_first_token=0) as server,
        OpenAI(base_url=server.base_url, api_key="test", max_retries=0) as client,
        httpx.Client(base_url=server.root_url, trust_env=False) as http,
    ):
        listed = http.post("/v1/chat/completions", json=chat("hi", model="gpt-4o"))
        unknown = http.post("/v1/chat/completions", json=chat("hi", model="no-such-model"))
        legacy = http.post("/v1/completions", json={"prompt": "p", "model": "no-such-model"})
        known = client.models.retrieve("gpt-4o")
        with pytest.raises(openai.NotFoundError) as raised:
            client.models.retrieve("no-such-model")

    assert listed.status_code == 200
    assert known.id == "gpt-4o"
    assert (unknown.status_code, legacy.status_code) == (404, 404)
    assert unknown.json()["error"]["code"] == legacy.json()["error"]["code"] == raised.value.code == "model_not_found"
    assert unknown.json()["error"]["param"] is None
    assert "no-such-model" in unknown.json()["error"]["message"]
