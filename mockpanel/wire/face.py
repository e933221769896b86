"""What the server needs of a protocol: how a body is understood, an answer spoken, an error written. One Face each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockpanel.core.errors import RequestRefused
from mockpanel.core.plan import Ask, Prompt, StreamPlan
from mockpanel.wire.bodies import body_itself
from mockpanel.wire.models import CheckModel, check_model
from mockpanel.wire.openai_errors import refusal_body
from mockpanel.wire.voice import Occasion, Voice

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Where:
    """What the address of a request says: the parts of its path that have names, and its query."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Counted:
    """A prompt whose tokens are to be counted, for which model, and how their number is told."""

    model: str
    prompt: Prompt
    answer: Callable[[int], bytes]


def no_headers(_plan: StreamPlan, _elapsed_ms: int, _request_id: str) -> Headers:
    """A protocol without response headers of its own."""
    return []


def no_greeting(_voice: Voice) -> bytes:
    """A protocol that says nothing before its first token."""
    return b""


@dataclass(frozen=True, slots=True)
class Face:
    """One protocol. `parse` raises InvalidValue; `refusal` is the body of an error, for a request's id."""

    parse: Callable[[Mapping[str, Any], Where], Ask]
    voice: Callable[[Occasion], Voice]
    refusal: Callable[[RequestRefused, str], bytes] = refusal_body
    headers: Callable[[StreamPlan, int, str], Headers] = no_headers
    heartbeat: bytes = b""
    """What a stream says when it has begun and then been silent for a while; empty for nothing."""
    older_spellings: bool = False
    """Whether body fields of the single-file server are settings too; elsewhere they are the protocol's own."""
    check_model: CheckModel = check_model
    """Raises RequestRefused for a model that a strict server does not know."""
    greeting: Callable[[Voice], bytes] = no_greeting
    """What a stream sends with its headers, long before its first token may be due."""
    settings_in: Callable[[Mapping[str, Any]], Mapping[str, Any]] = body_itself
    """The fields of a body that may be settings: its own, and for some protocols those of an object in it."""
