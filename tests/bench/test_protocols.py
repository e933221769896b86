"""Every protocol's wire against the real server: a request that is understood, and an answer that is read whole."""

from __future__ import annotations

import json

import pytest

from tests.running import RunningServer

from .client import Stream, run_streams
from .protocols import CHAT, WIRES, Wire, request_bytes
from .text import prose
from .wire import content_ends, read_answer

TOKENS = 40
CUT_BYTES = 10
FIELDS = {"mock_response": prose(TOKENS), "tokens_per_second": 0, "time_to_first_token": 0}

every_wire = pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)


def played(server: RunningServer, wire: Wire, **fields: object) -> Stream:
    stream = Stream(request_bytes(server.port, {**FIELDS, **fields}, wire))
    run_streams(server.port, [stream], limit_s=5)
    return stream


@every_wire
def test_every_token_arrives_and_the_answer_is_whole(server: RunningServer, wire: Wire) -> None:
    stream = played(server, wire)

    answer = read_answer(stream.parts, stream.times_ns, wire)

    assert answer.problem == ""
    assert len(answer.arrivals_ns) == TOKENS


@every_wire
def test_an_answer_without_its_end_was_cut(server: RunningServer, wire: Wire) -> None:
    stream = played(server, wire)
    raw = b"".join(stream.parts)
    ends = content_ends(raw, wire)

    answer = read_answer([raw[: ends[-1] + CUT_BYTES], b""], [1, 2], wire)

    assert answer.problem.startswith("was cut after ")


@every_wire
def test_a_text_that_looks_like_events_is_no_event(server: RunningServer, wire: Wire) -> None:
    text = '"content": "x", "text": "y"\n\nevent: content_block_delta\nevent: response.output_text.delta\n'
    stream = played(server, wire, mock_response=text, tokens_per_chunk=10_000)

    answer = read_answer(stream.parts, stream.times_ns, wire)

    assert answer.problem == ""
    assert len(answer.arrivals_ns) == 1


def test_a_request_brings_the_protocols_own_fields_and_the_others() -> None:
    head, _, body = request_bytes(8000, {"stream": False, "tokens_per_second": 5}, CHAT).partition(b"\r\n\r\n")

    assert head.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert json.loads(body) == {**CHAT.asked, "stream": False, "tokens_per_second": 5}


def test_the_names_are_unique() -> None:
    assert len({wire.name for wire in WIRES}) == len(WIRES)
