"""What happens to requests, to the live defaults and to the armed fault, as small frozen facts in past tense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockpanel.core.faults import Fault
from mockpanel.core.settings import StreamSettings

if TYPE_CHECKING:
    from mockpanel.core.request_record import RequestRecord


@dataclass(frozen=True, slots=True)
class RequestArrived:
    """A request's head was read; nothing is known of its body yet."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """A request was understood and its answer is under way."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class StreamQueued:
    """An answer waits for its turn behind others."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class StreamPaused:
    """A running answer stands still on request."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class StreamResumed:
    """A paused or queued answer goes on."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class RequestEnded:
    """A request is over; its record no longer changes."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class RequestsCleared:
    """The history was emptied; running requests stay."""


@dataclass(frozen=True, slots=True)
class RequestsRestored:
    """What was emptied from the history is back in it."""


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The live defaults were replaced; `names` differ from before."""

    settings: StreamSettings
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class FaultArmed:
    """The next request is to fail, in this way."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class FaultDisarmed:
    """The armed fault was taken, by a request or back."""


RequestEvent = (
    RequestArrived
    | StreamStarted
    | StreamQueued
    | StreamPaused
    | StreamResumed
    | RequestEnded
    | RequestsCleared
    | RequestsRestored
)
Event = RequestEvent | SettingsChanged | FaultArmed | FaultDisarmed
