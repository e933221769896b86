"""What happens to requests, as small frozen facts in past tense, and to the live defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockpanel.core.settings import StreamSettings

if TYPE_CHECKING:
    from mockpanel.core.request_log import RequestRecord


@dataclass(frozen=True, slots=True)
class RequestArrived:
    """A request's head was read; nothing is known of its body yet."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """A request was understood and its answer is under way."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class StreamPaused:
    """A running answer stands still on request."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class StreamResumed:
    """A paused answer goes on."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class RequestEnded:
    """A request is over; its record no longer changes."""

    request: RequestRecord


@dataclass(frozen=True, slots=True)
class RequestsCleared:
    """The history was emptied; running requests stay."""


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The live defaults were replaced; `names` differ from before."""

    settings: StreamSettings
    names: frozenset[str]


RequestEvent = RequestArrived | StreamStarted | StreamPaused | StreamResumed | RequestEnded | RequestsCleared
Event = RequestEvent | SettingsChanged
