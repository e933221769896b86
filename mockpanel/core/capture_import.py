"""A capture from whatever file one may be in: tells the format by what it holds. Opens no file."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from typing import Any

from mockpanel.core import tokens
from mockpanel.core.capture_checks import LARGEST_BYTES, refusal
from mockpanel.core.capture_file import has_header, parse_capture
from mockpanel.core.capture_names import proposed_name
from mockpanel.core.capture_records import Tokenize, capture_of_view, is_view
from mockpanel.core.captures import Capture
from mockpanel.core.import_dump import read_dump
from mockpanel.core.import_har import is_har, read_har
from mockpanel.core.import_lines import read_lines
from mockpanel.core.import_trace import is_trace, read_trace


class Kind(StrEnum):
    """What a file is, in the words of a sentence."""

    CAPTURE = "a capture file"
    HAR = "an HTTP Archive"
    RECORD = "a request of mockpanel's log"
    LINES = "JSON Lines of times and texts"
    DUMP = "server-sent events with times"
    TRACE = "curl's trace"


def read_capture(name: str, data: bytes, tokenize: Tokenize = tokens.tokenize) -> Capture:
    """The capture of a file's bytes; raises InvalidValue with what is wrong and where.

    It may be of any kind. `name` is what it is called where the file does not say; `tokenize` is asked only for what
    counts in tokens.
    """
    return read_recording(name, data, tokenize)[1]


def read_recording(name: str, data: bytes, tokenize: Tokenize = tokens.tokenize) -> tuple[Kind, Capture]:
    """The same, with the kind of the file."""
    if len(data) > LARGEST_BYTES:
        raise refusal(f"a capture's file may have up to {LARGEST_BYTES // 1_000_000} MB, got {len(data) / 1e6:.1f} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(f"a capture's file must be UTF-8 text, but its byte {error.start} is not") from None
    name = proposed_name(name)
    kind, capture = _read(text, name, tokenize)
    return kind, replace(capture, name=capture.name or name, source=capture.source or name)


def _read(text: str, name: str, tokenize: Tokenize) -> tuple[Kind, Capture]:
    first = next((line for line in text.split("\n") if line.strip()), "")
    if has_header(first):
        return Kind.CAPTURE, parse_capture(text, name)
    if not first.lstrip().startswith(("{", "[")):
        return (Kind.TRACE, read_trace(text, name)) if is_trace(text) else (Kind.DUMP, read_dump(text, name))
    document = _whole(text)
    if is_har(document):
        return Kind.HAR, read_har(document, name, tokenize)
    record = document if is_view(document) else _whole(first)
    if is_view(record):
        return Kind.RECORD, capture_of_view(record, record["answer"], tokenize, name)
    if document is None and _whole(first) is None:  # a time in brackets
        return Kind.DUMP, read_dump(text, name)
    return Kind.LINES, read_lines(text, name)


def _whole(text: str) -> Any:
    """A text as JSON; None for what is not."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
