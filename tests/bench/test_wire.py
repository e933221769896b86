"""Reading recorded answers: however the bytes were framed and cut, each content event has its one time."""

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from .protocols import request_bytes
from .wire import excerpt, read_answer

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
CHUNKED_HEAD = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

contents = st.lists(st.text(min_size=1, max_size=5) | st.just('"content": "x"\n\n'), max_size=8)


def event(delta: object, separators: tuple[str, str] = (",", ":")) -> bytes:
    """A chunk event with that delta."""
    choice = {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    return f"data: {json.dumps(choice, separators=separators, ensure_ascii=False)}\n\n".encode()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The data in parts that begin at these places (taken modulo its length)."""
    bounds = sorted({0, len(data), *(place % len(data) for place in places)})
    return [data[start:end] for start, end in pairwise(bounds)]


def chunked(body: bytes, places: list[int]) -> bytes:
    """The body in HTTP chunks that begin at these places."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in cut(body, places)) + b"0\r\n\r\n"


cuts = st.lists(st.integers(0, 10_000), max_size=20)


@settings(max_examples=25)  # Drawing the cuts takes most of the time.
@given(contents, cuts, cuts, st.sampled_from([(",", ":"), (", ", ": ")]))
def test_each_content_event_arrives_with_its_last_byte(
    texts: list[str], chunk_cuts: list[int], part_cuts: list[int], separators: tuple[str, str]
) -> None:
    role = event({"role": "assistant", "content": ""}, separators)
    events = [event({"content": text}, separators) for text in texts]
    end = event({}, separators) + b"data: [DONE]\n\n"
    raw = CHUNKED_HEAD + chunked(b"".join([role, *events, end]), chunk_cuts)
    parts = cut(raw, part_cuts)

    answer = read_answer([*parts, b""], range(len(parts) + 1))

    assert answer.problem == ""
    assert len(answer.arrivals_ns) == len(texts)
    assert answer.arrivals_ns == sorted(answer.arrivals_ns)


def test_an_event_that_is_cut_counts_when_its_rest_has_come() -> None:
    first, second = event({"content": "a"}), event({"content": "b"})
    whole = CHUNKED_HEAD + b"%x\r\n%s\r\n" % (len(first), first)
    rest = b"%x\r\n%s\r\n" % (len(second), second)
    end = b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"

    answer = read_answer([whole + rest[:20], rest[20:-4], rest[-4:] + end, b""], [10, 20, 30, 40])

    assert answer.arrivals_ns == [10, 30]


def test_two_events_in_one_part_have_one_time() -> None:
    body = event({"content": "a"}) + event({"content": "b"}) + b"data: [DONE]\n\n"

    answer = read_answer([HEAD + b"\r\n", body, b""], [1, 2, 3])

    assert answer.arrivals_ns == [2, 2]
    assert answer.problem == ""


def test_an_answer_without_its_end_was_cut() -> None:
    body = event({"content": "a"}) + event({"content": "b"})

    answer = read_answer([CHUNKED_HEAD + b"%x\r\n%s\r\n" % (len(body), body), b""], [1, 2])

    assert answer.problem == "was cut after 2 content events"


def test_an_error_is_shown_in_one_line() -> None:
    refused = b'HTTP/1.1 400 Bad Request\r\ncontent-length: 20\r\n\r\n{"error":\n "too fast"}'

    answer = read_answer([refused, b""], [1, 2])

    assert answer.problem == 'was refused: HTTP/1.1 400 Bad Request {"error": "too fast"}'


def test_nothing_at_all_is_a_closed_connection() -> None:
    assert read_answer([b""], [1]).problem == "was closed before an answer came"


def test_a_request_states_its_length_and_whether_it_stays() -> None:
    head, _, body = request_bytes(8000, {"stream": True}).partition(b"\r\n\r\n")

    assert json.loads(body)["stream"] is True
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Connection: close" in head
    assert b"Connection: keep-alive" in request_bytes(8000, {}, keep_alive=True)


def test_an_excerpt_of_half_a_head_is_harmless() -> None:
    assert excerpt(b"HTTP/1.1 500") == "HTTP/1.1 500"
