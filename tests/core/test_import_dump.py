"""Events with times in front of them, between them or in curl's traces become captures with those times."""

from __future__ import annotations

import pytest
from hypothesis import given

from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.import_dump import read_dump
from mockpanel.core.import_trace import LOSSY, is_trace, read_trace
from mockpanel.core.timed_parts import NO_REQUEST
from tests.core.captures import CAPTURES, chat_event

HEL, LO = f"data: {chat_event('Hel')}", f"data: {chat_event('lo')}"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (f"0.812 {HEL}\n\n0.9 {LO}\n\n", (0.812, 0.9)),
        (f"0.812 {HEL}\n0.9 {LO}\n", (0.812, 0.9)),
        (f"[812 ms] {HEL}\r\n[900ms] {LO}\r\n", (0.812, 0.9)),
        (f"0.812s: {HEL}\n0.9s: {LO}", (0.812, 0.9)),
        (f"0.812\t{HEL}\n0.9\t{LO}\n1.0\tdata: [DONE]", (0.812, 0.9)),
        (f": t=0.812\n{HEL}\n\n: t=0.9\n{LO}\n\n", (0.812, 0.9)),
        (f": time=812ms\n{HEL}\n\n: time=900ms\n{LO}\n\n", (0.812, 0.9)),
        (f"0.812\n{HEL}\n\n0.9\n{LO}\n\n", (0.812, 0.9)),
        (f"0.8 event: x\n0.812 {HEL}\n0.812 \n0.9 {LO}\n", (0.812, 0.9)),
        (
            f"2026-01-02T03:04:05Z > POST /v1/chat/completions\n2026-01-02T03:04:05.812Z {HEL}\n"
            f"2026-01-02T03:04:05.900Z {LO}",
            (0.812, 0.9),
        ),
        (f"23:59:59.5 sent\n23:59:59.75 {HEL}\n00:00:00.125 {LO}\n", (0.25, 0.625)),
    ],
)
def test_times_count_from_the_request(text: str, times: tuple[float, float]) -> None:
    capture = read_dump(text, "dump")

    assert capture == Capture("dump", (Arrival(times[0], "Hel"), Arrival(times[1], "lo")), "m")


def test_times_of_day_without_the_request_s_begin_with_the_first_event_and_say_so() -> None:
    capture = read_dump(f"10:00:01.5 {HEL}\n10:00:01.75 {LO}\n", "dump")

    assert [arrival.seconds for arrival in capture.arrivals] == [0, 0.25]
    assert capture.notes == NO_REQUEST


@given(capture=CAPTURES)
def test_a_dump_of_a_capture_gives_its_texts_and_times_back(capture: Capture) -> None:
    field = {True: "reasoning_content", False: "content"}
    lines = [
        f"{each.seconds:.6f} data: {chat_event(each.text, field=field[each.reasoning])}\n" for each in capture.arrivals
    ]

    read = read_dump("".join(lines), "dump")

    assert read.arrivals == tuple(arrival for arrival in capture.arrivals if arrival.text)


@pytest.mark.parametrize("text", ["", HEL, "0.5 hello", "0.5 data: [DONE]", "import json\n\nprint(1)\n"])
def test_what_has_no_time_or_no_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="the file holds no event with a text and a time"):
        read_dump(text, "dump")


def test_a_date_that_there_is_not_is_refused() -> None:
    with pytest.raises(InvalidValue, match="2026-13-01T00:00:00 is no time"):
        read_dump(f"2026-13-01T00:00:00 {HEL}", "dump")


def trace(*blocks: tuple[str, str, bytes], ascii_only: bool = False) -> str:
    """What curl writes about some bytes: times, ways, data."""
    lines = []
    for stamp, what, data in blocks:
        lines.append(f"{stamp} {what}, {len(data)} bytes ({len(data):#x})")
        offset = 0
        while offset < len(data):
            size = data.find(b"\r\n", offset, offset + 64) - offset if ascii_only else 16
            row = data[offset : offset + (size if size >= 0 else 64)]
            shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
            digits = "" if ascii_only else row.hex(" ") + " "
            lines.append(f"{offset:04x}: {digits}{shown}")
            offset += len(row) + (2 if ascii_only and size >= 0 else 0)
    return "== Info: Connected to 127.0.0.1\n" + "\n".join(lines) + "\n"


def blocks_of(*texts: str) -> list[tuple[str, str, bytes]]:
    """A request, and an event for each text, chunked as HTTP/1.1 does it."""
    blocks = [("10:00:00.000000", "=> Send header", b"POST /v1 HTTP/1.1\r\n\r\n")]
    blocks.append(("10:00:00.250000", "=> Send data", b"{}"))
    for place, text in enumerate(texts):
        data = f"data: {chat_event(text)}\n\n".encode()
        framed = b"%x\r\n%b\r\n" % (len(data), data)
        blocks.append((f"10:00:01.{place * 25:02d}0000", "<= Recv data", framed))
    return blocks


def test_curl_s_trace_gives_texts_byte_for_byte_and_times_from_the_request() -> None:
    text = trace(*blocks_of("Grüße ✅", ", there", "\n"))

    capture = read_trace(text, "trace")

    assert is_trace(text)
    assert [arrival.text for arrival in capture.arrivals] == ["Grüße ✅", ", there", "\n"]
    assert [arrival.seconds for arrival in capture.arrivals] == [0.75, 1.0, 1.25]
    assert capture.notes == ""


def test_curl_s_ascii_trace_is_read_too_and_says_what_it_loses() -> None:
    text = trace(*blocks_of("Hello", ", there"), ascii_only=True)

    capture = read_trace(text, "trace")

    assert is_trace(text)
    assert capture.text == "Hello, there"
    assert [arrival.seconds for arrival in capture.arrivals] == [0.75, 1.0]
    assert capture.notes == LOSSY


def test_a_trace_without_times_says_how_to_get_them() -> None:
    text = "<= Recv data, 5 bytes (0x5)\n0000: 64 61 74 61 3a data:\n"

    with pytest.raises(InvalidValue, match="curl's trace has no times; write it with --trace-time"):
        read_trace(text, "trace")
