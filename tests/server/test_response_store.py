"""Kept responses: how each stands, and which are forgotten when there are too many."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockpanel.core.errors import RequestRefused
from mockpanel.core.request_record import Outcome
from mockpanel.server.response_store import ResponseStore
from mockpanel.wire.openai_responses import parse
from mockpanel.wire.responses_voice import ResponsesVoice
from mockpanel.wire.voice import Occasion
from tests.core.plans import plan_of, settings_with
from tests.wire.speaking import CREATED


def voice_of(store: ResponseStore, text: str = "Hello.", **fields: Any) -> ResponsesVoice:
    """The voice of a request to a server with that store."""
    ask = parse({"input": "Hi", **fields}, memory=store)
    return ResponsesVoice(Occasion(plan_of(ask, settings_with(mock_response=text), {}), CREATED))


def said(store: ResponseStore, text: str = "Hello.", **fields: Any) -> str:
    """The id of a response that was kept and has ended."""
    voice = voice_of(store, text, **fields)
    store.open(voice)
    store.ended(voice, Outcome.COMPLETED)
    return voice.id


def status_of(store: ResponseStore, identifier: str) -> str:
    status: str = json.loads(store.find(identifier).body())["status"]
    return status


@pytest.mark.parametrize(
    ("outcome", "cancelled", "status"),
    [
        (Outcome.COMPLETED, False, "completed"),
        (Outcome.COMPLETED, True, "cancelled"),
        (Outcome.CUT, False, "failed"),
        (Outcome.CUT, True, "cancelled"),
        (Outcome.FAILED, False, "failed"),
        (Outcome.CLIENT_GONE, False, "cancelled"),
    ],
)
def test_how_it_ended_is_its_status_at_once_and_later(outcome: Outcome, cancelled: bool, status: str) -> None:
    store = ResponseStore()
    voice = voice_of(store)
    kept = store.open(voice)
    before = (json.loads(kept.body())["status"], json.loads(kept.body(queued=True))["status"])

    if cancelled:
        kept.cancel()
    store.ended(voice, outcome)

    assert before == ("in_progress", "queued")
    assert status_of(store, voice.id) == status
    said(store)
    assert status_of(store, voice.id) == status


def test_one_whose_last_event_was_said_is_over_though_its_end_is_still_to_be_told() -> None:
    store = ResponseStore()
    voice = voice_of(store, stream=True)
    store.open(voice)
    (choice,) = voice.plan.choices
    voice.part_ending(choice, choice.parts[0])

    voice.closing()

    assert status_of(store, voice.id) == "completed"
    assert len(store.conversation(voice.id)) == 2


def test_a_conversation_holds_what_was_asked_and_answered_from_its_beginning() -> None:
    store = ResponseStore()
    first = said(store, "One.", input="One?")
    second = said(store, "Two.", input="Two?", previous_response_id=first)

    found = [item["content"][0]["text"] for item in store.conversation(second)]

    assert found == ["One?", "One.", "Two?", "Two."]


def test_what_goes_on_with_a_forgotten_response_is_refused_but_not_what_went_on_before() -> None:
    store = ResponseStore()
    first = said(store)
    second = said(store, previous_response_id=first)

    store.forget(store.find(first))

    with pytest.raises(RequestRefused) as caught:
        store.conversation(first)
    assert (caught.value.status, caught.value.code) == (400, "previous_response_not_found")
    assert len(store.conversation(second)) == 4


def test_items_of_a_forgotten_response_are_forgotten_with_it() -> None:
    store = ResponseStore()
    kept = store.find(said(store))
    (item_id,) = kept.item_ids
    found = store.item(item_id, "input[0].id")

    store.forget(kept)

    assert found["id"] == item_id
    with pytest.raises(RequestRefused) as caught:
        store.item(item_id, "input[0].id")
    assert (caught.value.status, caught.value.param) == (404, "input[0].id")


def test_beyond_a_number_the_oldest_are_forgotten() -> None:
    store = ResponseStore(most=3)

    made = [said(store) for _ in range(5)]

    assert [identifier for identifier in made if store.get(identifier)] == made[2:]
    assert len(store) == 3


def test_beyond_a_size_the_oldest_are_forgotten() -> None:
    store = ResponseStore(most_bytes=10_000)

    made = [said(store, "x" * 3000) for _ in range(6)]

    left = [identifier for identifier in made if store.get(identifier)]
    assert left == made[-len(left) :]
    assert 1 < len(left) < 5


def test_a_long_conversation_counts_with_all_that_it_holds() -> None:
    store = ResponseStore()
    first = said(store, "x" * 5000)

    second = said(store, "y", previous_response_id=first)

    said(store)
    assert store.find(second).size > store.find(first).size > 5000


def test_what_runs_is_kept_whatever_its_age() -> None:
    store = ResponseStore(most=2)
    running = voice_of(store)
    store.open(running)

    for _ in range(4):
        said(store)

    assert store.get(running.id) is not None
    assert len(store) == 2


def test_the_end_of_a_forgotten_response_changes_nothing() -> None:
    store = ResponseStore()
    voice = voice_of(store)
    store.forget(store.open(voice))

    store.ended(voice, Outcome.CUT)

    assert store.get(voice.id) is None
    said(store)
    assert len(store) == 1
