"""What each column of the request table shows of a record, sorts it by, and says in its tooltip. No Qt, no colours."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from mockpanel.core.asked import asked_first_token, asked_rate
from mockpanel.core.measures import grouped
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.settings import SPECS

NOTHING = "–"
PREFIX = "/v1"
"""What almost all paths begin with; tooltips and the detail have it."""

SHOWN_VALUE = 24
"""An override's value in a cell; longer ones are in the tooltip."""

TOLD_VALUE = 200
"""An override's value in a tooltip."""

SortKey = tuple[int, float | str]


class Column(IntEnum):
    """The table's columns, from left to right."""

    TIME = 0
    PATH = 1
    MODEL = 2
    STREAM = 3
    OVERRIDES = 4
    STATUS = 5
    FIRST = 6
    RATE = 7
    TOKENS = 8


class Tone(StrEnum):
    """How a cell's text is meant; the words say it as well."""

    PLAIN = ""
    MUTED = "muted"
    RUNNING = "running"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cells:
    """One column: heading, sentence, and what it makes of a record. Missing values sort first."""

    title: str
    help: str
    text: Callable[[RequestRecord], str]
    key: Callable[[RequestRecord], float | str | None]
    tip: Callable[[RequestRecord], str] | None = None
    number: bool = False


def tone(record: RequestRecord, column: Column) -> Tone:
    """How a cell's text is meant."""
    if column in (Column.TIME, Column.STREAM):
        return Tone.MUTED
    if column is not Column.STATUS:
        return Tone.PLAIN
    match record.outcome:
        case Outcome.REJECTED | Outcome.FAILED:
            return Tone.ERROR
        case Outcome.CUT | Outcome.CLIENT_GONE | Outcome.PAUSED:
            return Tone.WARNING
        case Outcome.ARRIVED | Outcome.QUEUED | Outcome.RUNNING:
            return Tone.RUNNING
        case Outcome.COMPLETED:
            return Tone.PLAIN


def progress(record: RequestRecord) -> float | None:
    """How much of a running answer is sent, 0 to 1; None for one that does not run."""
    if record.outcome not in (Outcome.RUNNING, Outcome.PAUSED) or not record.completion_tokens:
        return None
    return min(1.0, record.ledger.tokens / record.completion_tokens)


def sort_key(record: RequestRecord, column: Column) -> SortKey:
    """What a column sorts by: missing values first, then numbers, then words."""
    key = COLUMNS[column].key(record)
    return (0, 0.0) if key is None else (1 if isinstance(key, float | int) else 2, key)


def _clock(record: RequestRecord) -> str:
    return time.strftime("%H:%M:%S", time.localtime(record.arrived_at))


def _whole_time(record: RequestRecord) -> str:
    arrived = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(record.arrived_at))
    thousandths = int(record.arrived_at * 1000) % 1000
    client = f"\nfrom {record.client}" if record.client else ""
    return f"Request {grouped(record.number)}\n{arrived}.{thousandths:03d}{client}"


def _path(record: RequestRecord) -> str:
    """The path without what all have in common; the method only where it is not the usual one."""
    path = record.path.removeprefix(PREFIX) if record.path.startswith(f"{PREFIX}/") else record.path
    return path if record.method == "POST" else f"{record.method} {path}"


def _status(record: RequestRecord) -> str:
    told = str(record.outcome) if record.status is None else f"{record.status} {record.outcome}"
    if record.fault is None:
        return told
    plain = record.outcome in (Outcome.COMPLETED, Outcome.REJECTED, Outcome.FAILED)
    return f"{record.status if plain else told}, armed"


def _status_tip(record: RequestRecord) -> str:
    source = f"captured from {record.captured_from}" if record.captured_from else None
    return "\n".join(filter(None, (_status(record), source, record.fault, record.error)))


def _stream(record: RequestRecord) -> str:
    return NOTHING if record.stream is None else "stream" if record.stream else "whole"


def _overrides(record: RequestRecord) -> str:
    return " · ".join(_override(record, name, SHOWN_VALUE, unit=False) for name in record.overrides)


def _overrides_tip(record: RequestRecord) -> str:
    return "\n".join(
        f"{_override(record, name, TOLD_VALUE, unit=True)}, from the {override.source}"
        for name, override in record.overrides.items()
    )


def _override(record: RequestRecord, name: str, length: int, *, unit: bool) -> str:
    """`Speed 45 → 200`: the default that the request met, and its own value."""
    used = _value(name, record.overrides[name].value, length)
    if name == "mock_response" and not unit:
        return f"{SPECS[name].label} → own text"
    defaults = record.defaults
    met = "" if defaults is None or name == "mock_response" else _value(name, getattr(defaults, name), length)
    ending = f" {SPECS[name].unit}" if unit and SPECS[name].kind in (int, float) else ""
    return f"{SPECS[name].label} {met} → {used}{ending}".replace("  ", " ")


def _value(name: str, value: object, length: int) -> str:
    if name == "tokens_per_second" and not value:
        return "unpaced"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}"
    text = " ".join(str(value).split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _first(record: RequestRecord) -> str:
    first, measured = asked_first_token(record), record.ledger.time_to_first_token
    if first is None and record.captured_from is not None and record.stream:
        return NOTHING if measured is None else grouped(measured * 1000, 1)
    if first is None or not record.stream:
        return NOTHING if record.settings is not None else ""
    asked = grouped(first * 1000)
    if measured is None:
        return f"{asked} → {NOTHING if record.outcome.over else '…'}"
    return f"{asked} → {grouped(measured * 1000, 1)}"


def _rate(record: RequestRecord) -> str:
    asked, measured = asked_rate(record), record.ledger.tokens_per_second
    if asked is None and record.captured_from is not None and record.stream:
        return NOTHING if measured is None else grouped(measured, 2 if measured < 1000 else 0)
    if asked is None or not record.stream:
        return NOTHING if record.settings is not None else ""
    shown = f"{asked:g}" if 0 < asked < 1000 else grouped(asked) if asked else "unpaced"
    if measured is None:
        return f"{shown} → {NOTHING if record.outcome.over else '…'}"
    return f"{shown} → {grouped(measured, 2 if measured < 1000 else 0)}"


def _tokens(record: RequestRecord) -> str:
    if record.completion_tokens is None:
        return ""
    sent, total = record.tokens_out, record.completion_tokens
    return grouped(total) if record.outcome.over and sent >= total else f"{grouped(sent)} / {grouped(total)}"


def _tokens_tip(record: RequestRecord) -> str:
    if record.completion_tokens is None:
        return ""
    sent = f"{grouped(record.tokens_out)} of {grouped(record.completion_tokens)} tokens sent"
    chunks = f"in {grouped(record.ledger.chunks)} chunks"
    return f"{sent}, {chunks}; prompt of {grouped(record.prompt_tokens or 0)} tokens"


COLUMNS = {
    Column.TIME: Cells("Time", "When the request arrived", _clock, lambda record: record.number, _whole_time, True),
    Column.PATH: Cells(
        "Path",
        "Method and path, credentials masked",
        _path,
        lambda record: record.path,
        lambda record: f"{record.method} {record.path}",
    ),
    Column.MODEL: Cells(
        "Model",
        "The model that the request names",
        lambda record: record.model or "",
        lambda record: record.model,
        lambda record: record.model or "",
    ),
    Column.STREAM: Cells("Answer", "Streamed, or whole in one piece", _stream, _stream),
    Column.OVERRIDES: Cells(
        "Overrides", "What the request set itself: default → used", _overrides, _overrides, _overrides_tip
    ),
    Column.STATUS: Cells("Status", "HTTP status and how the request ended", _status, _status, _status_tip),
    Column.FIRST: Cells(
        "TTFT, ms",
        "Time to the first token, in milliseconds: asked → measured",
        _first,
        lambda record: record.ledger.time_to_first_token if record.stream else None,
        number=True,
    ),
    Column.RATE: Cells(
        "Tokens/s",
        "Tokens a second after the first: asked → measured",
        _rate,
        lambda record: record.ledger.tokens_per_second if record.stream else None,
        number=True,
    ),
    Column.TOKENS: Cells(
        "Tokens",
        "Tokens sent, and of how many",
        _tokens,
        lambda record: record.tokens_out if record.completion_tokens is not None else None,
        _tokens_tip,
        number=True,
    ),
}
