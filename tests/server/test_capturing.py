"""Record mode: bytes go through unchanged and at once, what came when is kept, and the key is nowhere."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openai import OpenAI

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.captures import Capture
from mockpanel.core.exports import har, json_lines
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.printing import request_line
from tests.core.captures import chat_event
from tests.running import RunningServer
from tests.server.bare import CHAT, BareClient, wait_until
from tests.server.foreign import ForeignServer
from tests.server.upstreams import ANSWER, HEAD, FakeUpstream, answer, chunk, thoughtful_upstream

KEY = "sk-a-secret-of-its-own"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
ASK = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "Hi"}]}


def event(text: str) -> bytes:
    return f"data: {chat_event(text)}\n\n".encode()


@pytest.fixture(scope="module")
def upstream() -> Iterator[RunningServer]:
    with thoughtful_upstream() as running:
        yield running


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningServer]:
    with RunningServer() as running:
        yield running


@pytest.fixture
def recorder(shared: RunningServer) -> Iterator[RunningServer]:
    """A server to be switched to record mode; the test finds no captures and no requests of others."""
    yield shared
    shared.call(shared.services.upstream.switch_off)
    wait_until(lambda: all(record.outcome.over for record in shared.services.log), "all requests have ended")
    shared.call(shared.services.log.clear)
    wait_until(lambda: not shared.call(lambda: shared.services.saving._running), "all captures are saved")
    for path in shared.services.captures.path.glob("*"):
        path.unlink()


def point(recorder: RunningServer, url: str, key: str | None = None) -> None:
    recorder.call(recorder.services.upstream.point, url, key)


def captures(recorder: RunningServer) -> list[Capture]:
    return [each.capture for each in recorder.services.captures.kept() if not each.built_in]


def the_capture(recorder: RunningServer) -> Capture:
    wait_until(lambda: len(captures(recorder)) == 1, "the capture is saved")
    return captures(recorder)[0]


def the_record(recorder: RunningServer) -> RequestRecord:
    wait_until(lambda: [record.outcome.over for record in recorder.services.log] == [True], "the request has ended")
    return next(iter(recorder.services.log))


def test_the_official_client_streams_through_it_and_the_times_are_those_of_the_upstream(
    recorder: RunningServer, upstream: RunningServer
) -> None:
    point(recorder, upstream.base_url, KEY)

    with OpenAI(base_url=recorder.base_url, api_key="mine", max_retries=0) as client:
        stream = client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "Hi"}], stream=True, extra_headers={"X-Mock-Seed": "1"}
        )
        text = "".join(part.choices[0].delta.content or "" for part in stream if part.choices)

    capture, record = the_capture(recorder), the_record(recorder)
    sent = list(upstream.services.log)[-1]
    assert text == ANSWER
    assert (capture.text, capture.reasoning, capture.source, capture.model) == (
        ANSWER,
        "Hm.",
        upstream.base_url.split("/")[2],
        "m",
    )
    came = [arrival.seconds for arrival in capture.answer]
    assert came == pytest.approx([row.sent_ns / 1e9 for row in sent.ledger], abs=0.08)
    assert came[-1] - came[0] == pytest.approx((sent.ledger.rows[-3] - sent.ledger.rows[1]) / 1e9, abs=0.05)
    assert (record.outcome, record.status, record.captured_from) == (Outcome.COMPLETED, 200, capture.source)
    came_to = [row.tokens for row in record.ledger]
    assert set(came_to) <= {row.tokens for row in sent.ledger}  # those that come together are one row
    assert came_to[-1] == sent.ledger.tokens
    assert record.ledger.time_to_first_token == pytest.approx(came[0], abs=0.5)  # connecting comes on top
    assert record.answer == ANSWER
    assert f"from {capture.source}" in request_line(record)


def test_the_bytes_go_through_unchanged_and_at_once(recorder: RunningServer) -> None:
    first, rest = event("Hel")[:30], event("Hel")[30:] + b": a comment\r\n\r\n" + event("lo") + b"data: [DONE]\n\n"
    with FakeUpstream(CHUNKED, chunk(first), 0.15, chunk(rest), b"0\r\n\r\n") as fake:
        point(recorder, fake.url)

        with httpx.Client(trust_env=False) as http, http.stream("POST", recorder.root_url + CHAT, json=ASK) as got:
            pieces = [(time.monotonic(), data) for data in got.iter_raw()]

    assert b"".join(data for _, data in pieces) == first + rest
    assert pieces[-1][0] - pieces[0][0] > 0.1
    assert got.headers["content-type"] == "text/event-stream"
    assert [arrival.text for arrival in the_capture(recorder).arrivals] == ["Hel", "lo"]


def test_what_is_sent_is_the_client_s_request_with_the_key_in_place_of_its_own(recorder: RunningServer) -> None:
    body = b'{"model" : "m",  "stream":true}'
    with FakeUpstream(answer(b"200 OK", b"application/json", b"{}")) as fake:
        point(recorder, fake.url, KEY)

        httpx.post(
            f"{recorder.base_url}/completions?api-version=1&tps=2&tokens_per_second=5",
            content=body,
            headers={"Authorization": "Bearer mine", "Cookie": "a=b", "X-Mock-Seed": "5", "X-Title": "t"},
            trust_env=False,
        )

    head, _, sent = fake.requests[0].partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert lines[0] == b"post /v1/completions?api-version=1&tps=2 http/1.1"
    assert f"authorization: bearer {KEY}".encode() in lines
    assert b"x-title: t" in lines
    assert f"host: {fake.host}".encode() in lines
    assert not [line for line in lines if line.startswith((b"cookie", b"x-mock", b"connection: close"))]
    assert b"mine" not in head
    assert sent == body


def test_a_cookie_of_the_upstream_reaches_nobody_and_is_not_sent_back(recorder: RunningServer) -> None:
    with FakeUpstream(answer(b"200 OK", b"application/json", b"{}", b"set-cookie: session=1; Path=/")) as fake:
        point(recorder, fake.url)

        answers = [httpx.post(recorder.root_url + CHAT, json=ASK, trust_env=False) for _ in range(2)]

    assert not [each for each in answers if "set-cookie" in each.headers]
    assert not [request for request in fake.requests if b"session" in request]


def test_without_a_key_the_client_s_own_goes_on_unless_it_is_meant_for_this_server(upstream: RunningServer) -> None:
    with FakeUpstream(answer(b"200 OK", b"application/json", b"{}")) as fake:
        for api_key in ("", "own"):
            with RunningServer(capture_from=fake.url, api_key=api_key) as recorder:
                httpx.post(recorder.root_url + CHAT, json=ASK, headers={"Authorization": "Bearer own"}, trust_env=False)

    assert [b"Bearer own" in request for request in fake.requests] == [True, False]


def test_a_server_with_a_key_of_its_own_asks_for_it_in_record_mode_too() -> None:
    with (
        FakeUpstream() as fake,
        RunningServer(capture_from=fake.url, api_key="own") as recorder,
        httpx.Client(trust_env=False) as http,
    ):
        refused = http.post(recorder.root_url + CHAT, json=ASK)

    assert refused.status_code == 401
    assert fake.requests == []


def test_the_key_is_nowhere_not_even_where_the_upstream_repeats_it(recorder: RunningServer, tmp_path: Path) -> None:
    error = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}."}}).encode()
    told: list[str] = []
    with (
        FakeUpstream(answer(b"401 Unauthorized", b"application/json", error)) as refusing,
        FakeUpstream(CHUNKED, chunk(event(f"Your key is {KEY}.")), b"0\r\n\r\n") as repeating,
        httpx.Client(trust_env=False) as http,
    ):
        for fake in (refusing, repeating):
            point(recorder, fake.url, KEY)
            told.append(http.post(recorder.root_url + CHAT, json=ASK).text if fake is refusing else "")
            told.append(http.get(recorder.root_url + "/mock/capture").text)
        http.post(recorder.root_url + CHAT, json=ASK)
        wait_until(lambda: len(captures(recorder)) == 1, "the capture is saved")
        told += [http.get(recorder.root_url + path).text for path in ("/mock/requests", "/mock/captures")]
        records = list(recorder.services.log)
        told += [http.get(f"{recorder.root_url}/mock/requests/{record.id}").text for record in records]
    told += [*har(records, recorder.base_url), *json_lines(records), *map(request_line, records), *map(repr, records)]
    told += [path.read_text() for path in recorder.services.captures.path.iterdir()]

    assert len(records) == 2
    assert records[0].error == "Incorrect API key provided: ***."
    assert captures(recorder)[0].text == "Your key is ***."
    assert not [text for text in told if KEY in text]
    assert KEY not in repr(recorder.services.upstream.__dict__)


def test_an_error_of_the_upstream_is_handed_on_with_its_status_and_headers(recorder: RunningServer) -> None:
    body = b'{"error": {"message": "Slow down.", "type": "requests"}}'
    with FakeUpstream(answer(b"429 Too Many Requests", b"application/json", body, b"retry-after: 7")) as fake:
        point(recorder, fake.url)

        got = httpx.post(recorder.root_url + CHAT, json=ASK, trust_env=False)

    assert (got.status_code, got.content, got.headers["retry-after"]) == (429, body, "7")
    record = the_record(recorder)
    assert (record.outcome, record.error, record.captured_from) == (Outcome.REJECTED, "Slow down.", fake.host)
    assert captures(recorder) == []


def test_an_upstream_that_cannot_be_reached_is_told_in_a_sentence(recorder: RunningServer) -> None:
    with FakeUpstream() as fake:
        url = fake.url
    point(recorder, url)

    got = httpx.post(recorder.root_url + CHAT, json=ASK, trust_env=False)

    assert got.status_code == 502
    assert got.json()["error"]["message"].startswith(f"{fake.host} cannot be reached: ")
    assert the_record(recorder).outcome is Outcome.FAILED


def test_an_answer_that_the_upstream_breaks_off_is_broken_off_and_kept_with_a_note(recorder: RunningServer) -> None:
    with FakeUpstream(CHUNKED, chunk(event("Hel")), 0.05) as fake:
        point(recorder, fake.url)

        with (
            pytest.raises(httpx.RemoteProtocolError),
            httpx.Client(trust_env=False) as http,
            http.stream("POST", recorder.root_url + CHAT, json=ASK) as got,
        ):
            got.read()

    record, capture = the_record(recorder), the_capture(recorder)
    assert record.outcome is Outcome.CUT
    assert record.error is not None
    assert record.error.startswith(f"{fake.host} broke the answer off: ")
    assert capture.text == "Hel"
    assert capture.notes == f"Broken off before its end. {record.error}"


def test_when_the_client_goes_the_upstream_is_left_and_what_came_is_kept(recorder: RunningServer) -> None:
    ticking: list[Any] = [part for _ in range(200) for part in (chunk(event("tick ")), 0.01)]
    with FakeUpstream(CHUNKED, *ticking) as fake:
        point(recorder, fake.url)
        with BareClient(recorder.port) as client:
            client.ask(ASK)
            client.head()
            client.chunk()

        assert fake.left.wait(5)

    assert the_record(recorder).outcome is Outcome.CLIENT_GONE
    assert the_capture(recorder).notes == "Broken off: the client went away."


def test_a_client_that_goes_before_the_answer_begins_is_noticed(recorder: RunningServer) -> None:
    with FakeUpstream(0.3, CHUNKED) as fake:
        point(recorder, fake.url)
        with BareClient(recorder.port) as client:
            client.ask(ASK)
            wait_until(lambda: bool(fake.requests), "the request has arrived")

        began = time.monotonic()
        record = the_record(recorder)

    assert record.outcome is Outcome.CLIENT_GONE
    assert time.monotonic() - began < 5
    assert captures(recorder) == []


def test_a_packed_answer_is_unpacked_and_no_longer_called_so(recorder: RunningServer) -> None:
    body = event("Hello") + b"data: [DONE]\n\n"
    packed = answer(b"200 OK", b"text/event-stream", gzip.compress(body), b"content-encoding: gzip")
    with FakeUpstream(packed) as fake:
        point(recorder, fake.url)

        got = httpx.post(recorder.root_url + CHAT, json=ASK, trust_env=False)

    assert got.content == body
    assert "content-encoding" not in got.headers
    assert the_capture(recorder).text == "Hello"


def test_an_answer_in_one_piece_is_one_chunk_and_says_so(recorder: RunningServer) -> None:
    body = b'{"model": "m2", "choices": [{"index": 0, "message": {"content": "Hello"}}]}'
    with FakeUpstream(answer(b"200 OK", b"application/json", body)) as fake:
        point(recorder, fake.url)

        got = httpx.post(recorder.root_url + CHAT, json={**ASK, "stream": False}, trust_env=False)

    capture, record = the_capture(recorder), the_record(recorder)
    assert got.content == body
    assert (capture.text, capture.model, capture.notes) == ("Hello", "m2", "The answer came in one piece.")
    assert (record.stream, record.answer) == (False, "Hello")


def test_an_answer_without_text_is_not_kept(recorder: RunningServer) -> None:
    with FakeUpstream(answer(b"200 OK", b"text/event-stream", b"data: [DONE]\n\n")) as fake:
        point(recorder, fake.url)

        httpx.post(recorder.root_url + CHAT, json=ASK, trust_env=False)

    assert the_record(recorder).outcome is Outcome.COMPLETED
    assert captures(recorder) == []


def test_two_answers_at_once_become_two_captures(recorder: RunningServer, upstream: RunningServer) -> None:
    point(recorder, upstream.base_url)

    with BareClient(recorder.port) as one, BareClient(recorder.port) as other:
        one.ask(ASK)
        other.ask(ASK)
        answers = [one.answer(), other.answer()]
    wait_until(lambda: len(captures(recorder)) == 2, "both are saved")

    assert [each.status for each in answers] == [200, 200]
    assert {capture.text for capture in captures(recorder)} == {ANSWER}


def test_a_server_that_is_pointed_at_itself_says_so(recorder: RunningServer) -> None:
    point(recorder, recorder.base_url)

    got = httpx.post(recorder.root_url + CHAT, json=ASK, trust_env=False)

    assert got.status_code == 508
    assert got.json()["error"]["message"] == "capture_from leads back to this server; point it at another."


def test_a_saved_capture_is_told_of(recorder: RunningServer, upstream: RunningServer) -> None:
    told: list[str] = []
    recorder.services.captured.connect(told.append)
    point(recorder, upstream.base_url)

    httpx.post(recorder.root_url + CHAT, json=ASK, trust_env=False)
    wait_until(lambda: bool(told), "it is told")

    recorder.services.captured.disconnect(told.append)
    assert told == [the_capture(recorder).name]
    assert told[0].startswith("m 20")


def test_once_it_is_switched_off_answers_are_made_here(recorder: RunningServer, upstream: RunningServer) -> None:
    point(recorder, upstream.base_url)
    recorder.call(recorder.services.upstream.switch_off)

    got = httpx.post(recorder.root_url + CHAT, json={**ASK, "mock_response": "Mine", "tps": 0}, trust_env=False)

    assert b"Mine" in got.content
    assert captures(recorder) == []


def test_an_answer_under_way_when_the_server_stops_is_kept(tmp_path: Path) -> None:
    ticking: list[Any] = [part for _ in range(400) for part in (chunk(event("tick ")), 0.01)]
    with FakeUpstream(CHUNKED, *ticking) as fake:
        recorder = RunningServer(capture_from=fake.url)
        recorder.services.captures = CaptureFolder(tmp_path)
        with recorder, BareClient(recorder.port) as client:
            client.ask(ASK)
            client.head()
            client.chunk()
            recorder.stop()

    (capture,) = captures(recorder)
    assert capture.text.startswith("tick ")
    assert capture.notes.startswith("Broken off")


@pytest.mark.parametrize("http", ["h11", "httptools"])
def test_under_a_foreign_server_it_works_as_well(http: str, upstream: RunningServer) -> None:
    with (
        ForeignServer(http, capture_from=upstream.base_url) as recorder,
        OpenAI(base_url=recorder.base_url, api_key="x", max_retries=0) as client,
    ):
        stream = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}], stream=True)
        text = "".join(part.choices[0].delta.content or "" for part in stream if part.choices)
        capture, record = the_capture(recorder), the_record(recorder)

    assert text == capture.text == ANSWER
    assert record.outcome is Outcome.COMPLETED
    assert record.ledger.time_to_first_token == pytest.approx(capture.answer[0].seconds, abs=0.5)
