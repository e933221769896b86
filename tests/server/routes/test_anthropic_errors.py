"""What is refused, and what is made to go wrong, on the Anthropic endpoints: as its official client knows it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx
import httpx2
import pytest
from anthropic import Anthropic
from anthropic.types import ErrorResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from mockpanel.core.faults import Fault, FaultKind
from tests.running import RunningServer
from tests.wire.anthropic_speaking import REQUEST, named_events, strictly, text_of

SAID = [{"role": "user", "content": "one two three four"}]
ASKED: dict[str, Any] = {"model": "m", "max_tokens": 99, "messages": SAID}
URL = "/v1/messages"
VERSION = {"anthropic-version": "2023-06-01"}
STALL_S = 0.2


@pytest.fixture
def claude(tunable: RunningServer) -> Iterator[Anthropic]:
    """The official client, which does not try again."""
    with Anthropic(base_url=tunable.root_url, api_key="test", max_retries=0) as made:
        yield made


def arm(server: RunningServer, kind: FaultKind, **figures: Any) -> None:
    """Arms a fault as a front end does."""
    server.call(server.services.faults.arm, Fault(kind=kind, **figures))


def error_of(answer: httpx.Response) -> tuple[str, str]:
    """Type and sentence of an error, which is whole, named in its headers, and fits the client's type."""
    body = answer.json()
    assert list(body) == ["type", "error", "request_id"]
    assert answer.headers["request-id"] == answer.headers["x-request-id"] == body["request_id"]
    if body["error"]["type"] != "request_too_large":  # the client's union of types has not got it
        ErrorResponse.model_validate_json(answer.content, strict=True)
    return body["error"]["type"], body["error"]["message"]


@pytest.mark.parametrize("stream", [True, False])
def test_a_wrong_request_is_the_client_s_bad_request(claude: Anthropic, stream: bool) -> None:
    with pytest.raises(anthropic.BadRequestError) as caught:
        claude.messages.create(**{**ASKED, "max_tokens": -1}, stream=stream)

    assert caught.value.type == "invalid_request_error"
    assert "max_tokens must be at least 0, got -1" in str(caught.value)
    assert (caught.value.request_id or "").startswith("req_")


def test_an_extra_out_of_bounds_is_refused_in_this_api_s_words(http: httpx.Client) -> None:
    answer = http.post(URL, json={**REQUEST, "tokens_per_second": -3})

    assert answer.status_code == 400
    sentence = "tokens_per_second must be between 0 and 100000, got -3"
    assert error_of(answer) == ("invalid_request_error", sentence)


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "status", "kind"),
    [
        ("POST", URL, b"{", {}, 400, "invalid_request_error"),
        ("POST", URL, b"[]", {}, 400, "invalid_request_error"),
        ("POST", URL, b'{"max_tokens": NaN}', {}, 400, "invalid_request_error"),
        ("POST", "/messages", b"{}", {}, 400, "invalid_request_error"),
        ("POST", f"{URL}/count_tokens", b"{}", {}, 400, "invalid_request_error"),
        ("GET", URL, b"", {}, 405, "invalid_request_error"),
        ("POST", f"{URL}/batches", b"{}", {}, 404, "not_found_error"),
        ("GET", "/v1/organizations/me", b"", VERSION, 404, "not_found_error"),
        ("DELETE", "/v1/models", b"", VERSION, 405, "invalid_request_error"),
        ("GET", "/v1/models?limit=0", b"", VERSION, 400, "invalid_request_error"),
        ("GET", f"/v1/models/{'x' * 513}", b"", VERSION, 400, "invalid_request_error"),
        ("POST", URL, b" " * (11 * 1024 * 1024), {}, 413, "request_too_large"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_whatever_is_wrong_is_told_in_this_api_s_words(
    http: httpx.Client, method: str, path: str, content: bytes, headers: dict[str, str], status: int, kind: str
) -> None:
    answer = http.request(method, path, content=content, headers=headers)

    assert answer.status_code == status
    assert error_of(answer)[0] == kind


def test_a_wrong_key_is_an_authentication_error(locked: httpx.Client) -> None:
    refused = [
        locked.post(URL, json=REQUEST, headers={"x-api-key": "wrong"}),
        locked.post(URL, json=REQUEST),
        locked.post(f"{URL}/count_tokens", json=REQUEST),
        locked.get("/v1/models", headers=VERSION),
    ]
    welcome = [
        locked.post(URL, json=REQUEST, headers={"x-api-key": "s3cret"}),
        locked.post(f"{URL}/count_tokens", json=REQUEST, headers={"x-api-key": "s3cret"}),
        locked.get("/v1/models", headers={**VERSION, "authorization": "Bearer s3cret"}),
    ]

    assert {(answer.status_code, error_of(answer)[0]) for answer in refused} == {(401, "authentication_error")}
    assert [answer.status_code for answer in welcome] == [200] * 3


def test_a_strict_server_has_only_the_models_that_it_lists() -> None:
    with (
        RunningServer(strict_models=True, tokens_per_second=0, time_to_first_token=0) as server,
        Anthropic(base_url=server.root_url, api_key="test", max_retries=0) as claude,
    ):
        for ask in (
            lambda: claude.messages.create(**ASKED),
            lambda: claude.messages.count_tokens(model="m", messages=ASKED["messages"]),
            lambda: claude.models.retrieve("m"),
        ):
            with pytest.raises(anthropic.NotFoundError) as caught:
                ask()
            assert caught.value.type == "not_found_error"
        known = claude.messages.create(**{**ASKED, "model": "mock-gpt4"})

    assert known.model == "mock-gpt4"


@pytest.mark.parametrize("stream", [True, False])
def test_a_rate_limit_is_the_client_s_with_its_headers(tunable: RunningServer, claude: Anthropic, stream: bool) -> None:
    arm(tunable, FaultKind.RATE_LIMIT, retry_after=1.5)

    with pytest.raises(anthropic.RateLimitError) as caught:
        claude.messages.create(**ASKED, stream=stream)

    headers = caught.value.response.headers
    assert caught.value.type == "rate_limit_error"
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("2", "1500")
    assert headers["anthropic-ratelimit-requests-remaining"] == "0"
    assert headers["anthropic-ratelimit-tokens-reset"].endswith("Z")


def test_a_client_that_tries_again_after_a_rate_limit_gets_its_answer(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.RATE_LIMIT, retry_after=0.05)

    with Anthropic(base_url=tunable.root_url, api_key="test", max_retries=1) as claude:
        message = claude.messages.create(**ASKED)

    assert message.stop_reason == "end_turn"


def test_a_fault_of_the_server_is_the_client_s_too(tunable: RunningServer, claude: Anthropic) -> None:
    arm(tunable, FaultKind.SERVER_ERROR)

    with pytest.raises(anthropic.InternalServerError) as caught:
        claude.messages.create(**ASKED)

    assert (caught.value.status_code, caught.value.type) == (500, "api_error")


def test_a_cut_breaks_the_stream_behind_its_tokens(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.CUT, after_tokens=2)
    received: list[bytes] = []

    with (
        httpx.Client(base_url=tunable.root_url, trust_env=False) as http,
        http.stream("POST", URL, json={**ASKED, "stream": True}) as answer,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        received.extend(answer.iter_raw())

    found = named_events(b"".join(received))
    assert text_of(found) == "one two"
    assert found[-1]["type"] == "content_block_delta"


def test_a_cut_is_a_broken_connection_to_the_client(tunable: RunningServer, claude: Anthropic) -> None:
    arm(tunable, FaultKind.CUT, after_tokens=2)
    pieces: list[str] = []

    with claude.messages.stream(**ASKED) as stream, pytest.raises(httpx2.RemoteProtocolError):
        pieces.extend(stream.text_stream)

    assert "".join(pieces) == "one two"


def test_a_stall_delays_the_rest_and_changes_nothing(tunable: RunningServer, claude: Anthropic) -> None:
    arm(tunable, FaultKind.STALL, after_tokens=2, seconds=STALL_S)
    began = time.monotonic()

    with claude.messages.stream(**ASKED) as stream:
        times = [time.monotonic() - began for _ in stream.text_stream]
        final = stream.get_final_message()

    assert max(times[:2]) < STALL_S <= times[2]
    assert final.to_dict()["content"] == [{"type": "text", "text": "one two three four"}]


@pytest.mark.parametrize("reasoning", ["", "Hm."])
def test_an_empty_answer_is_a_message_without_text(tunable: RunningServer, reasoning: str) -> None:
    with httpx.Client(base_url=tunable.root_url, trust_env=False) as http:
        arm(tunable, FaultKind.EMPTY)
        streamed = http.post(URL, json={**ASKED, "stream": True, "mock_reasoning": reasoning})
        arm(tunable, FaultKind.EMPTY)
        whole = http.post(URL, json={**ASKED, "mock_reasoning": reasoning})

    found = named_events(streamed.content)
    strictly(found)
    starts = [event["content_block"]["type"] for event in found if event["type"] == "content_block_start"]
    assert starts == [block["type"] for block in whole.json()["content"]] == (["thinking"] if reasoning else [])
    assert found[-2]["delta"]["stop_reason"] == whole.json()["stop_reason"] == "end_turn"


BLOCKS = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "image", "document", "tool_use", "tool_result", "thinking", "new", 5])},
    optional={
        "text": st.text(max_size=5) | st.none(),
        "content": st.text(max_size=5) | st.lists(st.just({"type": "text", "text": "x"}), max_size=2) | st.integers(),
        "source": st.sampled_from([{}, {"type": "text", "data": "d"}, {"type": "url"}, {"type": "content"}, 1]),
        "name": st.text(max_size=5),
        "input": st.dictionaries(st.text(max_size=3), st.integers(), max_size=2) | st.none(),
        "thinking": st.text(max_size=5),
    },
)
BODIES = st.fixed_dictionaries(
    {
        "model": st.text(max_size=5),
        "max_tokens": st.integers(-1, 20),
        "messages": st.lists(
            st.fixed_dictionaries(
                {
                    "role": st.sampled_from(["user", "assistant", "system", "tool"]),
                    "content": st.text(max_size=9) | st.lists(BLOCKS, max_size=3),
                }
            ),
            max_size=3,
        ),
    },
    optional={
        "stream": st.booleans(),
        "system": st.text(max_size=5) | st.lists(BLOCKS, max_size=2),
        "stop_sequences": st.lists(st.text(max_size=2), max_size=2),
        "thinking": st.sampled_from([{"type": "adaptive"}, {"type": "disabled"}, {"type": "enabled"}, None, 5]),
        "tools": st.lists(
            st.sampled_from([{"name": "f", "input_schema": {"type": "object"}}, {"type": "bash_20250124"}, {}]),
            max_size=2,
        ),
        "tool_choice": st.sampled_from([{"type": "any"}, {"type": "tool", "name": "f"}, {"type": "none"}, {}, None]),
        "mock_response": st.text(max_size=9),
        "mock_reasoning": st.text(max_size=5),
        "mock_refusal": st.text(max_size=3),
        "mock_tool_calls": st.lists(st.sampled_from([{"name": "f"}, {"name": "g", "arguments": "{"}]), max_size=2),
        "mock_citations": st.lists(st.just({"url": "u", "start": 2, "end": 1}), max_size=2),
        "mock_finish_reason": st.sampled_from(["auto", "length", "content_filter", "made_up"]),
    },
)


@pytest.fixture(scope="module")
def kept(server: RunningServer) -> Iterator[httpx.Client]:
    """Connections to the shared server, kept for all examples of a property."""
    with httpx.Client(base_url=server.root_url, trust_env=False) as made:
        yield made


@settings(max_examples=100)
@given(body=BODIES)
def test_any_body_gets_a_proper_answer_or_a_proper_error(body: dict[str, Any], kept: httpx.Client) -> None:
    answer = kept.post(URL, content=json.dumps(body))

    assert answer.status_code in (200, 400)
    answer.content.decode()
    if answer.status_code == 400:
        error_of(answer)
    elif body.get("stream"):
        assert strictly(named_events(answer.content))[-1].type == "message_stop"
    else:
        anthropic.types.Message.model_validate_json(answer.content, strict=True)
