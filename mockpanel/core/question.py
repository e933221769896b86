"""A request to be played: the preview's own, another model's, or a recorded one once more. Knows no socket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mockpanel.core.answer_settings import ToolCall
from mockpanel.core.dialects import openai_chat
from mockpanel.core.dialects.table import DIALECTS, Dialect
from mockpanel.core.errors import InvalidValue
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.sdks.request import body_loss, encoded_target

_OWN_HEADER = "x-mock-"


@dataclass(frozen=True, slots=True)
class Question:
    """Method, path with query, body, and the headers that change the answer."""

    method: str
    target: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def preview_question(calls: Sequence[ToolCall] = (), protocol: Dialect = DIALECTS[0]) -> Question:
    """What the preview asks: a stream over the live defaults, in a protocol.

    It offers the tools of these calls, so that they are sent.
    """
    tools = list(dict.fromkeys(call.name for call in calls))
    return Question("POST", protocol.target, protocol.body(tools), protocol.headers)


def model_question(model: str, text: str) -> Question:
    """A streamed chat completion of another model, which is to answer with a text."""
    document = openai_chat.ask(()) | {"model": model, "mock_response": text}
    return Question("POST", DIALECTS[0].target, json.dumps(document).encode())


def recorded_question(record: RequestRecord) -> Question:
    """A recorded request, to be sent again; raises InvalidValue where the log does not hold all of it."""
    if loss := body_loss(record):
        raise InvalidValue("body", f"{loss.removesuffix('.')}, so it cannot be sent again.")
    path, query = encoded_target(record)
    target = path + (f"?{query}" if query else "")
    headers = tuple(pair for pair in record.headers if pair[0].lower().startswith(_OWN_HEADER) and _plain(pair[1]))
    return Question(record.method, target, record.body.encode(), headers)


def _plain(value: str) -> bool:
    return value.isprintable() and value.isascii()
