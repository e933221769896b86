"""What is kept of one request: what was asked, what was used, how it ended, and when each chunk went out. Only data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic_core import to_json

from mockpanel.core.choices import PartKind
from mockpanel.core.ledger import Ledger
from mockpanel.core.plan import Override
from mockpanel.core.settings import TEXT_NAMES, StreamSettings

KEPT_TEXT_BYTES = 64 * 1024
"""Bodies and answers are kept up to this length a request."""

SHOWN_TEXT = 200
"""A response text among the settings is kept up to this length; the whole stands in body and answer."""


class Outcome(StrEnum):
    """How a request stands or ended."""

    ARRIVED = "arrived"
    RUNNING = "running"
    PAUSED = "paused"
    QUEUED = "queued"
    COMPLETED = "completed"
    CLIENT_GONE = "client gone"
    CUT = "cut"
    REJECTED = "rejected"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (Outcome.ARRIVED, Outcome.QUEUED, Outcome.RUNNING, Outcome.PAUSED)


class AnswerPart(NamedTuple):
    """One part of an answer, as much of it as is kept; a tool call's text is its arguments."""

    kind: PartKind
    text: str
    name: str = ""
    """Of the tool."""


@dataclass(slots=True, eq=False)
class RequestRecord:
    """One request. Written by its RequestLog only; times are seconds since the epoch, durations seconds."""

    id: str
    number: int
    arrived_at: float
    method: str
    path: str
    client: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    model: str | None = None
    stream: bool | None = None
    settings: StreamSettings | None = None
    defaults: StreamSettings | None = None
    overrides: Mapping[str, Override] = field(default_factory=dict)
    outcome: Outcome = Outcome.ARRIVED
    status: int | None = None
    error: str | None = None
    fault: str | None = None
    """What it was made to fail with, in words."""
    queued: float | None = None
    """Seconds that it waited for its turn; None where it had it at once, or has it still to come."""
    captured_from: str | None = None
    """The host that its answer was passed on from and captured; None where mockpanel made it itself."""
    retuned: bool = False
    """Whether its speed was changed while it ran."""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    sent_tokens: int | None = None
    answer: str = ""
    """The text of all that was answered, reasoning aside."""
    parts: tuple[AnswerPart, ...] = ()
    """The parts of an answer that is more than a text."""
    duration: float | None = None
    ledger: Ledger = field(default_factory=Ledger)
    details_dropped: bool = False

    @property
    def tokens_out(self) -> int:
        """Tokens that have gone out: all, once it is over; while it runs, those of the longest choice."""
        running = self.ledger.thought_tokens + self.ledger.tokens
        return running if self.sent_tokens is None else self.sent_tokens

    @property
    def detail_bytes(self) -> int:
        """The size of body, answer, headers and ledger."""
        parts = (text for _, text, _ in self.parts)
        texts = (self.body, self.answer, *parts, *(text for pair in self.headers for text in pair))
        return sum(len(text) if text.isascii() else len(text.encode()) for text in texts) + self.ledger.nbytes


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_TEXT else text[: SHOWN_TEXT - 1] + "…"


def short_settings(settings: StreamSettings) -> StreamSettings:
    """The settings without the weight of what is answered; long lists are left out."""
    short: dict[str, Any] = {}
    for name in TEXT_NAMES:
        value = getattr(settings, name)
        if isinstance(value, str) and len(value) > SHOWN_TEXT:
            short[name] = _short(value)
        elif isinstance(value, tuple) and value and len(repr(value)) > SHOWN_TEXT:
            short[name] = ()
    return settings.model_copy(update=short) if short else settings


def short_override(override: Override) -> Override:
    """An override without the weight of a long value; a list is kept as JSON text."""
    value = override.value
    if isinstance(value, list | tuple):
        value = to_json(value).decode()
    return Override(override.source, _short(value)) if isinstance(value, str) else override
