"""Events are facts: they compare by what they hold and never change."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from mockpanel.core.events import (
    FaultArmed,
    FaultDisarmed,
    RequestArrived,
    RequestEnded,
    RequestsCleared,
    SettingsChanged,
    StreamPaused,
    StreamResumed,
    StreamStarted,
)
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.request_record import RequestRecord
from tests.core.plans import settings_with

RECORD = RequestRecord("req_1", 1, 0.0, "POST", "/v1/chat/completions")


@pytest.mark.parametrize("kind", [RequestArrived, StreamStarted, StreamPaused, StreamResumed, RequestEnded])
def test_an_event_of_a_request_holds_its_record_and_cannot_change(kind: type[RequestArrived]) -> None:
    event = kind(RECORD)

    with pytest.raises(FrozenInstanceError):
        event.request = RequestRecord("req_2", 2, 0.0, "GET", "/")  # type: ignore[misc]

    assert event.request is RECORD
    assert event == kind(RECORD)


def test_events_of_different_kinds_differ_though_they_are_of_one_request() -> None:
    kinds = RequestArrived, StreamStarted, StreamPaused, StreamResumed, RequestEnded

    events = {kind(RECORD) for kind in kinds}

    assert len(events) == len(kinds)


def test_a_change_of_settings_names_what_differs() -> None:
    settings = settings_with(tokens_per_second=50)

    event = SettingsChanged(settings, frozenset({"tokens_per_second"}))

    assert event == SettingsChanged(settings_with(tokens_per_second=50.0), frozenset({"tokens_per_second"}))
    assert event != SettingsChanged(settings, frozenset())


def test_clearing_holds_nothing() -> None:
    event = RequestsCleared()

    assert event == RequestsCleared()


def test_the_arming_of_a_fault_holds_it_and_cannot_change() -> None:
    event = FaultArmed(Fault(kind=FaultKind.CUT))

    with pytest.raises(FrozenInstanceError):
        event.fault = Fault(kind=FaultKind.EMPTY)  # type: ignore[misc]

    assert event == FaultArmed(Fault(kind=FaultKind.CUT))
    assert FaultDisarmed() == FaultDisarmed()
