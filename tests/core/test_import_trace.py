"""What curl traced is read by its heads and rows: what was sent when, what came when, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.captures import Arrival
from mockpanel.core.errors import InvalidValue
from mockpanel.core.import_trace import LOOKED_AT, is_trace, read_trace
from mockpanel.core.timed_parts import NO_REQUEST
from tests.core.captures import chat_event
from tests.core.texts import CHARACTERS


def block(stamp: str, what: str, data: bytes) -> str:
    """One entry of --trace --trace-time."""
    lines = [f"{stamp} {what}, {len(data)} bytes ({len(data):#x})"]
    for offset in range(0, len(data), 16):
        row = data[offset : offset + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        lines.append(f"{offset:04x}: {row.hex(' ').ljust(47)} {shown}")
    return "\n".join(lines) + "\n"


def came(stamp: str, text: str) -> str:
    return block(stamp, "<= Recv data", f"data: {chat_event(text)}\n\n".encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:00:00.000001 == Info: Trying 127.0.0.1:8000...\n", True),
        ("=> Send header, 5 bytes (0x5)\n0000: 50 4f 53 54 20 POST \n", True),
        ("1700000000.000001 <= Recv data, 0 bytes (0x0)", True),
        ("x" * LOOKED_AT + "\n== Info: too late\n", False),
        ("", False),
        ("0000: 50 4f 53 54 20 POST", False),
        ("data: a <= Recv data, 5 bytes", False),
    ],
)
def test_a_trace_is_known_by_a_head_near_its_beginning(text: str, expected: bool) -> None:
    assert is_trace(text) is expected


@given(st.text(CHARACTERS, min_size=1, max_size=40))
def test_any_text_is_read_byte_for_byte(text: str) -> None:
    trace = block("10:00:00.000000", "=> Send data", b"{}") + came("10:00:00.250000", text)

    capture = read_trace(trace, "trace")

    assert (capture.name, capture.notes) == ("trace", "")
    assert capture.arrivals == (Arrival(0.25, text),)


def test_times_count_from_the_last_of_the_request_s_blocks() -> None:
    sent = [
        block("10:00:00.000000", "=> Send header", b"POST /v1 HTTP/1.1\r\n\r\n"),
        block("10:00:00.500000", "=> Send data", b'{"stream":'),
        block("10:00:01.000000", "=> Send data", b"true}"),
    ]

    capture = read_trace("".join([*sent, came("10:00:01.125000", "Hi")]), "trace")

    assert capture.arrivals == (Arrival(0.125, "Hi"),)


def test_what_tls_sends_behind_the_answer_moves_no_time() -> None:
    trace = [
        block("10:00:00.000000", "=> Send header", b"POST /v1 HTTP/1.1\r\n\r\n"),
        came("10:00:01.000000", "Hi"),
        block("10:00:02.000000", "=> Send SSL data", b"\x01\x00"),
    ]

    assert read_trace("".join(trace), "trace").arrivals == (Arrival(1.0, "Hi"),)


def test_headers_encrypted_bytes_and_remarks_are_no_part_of_the_answer() -> None:
    event = f"data: {chat_event('No')}\n\n".encode()
    others = [block("10:00:00.000000", what, event) for what in ("<= Recv header", "<= Recv SSL data", "== Info")]

    capture = read_trace("".join([*others, came("10:00:01.000000", "Yes")]), "trace")

    assert (capture.text, capture.notes) == ("Yes", NO_REQUEST)


def test_an_event_that_comes_in_two_blocks_is_one_chunk_at_the_time_of_the_second() -> None:
    data = f"data: {chat_event('Grüße')}\n\n".encode()
    trace = "".join(
        [
            block("10:00:00.000000", "=> Send data", b"{}"),
            block("10:00:00.100000", "<= Recv data", data[:50]),
            block("10:00:00.300000", "<= Recv data", data[50:]),
        ]
    )

    capture = read_trace(trace, "trace")

    assert capture.arrivals == (Arrival(0.3, "Grüße"),)


@pytest.mark.parametrize("text", ["", "== Info: Connected\n", block("10:00:00.0", "=> Send data", b"{}")], ids=len)
def test_a_trace_without_an_answer_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="the file holds no event with a text and a time"):
        read_trace(text, "trace")
