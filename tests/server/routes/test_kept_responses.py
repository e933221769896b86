"""What is kept of responses: got again, gone on with, listed, cancelled, forgotten, and read event by event."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from mockpanel.core.request_record import Outcome
from tests.running import RunningServer
from tests.server.bare import wait_until
from tests.wire.responses_speaking import events, joined, types

URL = "/v1/responses"
WORDS = "one two three four five six seven"
LONG: dict[str, Any] = {"time_to_first_token": 9}


def asked(**fields: Any) -> dict[str, Any]:
    """A request's body."""
    return {"model": "m", "input": "Say it.", "mock_response": WORDS, **fields}


def status_of(http: httpx.Client, identifier: str) -> str:
    status: str = http.get(f"{URL}/{identifier}").json()["status"]
    return status


def created(lines: Iterator[str]) -> str:
    """The id of a response whose stream begins."""
    assert next(lines) == "event: response.created"
    identifier: str = json.loads(next(lines).removeprefix("data: "))["response"]["id"]
    return identifier


def names(lines: Iterator[str]) -> list[str]:
    """The names of the events that come."""
    return [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]


def until_over(http: httpx.Client, identifier: str) -> dict[str, Any]:
    """A response in the background, once it has ended."""
    wait_until(lambda: status_of(http, identifier) not in ("queued", "in_progress"), "it has ended")
    answer: dict[str, Any] = http.get(f"{URL}/{identifier}").json()
    return answer


@pytest.mark.parametrize("stream", [True, False])
def test_a_response_can_be_got_again_as_it_was(http: httpx.Client, stream: bool) -> None:
    answer = http.post(URL, json=asked(stream=stream, metadata={"a": "b"}, mock_reasoning="Hm."))

    first = events(answer.content)[-1]["response"] if stream else answer.json()
    for _ in range(2):
        again = http.get(f"{URL}/{first['id']}")
        assert again.json() == first
        assert again.headers["content-type"] == "application/json"
        http.post(URL, json=asked())


def test_one_that_is_not_to_be_kept_is_not(http: httpx.Client) -> None:
    identifier = http.post(URL, json=asked(store=False)).json()["id"]

    answer = http.get(f"{URL}/{identifier}")

    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == f'Response with id "{identifier}" not found.'


def test_a_conversation_goes_on_with_all_that_was_said(client: OpenAI) -> None:
    first = client.responses.create(model="m", input="One?", extra_body={"mock_response": "One."})
    second = client.responses.create(
        model="m", input="Two?", previous_response_id=first.id, extra_body={"mock_response": "Two."}
    )
    third = client.responses.create(model="m", input="Three?", previous_response_id=second.id)

    listed = client.responses.input_items.list(third.id, order="asc").data
    texts = [item.content[0].text for item in listed if item.type == "message"]  # type: ignore[union-attr]
    assert texts == ["One?", "One.", "Two?", "Two.", "Three?"]
    assert third.previous_response_id == second.id
    assert third.usage is not None
    assert third.usage.input_tokens == 3 + sum(3 + 1 + 2 for _ in texts)


def test_a_kept_item_may_be_referred_to(client: OpenAI) -> None:
    first = client.responses.create(model="m", input="One?", extra_body={"mock_response": "One."})
    reference = {"type": "item_reference", "id": first.output[0].id}

    second = client.responses.create(model="m", input=[reference, {"role": "user", "content": "Two?"}])  # type: ignore[list-item]

    assert second.usage is not None
    assert second.usage.input_tokens == 3 + 2 * (3 + 1 + 2)


def test_a_response_that_still_runs_cannot_be_gone_on_with(http: httpx.Client) -> None:
    running = http.post(URL, json=asked(background=True, **LONG)).json()["id"]

    answer = http.post(URL, json=asked(previous_response_id=running))

    http.post(f"{URL}/{running}/cancel")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == f'Previous response with id "{running}" has not ended yet.'


def test_input_items_come_in_pages_the_latest_first(client: OpenAI) -> None:
    given: Any = [{"role": "user", "content": str(number)} for number in range(5)]
    made = client.responses.create(model="m", input=given)

    page = client.responses.input_items.list(made.id, limit=2)
    everything = [item.content[0].text for item in page]  # type: ignore[union-attr, index]

    assert (len(page.data), page.has_more) == (2, True)
    assert everything == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", 'limit must be a whole number between 1 and 100, got "0"'),
        ("limit=x", 'limit must be a whole number between 1 and 100, got "x"'),
        ("order=up", 'order must be asc or desc, got "up"'),
        ("after=msg_none", 'after must be the id of an input item, got "msg_none"'),
    ],
)
def test_a_wrong_page_is_refused(http: httpx.Client, query: str, sentence: str) -> None:
    identifier = http.post(URL, json=asked()).json()["id"]

    answer = http.get(f"{URL}/{identifier}/input_items?{query}")

    assert (answer.status_code, answer.json()["error"]["message"]) == (400, sentence)


def test_a_response_without_input_lists_nothing(http: httpx.Client) -> None:
    identifier = http.post(URL, json={"prompt": {"id": "pmpt_1"}, "mock_response": "a"}).json()["id"]

    answer = http.get(f"{URL}/{identifier}/input_items").json()

    assert answer == {"object": "list", "data": [], "first_id": "", "last_id": "", "has_more": False}


def test_a_deleted_response_is_gone(client: OpenAI, http: httpx.Client) -> None:
    made, other = (client.responses.create(model="m", input="x") for _ in range(2))

    client.responses.delete(made.id)
    answer = http.delete(f"{URL}/{other.id}")

    assert answer.json() == {"id": other.id, "object": "response", "deleted": True}
    for identifier in (made.id, other.id):
        with pytest.raises(openai.NotFoundError):
            client.responses.retrieve(identifier)


def test_one_in_the_background_is_queued_runs_and_completes(client: OpenAI, http: httpx.Client) -> None:
    made = client.responses.create(
        model="m", input="x", background=True, extra_body={"mock_response": WORDS, "time_to_first_token": 0.3}
    )
    running = client.responses.retrieve(made.id)

    ended = until_over(http, made.id)
    assert (made.status, made.output, running.status) == ("queued", [], "in_progress")
    assert ended["status"] == "completed"
    assert ended["output"][0]["content"][0]["text"] == WORDS
    assert ended["background"] is True


def test_the_record_of_one_in_the_background_ends_with_the_answer(tunable: RunningServer) -> None:
    answer = httpx.post(tunable.root_url + URL, json=asked(background=True, time_to_first_token=0.3), trust_env=False)

    record = tunable.services.log.get(answer.headers["x-request-id"])
    assert record is not None
    assert record.outcome is Outcome.RUNNING
    wait_until(lambda: record.outcome is Outcome.COMPLETED, "the record has ended")
    assert (record.status, record.answer, record.sent_tokens) == (200, WORDS, 7)
    assert record.duration is not None
    assert record.duration >= 0.3


def test_one_that_waits_for_its_turn_is_queued(tunable: RunningServer) -> None:
    tunable.update(concurrent_streams=1)
    with httpx.Client(base_url=tunable.root_url, trust_env=False) as http:
        first, second = (http.post(URL, json=asked(background=True, **LONG)).json()["id"] for _ in range(2))

        assert (status_of(http, first), status_of(http, second)) == ("in_progress", "queued")
        assert http.post(f"{URL}/{second}/cancel").json()["status"] == "cancelled"
        assert status_of(http, second) == "cancelled"


def test_one_in_the_background_can_be_cancelled_once_and_again(client: OpenAI, server: RunningServer) -> None:
    made = client.responses.create(model="m", input="x", background=True, extra_body=LONG)

    statuses = [client.responses.cancel(made.id).status, client.responses.cancel(made.id).status]

    assert statuses == ["cancelled", "cancelled"]
    kept = client.responses.retrieve(made.id)
    assert (kept.status, kept.error, kept.output) == ("cancelled", None, [])


def test_cancelling_what_is_over_changes_nothing(client: OpenAI, http: httpx.Client) -> None:
    made = client.responses.create(model="m", input="x", background=True, extra_body={"mock_response": WORDS})
    ended = until_over(http, made.id)

    assert client.responses.cancel(made.id).status == ended["status"] == "completed"


def test_only_one_in_the_background_can_be_cancelled(client: OpenAI) -> None:
    made = client.responses.create(model="m", input="x")

    with pytest.raises(openai.BadRequestError, match="Cannot cancel a synchronous response"):
        client.responses.cancel(made.id)


def test_deleting_one_that_runs_ends_it(tunable: RunningServer) -> None:
    with httpx.Client(base_url=tunable.root_url, trust_env=False) as http:
        answer = http.post(URL, json=asked(background=True, **LONG))

        http.delete(f"{URL}/{answer.json()['id']}")

    record = tunable.services.log.get(answer.headers["x-request-id"])
    assert record is not None
    wait_until(lambda: record.outcome is Outcome.CUT, "it has ended")


def test_one_streamed_in_the_background_can_be_read_again_from_any_event(client: OpenAI, http: httpx.Client) -> None:
    answer = http.post(URL, json=asked(background=True, stream=True))
    found = events(answer.content)
    identifier = found[0]["response"]["id"]

    again = http.get(f"{URL}/{identifier}?stream=true")
    later = client.responses.retrieve(identifier, stream=True, starting_after=5)

    assert types(found)[:3] == ["created", "queued", "in_progress"]
    assert joined(found) == WORDS
    assert answer.headers["content-type"] == again.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert again.content == answer.content
    assert [event.sequence_number for event in later] == list(range(6, len(found)))


def test_a_client_that_comes_back_misses_nothing(tunable: RunningServer) -> None:
    extras = {"mock_response": WORDS, "tokens_per_second": 40}
    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as client:
        with client.responses.create(model="m", input="x", background=True, stream=True, extra_body=extras) as stream:
            begun = [next(stream) for _ in range(6)]
        assert begun[0].type == "response.created"
        with client.responses.stream(response_id=begun[0].response.id, starting_after=5) as rest:
            later = list(rest)

    numbers = [event.sequence_number for event in begun] + [event.sequence_number for event in later]
    assert numbers == list(range(len(begun) + len(later)))
    assert later[-1].type == "response.completed"
    assert later[-1].response.output_text == WORDS


def test_a_reader_of_what_runs_gets_each_event_when_it_is_due(http: httpx.Client) -> None:
    body = asked(background=True, stream=True, tokens_per_second=50)
    began = time.monotonic()

    with http.stream("POST", URL, json=body) as answer:
        times = [time.monotonic() for line in answer.iter_lines() if line == "event: response.output_text.delta"]

    assert len(times) == 7
    assert 6 / 50 <= times[-1] - began < 6 / 50 + 0.5


def test_one_that_is_cut_in_the_background_ends_with_an_error_event(tunable: RunningServer) -> None:
    body = asked(background=True, stream=True, **LONG)
    with (
        httpx.Client(base_url=tunable.root_url, trust_env=False) as http,
        http.stream("POST", URL, json=body) as answer,
    ):
        lines = answer.iter_lines()
        identifier = created(lines)
        tunable.call(tunable.services.live.cut_all)
        rest = names(lines)
        kept = http.get(f"{URL}/{identifier}").json()

    assert rest == ["response.queued", "response.in_progress", "error", "response.failed"]
    assert (kept["status"], kept["error"]["code"]) == ("failed", "server_error")


def test_the_stream_of_one_that_is_cancelled_just_ends(http: httpx.Client) -> None:
    with http.stream("POST", URL, json=asked(background=True, stream=True, **LONG)) as answer:
        lines = answer.iter_lines()
        http.post(f"{URL}/{created(lines)}/cancel")
        rest = names(lines)

    assert rest == ["response.queued", "response.in_progress"]


def test_only_one_streamed_in_the_background_has_events_to_read(http: httpx.Client) -> None:
    identifier = http.post(URL, json=asked()).json()["id"]

    answer = http.get(f"{URL}/{identifier}?stream=true")

    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "stream")


def test_a_wrong_place_to_start_is_refused(http: httpx.Client) -> None:
    identifier = events(http.post(URL, json=asked(background=True, stream=True)).content)[0]["response"]["id"]

    answer = http.get(f"{URL}/{identifier}?stream=true&starting_after=-1")

    assert (
        answer.json()["error"]["message"] == 'starting_after must be a whole number between 0 and 1000000000, got "-1"'
    )


def test_input_tokens_are_those_of_the_response(client: OpenAI) -> None:
    given: dict[str, Any] = {"model": "gpt-4o", "input": "Größe ✅", "instructions": "Be brief."}

    counted = client.responses.input_tokens.count(**given)
    made = client.responses.create(**given)

    assert made.usage is not None
    assert counted.input_tokens == made.usage.input_tokens


def test_input_tokens_are_counted_by_the_tokenizer_that_the_request_names(http: httpx.Client) -> None:
    counts = {
        name: http.post(f"{URL}/input_tokens", json={"input": "漢字漢字", "tokenizer_model": name}).json()[
            "input_tokens"
        ]
        for name in ("gpt2", "gpt-4o")
    }

    assert counts["gpt2"] > counts["gpt-4o"]
