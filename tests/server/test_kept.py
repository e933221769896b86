"""What the log keeps of answers that are more than a text."""

from __future__ import annotations

import httpx
import pytest

from mockpanel.core.choices import PartKind
from mockpanel.core.request_record import KEPT_TEXT_BYTES, AnswerPart
from tests.running import RunningServer

LOOK = {"type": "function", "function": {"name": "look"}}


def kept(server: RunningServer, **fields: object) -> tuple[str, tuple[AnswerPart, ...]]:
    """The answer and the parts that the log holds of one request."""
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "tools": [LOOK], **fields}
    answer = httpx.post(f"{server.base_url}/chat/completions", json=body)
    record = server.services.log.get(answer.headers["x-request-id"])
    assert record is not None
    return record.answer, record.parts


def test_a_mere_text_has_no_parts(server: RunningServer) -> None:
    assert kept(server, mock_response="one") == ("one", ())


@pytest.mark.parametrize("stream", [True, False])
def test_parts_are_kept_in_the_order_of_the_stream(server: RunningServer, stream: bool) -> None:
    call = {"name": "look", "arguments": {"a": 1}}

    answer, parts = kept(server, stream=stream, mock_response="one", mock_reasoning="hm", mock_tool_calls=[call])

    assert answer == 'one{"a":1}'
    assert parts == (
        AnswerPart(PartKind.REASONING, "hm"),
        AnswerPart(PartKind.TEXT, "one"),
        AnswerPart(PartKind.TOOL_CALL, '{"a":1}', "look"),
    )


def test_a_refusal_is_kept_as_one(server: RunningServer) -> None:
    assert kept(server, mock_refusal="No.") == ("No.", (AnswerPart(PartKind.REFUSAL, "No."),))


def test_long_parts_are_kept_as_far_as_the_log_keeps_a_text(server: RunningServer) -> None:
    _, parts = kept(server, mock_reasoning="é" * 20_000, mock_response="é" * 20_000)

    assert sum(len(part.text.encode()) for part in parts) <= KEPT_TEXT_BYTES
    assert [len(part.text) for part in parts] == [20_000, (KEPT_TEXT_BYTES - 40_000) // 2]


def test_the_control_api_tells_the_parts(server: RunningServer) -> None:
    answer = httpx.post(
        f"{server.base_url}/chat/completions",
        json={"model": "m", "messages": [{"role": "user", "content": "hi"}], "mock_refusal": "No."},
    )

    detail = httpx.get(f"{server.root_url}/mock/requests/{answer.headers['x-request-id']}").json()

    assert detail["parts"] == [{"kind": "refusal", "text": "No.", "name": ""}]
