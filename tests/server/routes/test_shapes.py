"""Shapes over a real socket with the real client: from a body, a header, a query, a profile, and the live defaults."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from openai import OpenAI

from mockpanel.core.tokens import tokenize
from mockpanel.launch import settle
from mockpanel.server.services import Services
from tests.running import RunningServer
from tests.shape_values import SHAPE_VALUES

TEXT = "One, two. Three; four!\n\nFive, six, and so on until the end of it."
COUNT = len(tokenize(TEXT, "cl100k_base"))
RATE = 200.0
LATE_S = 0.5
WAIT_S = 0.1
"""Long enough for a busy machine to have the plan ready, so that nothing begins late."""


def planned(server: RunningServer) -> list[int]:
    """When each chunk of the latest answer was due, in µs from its request's end."""

    def latest(services: Services) -> list[int]:
        record = max(services.log, key=lambda record: record.number)
        return [row.planned_ns // 1000 for row in record.ledger]

    return server.call(latest, server.services)


def ask(client: OpenAI, headers: dict[str, str] | None = None, **extras: Any) -> Any:
    """All chunks of a streamed answer of TEXT."""
    body = {"mock_response": TEXT, "tokens_per_second": RATE, "time_to_first_token": WAIT_S, **extras}
    with client.chat.completions.create(
        model="m",
        messages=[{"role": "user", "content": "x"}],
        stream=True,
        stream_options={"include_usage": True},
        extra_body=body,
        extra_headers=headers or {},
    ) as chunks:
        return list(chunks)


def spoken(chunks: list[Any], field: str = "content") -> str:
    """The text of one field of all deltas."""
    return "".join(getattr(choice.delta, field, None) or "" for chunk in chunks for choice in chunk.choices)


@pytest.mark.parametrize(
    "shape",
    [
        {"jitter": 1.0, "jitter_distribution": "gamma"},
        {"burst_pause": 0.05, "burst_tokens_min": 3, "burst_tokens_max": 4},
        {"clump_interval": 0.03},
        {"stall_chance": 0.2, "stall_seconds_min": 0.01, "stall_seconds_max": 0.02},
        {"stall_after": 5, "stall_seconds_min": 0.05, "stall_seconds_max": 0.05},
        {"ramp_from": 1, "ramp_to": 5, "ramp_tokens": 10},
        {"ramp_from": 5, "ramp_to": 1, "ramp_seconds": 0.05},
        {"comma_pause": 0.01, "sentence_pause": 0.02, "paragraph_pause": 0.03},
    ],
    ids=lambda shape: next(iter(shape)),
)
def test_a_shape_from_a_body_or_from_headers_is_the_same_uneven_stream_at_the_exact_rate(
    shape: dict[str, Any], client: OpenAI, server: RunningServer
) -> None:
    headers = {"X-Mock-" + name.replace("_", "-").title(): str(value) for name, value in shape.items()}

    from_body = spoken(ask(client, seed=5, **shape))
    first = planned(server)
    from_headers = spoken(ask(client, headers, seed=5))
    again = planned(server)

    even = [100_000 + place * 1_000_000 // int(RATE) for place in range(COUNT)]
    assert from_body == from_headers == TEXT
    assert first == again != even
    assert (first[0], first[-1]) == (even[0], even[-1])


def test_the_answer_s_headers_name_a_shape_only_where_it_is_on(http: httpx.Client) -> None:
    body = {"messages": [{"role": "user", "content": "x"}], "mock_response": "Hi", "tps": 0, "ttft": 0}

    even = http.post("/v1/chat/completions", json=body)
    shaped = http.post("/v1/chat/completions?jitter=0.5&jitter_distribution=normal", json=body)

    assert not [name for name in even.headers if name.startswith("x-mock-jitter")]
    assert (shaped.headers["x-mock-jitter"], shaped.headers["x-mock-jitter-distribution"]) == ("0.5", "normal")
    assert "jitter=query" in shaped.headers["x-mock-overrides"]


def test_reasoning_comes_before_the_answer_and_is_counted(client: OpenAI) -> None:
    chunks = ask(client, mock_reasoning="Let me think ✅.", reasoning_seconds=0.05)

    deltas = [choice.delta for chunk in chunks for choice in chunk.choices]
    thought = [place for place, delta in enumerate(deltas) if getattr(delta, "reasoning_content", None)]
    said = [place for place, delta in enumerate(deltas) if delta.content]
    usage = chunks[-1].usage
    assert spoken(chunks, "reasoning_content") == "Let me think ✅."
    assert spoken(chunks) == TEXT
    assert deltas[0].role == "assistant"
    assert max(thought) < min(said)
    assert usage.completion_tokens_details.reasoning_tokens == len(tokenize("Let me think ✅.", "cl100k_base"))
    assert usage.completion_tokens == COUNT + usage.completion_tokens_details.reasoning_tokens


def test_an_answer_in_one_piece_brings_its_reasoning_along(client: OpenAI) -> None:
    extras = {"mock_response": "Hi", "mock_reasoning": "Hm.", "tokens_per_second": 0, "time_to_first_token": 0}
    answer = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "x"}], n=2, extra_body=extras
    )

    messages = [choice.message for choice in answer.choices]
    assert [message.content for message in messages] == ["Hi", "Hi"]
    assert [getattr(message, "reasoning_content", None) for message in messages] == ["Hm.", "Hm."]
    assert answer.usage is not None
    assert answer.usage.completion_tokens_details is not None
    assert answer.usage.completion_tokens_details.reasoning_tokens == 2 * len(tokenize("Hm.", "cl100k_base"))


def test_a_legacy_answer_has_no_reasoning(client: OpenAI) -> None:
    extras = {"mock_response": "Hi", "mock_reasoning": "Hm.", "tokens_per_second": 0, "time_to_first_token": 0}

    answer = client.completions.create(model="m", prompt="x", extra_body=extras)

    assert answer.choices[0].text == "Hi"
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 1


def test_a_total_duration_is_never_cut_short_and_not_much_exceeded(client: OpenAI) -> None:
    began = time.monotonic()
    chunks = ask(client, total_duration=0.4, jitter=0.5)
    took = time.monotonic() - began

    assert spoken(chunks) == TEXT
    assert 0.4 <= took < 0.4 + LATE_S


def test_answers_beyond_the_limit_wait_for_their_turn(client: OpenAI, own_server: RunningServer) -> None:
    own_server.update(concurrent_streams=1, mock_response=TEXT, tokens_per_second=100.0, time_to_first_token=0.0)
    body = {"messages": [{"role": "user", "content": "x"}], "stream": True}

    with (
        OpenAI(base_url=own_server.base_url, api_key="x") as own,
        own.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}], stream=True) as first,
        httpx.Client(base_url=own_server.root_url, trust_env=False) as http,
        http.stream("POST", "/v1/chat/completions", json=body) as second,
    ):
        listed = http.get("/mock/requests").json()
        whole = spoken(list(first)), second.read()
    ended = own_server.call(lambda services: [record.queued for record in services.log], own_server.services)

    assert {row["outcome"] for row in listed["requests"]} == {"running", "queued"}
    assert whole[0] == TEXT
    assert b"[DONE]" in whole[1]
    assert ended[0] is None
    assert ended[1] is not None
    assert ended[1] > 0


def test_a_shape_that_becomes_the_default_is_followed_by_running_streams(own_server: RunningServer) -> None:
    with OpenAI(base_url=own_server.base_url, api_key="x") as client:
        body = {"mock_response": TEXT, "time_to_first_token": WAIT_S}
        own_server.update(tokens_per_second=40.0)
        with client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "x"}], stream=True, extra_body=body
        ) as chunks:
            heard = [next(chunks) for _ in range(3)]
            own_server.update(jitter=1.0)
            heard += list(chunks)
    due = planned(own_server)

    gaps = [round((later - sooner) / 1000) for sooner, later in itertools.pairwise(due)]
    assert spoken(heard) == TEXT
    assert gaps[0] == 25
    assert len(set(gaps[4:])) > 3
    assert due[-1] == pytest.approx(100_000 + (COUNT - 1) * 25_000, abs=10)


@pytest.mark.parametrize("name", list(SHAPE_VALUES))
def test_every_shape_comes_from_a_flag_a_variable_a_profile_and_the_control_api(
    name: str, tmp_path: Path, tunable: RunningServer
) -> None:
    value, other, third = SHAPE_VALUES[name]
    profile = tmp_path / "mine.toml"
    profile.write_text(f"{name} = {value!r}\n".replace("'", '"'), encoding="utf-8")

    with httpx.Client(base_url=tunable.root_url, trust_env=False) as http:
        answer = http.patch("/mock/settings", json={name: third})

    assert getattr(settle({"profile": str(profile)}, {}), name) == value
    assert getattr(settle({"profile": str(profile)}, {f"MOCKPANEL_{name.upper()}": str(other)}), name) == other
    assert getattr(settle({"profile": str(profile), name: str(third)}, {}), name) == third
    assert answer.json()[name] == third


def test_a_chosen_profile_leaves_nothing_of_a_remembered_shape() -> None:
    settings = settle({"profile": "reading-pace"}, {}, {"jitter": 1.0, "tokens_per_chunk": 3})

    assert (settings.jitter, settings.tokens_per_chunk) == (0, 3)
