"""The request log's filter language: from a line of text to a fast predicate. Knows records, and nothing of a window.

A line is words and terms, all of which must hold: `status:429 model:gpt stream:yes ttft>500 -word "quoted words"`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mockpanel.core.errors import InvalidValue
from mockpanel.core.request_record import Outcome, RequestRecord

Predicate = Callable[[RequestRecord], bool]

EXAMPLE = "status:429 model:gpt stream:yes ttft>500"


@dataclass(frozen=True, slots=True)
class _Text:
    """A field that holds text: `name:part`, whatever the case."""

    read: Callable[[RequestRecord], str]
    example: str


@dataclass(frozen=True, slots=True)
class _Number:
    """A field that holds a number: `name>5`. A duration is in milliseconds and may be written `2s` or `500ms`."""

    read: Callable[[RequestRecord], float | None]
    wanted: str
    example: str
    duration: bool = False


def _streamed_first_ms(record: RequestRecord) -> float | None:
    first = record.ledger.time_to_first_token if record.stream else None
    return None if first is None else first * 1000


def _overrides(record: RequestRecord) -> str:
    return " ".join(f"{name}={override.value} {override.source}" for name, override in record.overrides.items())


_TEXTS = {
    "model": _Text(lambda record: record.model or "", "model:gpt"),
    "path": _Text(lambda record: record.path, "path:/v1/chat"),
    "client": _Text(lambda record: record.client, "client:127.0.0.1"),
    "error": _Text(lambda record: record.error or "", "error:key"),
    "id": _Text(lambda record: record.id, "id:req_"),
    "override": _Text(_overrides, "override:tokens_per_second"),
    "body": _Text(lambda record: record.body, "body:temperature"),
    "answer": _Text(lambda record: record.answer, "answer:hello"),
}
_NUMBERS = {
    "ttft": _Number(_streamed_first_ms, "a number of milliseconds", "ttft>500", duration=True),
    "tps": _Number(
        lambda record: record.ledger.tokens_per_second if record.stream else None,
        "a number of tokens a second",
        "tps<20",
    ),
    "tokens": _Number(lambda record: record.ledger.tokens, "a number of tokens", "tokens>=100"),
    "prompt": _Number(lambda record: record.prompt_tokens, "a number of tokens", "prompt>1000"),
    "duration": _Number(
        lambda record: None if record.duration is None else record.duration * 1000,
        "a number of milliseconds",
        "duration>2s",
        duration=True,
    ),
    "status": _Number(lambda record: record.status, "an HTTP status", "status:429"),
}
_WORDS = {"stream": "stream:yes", "fault": "fault:yes", "outcome": "outcome:cut", "method": "method:post"}
_EXAMPLES = (
    {"status": _NUMBERS["status"].example, "model": _TEXTS["model"].example}
    | _WORDS
    | {name: field.example for name, field in (_NUMBERS | _TEXTS).items()}
)
FIELDS = tuple(_EXAMPLES)
"""Every name that may stand before a colon or a comparison."""

HELP = (
    "Words look in path, model, outcome, status, client, error and fault. "
    "Fields: status:429 or 4xx, model:gpt, stream:yes, fault:yes, outcome:cut, path:/v1/chat, method:post, "
    "ttft>500 (ms), tps<20, tokens>=100, prompt>1000, duration>2s, override:tokens_per_second, "
    "client:, id:, error:, body:, answer:. "
    'A minus before a term excludes; "quotes" keep words together.'
)

_PART = re.compile(r'\s*(-?)((?:[^\s"]|"[^"]*")*"[^"]*$|(?:[^\s"]|"[^"]*")+)')
"""A term with its minus; the first branch is one whose last quote has no end."""

_TERM = re.compile(r"([A-Za-z_]+)(:|>=|<=|>|<|=)(.*)", re.DOTALL)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(ms|s)?", re.IGNORECASE)
_STATUS_CLASS = re.compile(r"([1-5])xx", re.IGNORECASE)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ":": lambda found, asked: found == asked,
    "=": lambda found, asked: found == asked,
    ">": lambda found, asked: found > asked,
    ">=": lambda found, asked: found >= asked,
    "<": lambda found, asked: found < asked,
    "<=": lambda found, asked: found <= asked,
}
_YES_NO = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def compile_filter(text: str) -> Predicate | None:
    """Whether a record matches a filter line; None where the line is empty and everything does.

    Raises InvalidValue for the first term that says nothing; the sentence names it.
    """
    found = [_compiled(minus == "-", part) for minus, part in _PART.findall(text)]
    if not found:
        return None
    predicates = [predicate for _slow, predicate in sorted(found, key=lambda pair: pair[0])]
    if len(predicates) == 1:
        return predicates[0]

    def all_hold(record: RequestRecord) -> bool:
        return all(predicate(record) for predicate in predicates)

    return all_hold


def _compiled(excluded: bool, part: str) -> tuple[bool, Predicate]:
    """One term as whether it reads long texts, and its predicate."""
    if part.count('"') % 2:
        raise _wrong(f"the quote in {part} has no end")
    term = _TERM.fullmatch(part)
    predicate = _field(part, *term.groups()) if term else _words(excluded, part)
    slow = term is not None and term.group(1).lower() in ("body", "answer")
    if not excluded:
        return slow, predicate
    return slow, lambda record: not predicate(record)


def _words(excluded: bool, part: str) -> Predicate:
    words = part.replace('"', "").lower()
    if not words:
        raise _wrong(f"{'-' if excluded else ''}{part} holds no word to look for")
    return lambda record: words in _summary(record)


def _summary(record: RequestRecord) -> str:
    return (
        f"{record.method} {record.path} {record.model} {record.outcome} {record.status} {record.client} {record.error} "
        f"{record.fault or ''}"
    ).lower()


def _field(part: str, name: str, sign: str, value: str) -> Predicate:
    name = name.lower()
    value = value.replace('"', "")
    if name not in _EXAMPLES:
        raise _wrong(f'{name} in {part} is no field; fields are {", ".join(FIELDS)}; words go in "quotes"')
    if not value:
        raise _wrong(f"{part} needs a value, such as {_EXAMPLES[name]}")
    if name in _NUMBERS:
        return _number(part, name, sign, value)
    if sign not in (":", "="):
        raise _wrong(f"{part} cannot be compared; it is written {_EXAMPLES[name]}")
    match name:
        case "stream":
            streamed = _yes_no(part, name, value)
            return lambda record: record.stream is streamed
        case "fault":
            failed = _yes_no(part, name, value)
            return lambda record: (record.fault is not None) is failed
        case "outcome":
            return _outcome(part, value)
        case "method":
            method = value.upper()
            return lambda record: record.method == method
    read, wanted = _TEXTS[name].read, value.lower()
    return lambda record: wanted in read(record).lower()


def _number(part: str, name: str, sign: str, value: str) -> Predicate:
    field, compare = _NUMBERS[name], _COMPARE[sign]
    if name == "status" and sign in (":", "=") and (hundreds := _STATUS_CLASS.fullmatch(value)):
        first = int(hundreds.group(1))
        return lambda record: record.status is not None and record.status // 100 == first
    amount = _AMOUNT.fullmatch(value)
    if amount is None or (amount.group(2) and not field.duration):
        raise _wrong(f"{part} needs {field.wanted}, such as {field.example}")
    asked = float(amount.group(1)) * (1000 if (amount.group(2) or "").lower() == "s" else 1)
    read = field.read

    def holds(record: RequestRecord) -> bool:
        found = read(record)
        return found is not None and compare(found, asked)

    return holds


def _yes_no(part: str, name: str, value: str) -> bool:
    wanted = _YES_NO.get(value.lower())
    if wanted is None:
        raise _wrong(f"{part} must be {name}:yes or {name}:no")
    return wanted


def _outcome(part: str, value: str) -> Predicate:
    wanted = frozenset(outcome for outcome in Outcome if value.lower() in outcome)
    if not wanted:
        raise _wrong(f"{part} is no outcome; the outcomes are {', '.join(Outcome)}")
    return lambda record: record.outcome in wanted


def _wrong(sentence: str) -> InvalidValue:
    return InvalidValue("filter", sentence)
