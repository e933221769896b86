"""The list of models, and one of them."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import openai
import pytest
from openai import OpenAI

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.server.profile_models import FRESH_S
from tests.running import RunningServer
from tests.server.bare import chat, wait_until


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


def test_a_profile_is_listed_and_streams_at_its_own_rate(tunable: RunningServer) -> None:
    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as client:
        listed = [model.id for model in client.models.list()]
        stream = client.chat.completions.create(
            model="groq-llama-3-3-70b",
            messages=[{"role": "user", "content": "ignored"}],
            stream=True,
            extra_body={"mock_response": "word " * 30},
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)

    wait_until(lambda: all(record.outcome.over for record in tunable.services.log), "the request has ended")
    record = list(tunable.services.log)[-1]
    assert listed.index("mock-gpt4") < listed.index("groq-llama-3-3-70b") < listed.index("gpt-4o")
    assert text == "word " * 30
    assert record.ledger.planned_tokens_per_second == pytest.approx(270, rel=0.001)
    assert record.ledger.time_to_first_token == pytest.approx(0.18, abs=0.05)
    assert {name: str(override.source) for name, override in record.overrides.items()} == {
        "tokens_per_second": "model",
        "time_to_first_token": "model",
        "mock_response": "body",
    }


def test_a_profile_of_the_users_own_brings_its_text_along_and_is_read_again_when_it_changes(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path / "profiles")
    folder.save("My Feel", {"tokens_per_second": 0.0, "time_to_first_token": 0.0, "mock_response": "Mine."})

    def ask(client: OpenAI) -> str | None:
        answer = client.chat.completions.create(model="my feel", messages=[{"role": "user", "content": "x"}])
        return answer.choices[0].message.content

    with (
        RunningServer(profiles=folder, mock_response="Everybody's.") as server,
        OpenAI(base_url=server.base_url, api_key="test", max_retries=0) as client,
    ):
        listed = "my-feel" in [model.id for model in client.models.list()]
        first = ask(client)
        (folder.path / "my-feel.toml").write_text('mock_response_file = "t.md"\n[about]\nname = "My Feel"\n')
        (folder.path / "t.md").write_text("From a file.")
        time.sleep(FRESH_S)
        second = ask(client)

    assert listed
    assert (first, second) == ("Mine.", "From a file.")


def test_what_a_request_sets_itself_beats_its_model(client: OpenAI) -> None:
    answer = client.chat.completions.with_raw_response.create(
        model="GPT-4o (2024)",
        messages=[{"role": "user", "content": "ignored"}],
        extra_body={"tokens_per_second": 5000, "ttft": 0},
    )

    assert answer.headers["x-mock-tokens-per-second"] == "5000"
    assert answer.headers["x-mock-jitter"] == "0.3"
    assert set(answer.headers["x-mock-overrides"].split(", ")) == {
        "jitter=model",
        "tokens_per_second=body",
        "time_to_first_token=body",
    }


def test_a_live_default_that_changes_leaves_a_profiles_stream_alone(tunable: RunningServer) -> None:
    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as client:
        stream = client.chat.completions.create(
            model="groq-llama-3-3-70b",
            messages=[{"role": "user", "content": "word " * 40}],
            stream=True,
        )
        next(iter(stream))
        tunable.update(tokens_per_second=5.0, stall_chance=1.0)
        began = time.monotonic()
        for _ in stream:
            pass

    assert time.monotonic() - began < 2


def test_a_strict_server_knows_profiles_by_all_their_names() -> None:
    with (
        RunningServer(
            strict_models=True, tokens_per_second=0, time_to_first_token=0, mock_models="mock-b=painful"
        ) as server,
        OpenAI(base_url=server.base_url, api_key="test", max_retries=0) as client,
    ):
        retrieved = [client.models.retrieve(name).id for name in ("painful", "GPT-4o (2024)", "mock-b")]
        with pytest.raises(openai.NotFoundError):
            client.models.retrieve("mock-c")

    assert retrieved == ["painful", "GPT-4o (2024)", "mock-b"]
