"""One answer is asked for and taken down; what goes wrong is a sentence, and the key is in none of it."""

from __future__ import annotations

import asyncio
import json

import pytest

from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, RequestRefused
from mockpanel.server.asking import ask_once
from mockpanel.server.upstream import Upstream
from tests.core.captures import chat_event
from tests.server.upstreams import HEAD, FakeUpstream, answer, chunk

KEY = "sk-a-secret-of-its-own"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"


def event(text: str) -> bytes:
    return chunk(f"data: {chat_event(text)}\n\n".encode())


def asked(url: str, key: str = "") -> Capture:
    async def run() -> Capture:
        upstream = Upstream()
        upstream.point(url, key)
        try:
            return await ask_once(upstream, "some-model", "How deep is it?")
        finally:
            await upstream.close()

    return asyncio.run(run())


def test_what_comes_when_is_a_capture() -> None:
    with FakeUpstream(
        CHUNKED, 0.05, event("Very"), 0.1, event(" deep."), chunk(b"data: [DONE]\n\n"), chunk(b"")
    ) as far:
        capture = asked(far.url)

    assert [arrival.text for arrival in capture.arrivals] == ["Very", " deep."]
    assert capture.arrivals[0].seconds >= 0.05
    assert capture.arrivals[1].seconds - capture.arrivals[0].seconds == pytest.approx(0.1, abs=0.08)
    assert (capture.source, capture.notes) == (far.host, "")
    assert capture.name.startswith(capture.model)


def test_the_question_and_the_key_are_sent_and_the_key_is_masked_where_it_comes_back() -> None:
    with FakeUpstream(CHUNKED, event(f"Yours is {KEY}"), chunk(b"")) as far:
        capture = asked(far.url, KEY)

    head, _, body = far.requests[0].partition(b"\r\n\r\n")
    assert f"authorization: Bearer {KEY}".encode() in head.replace(b"Authorization", b"authorization")
    assert json.loads(body)["messages"] == [{"role": "user", "content": "How deep is it?"}]
    assert KEY not in capture.text


def test_without_a_key_none_is_sent() -> None:
    with FakeUpstream(CHUNKED, event("Hi"), chunk(b"")) as far:
        asked(far.url)

    assert b"authorization" not in far.requests[0].lower()


def test_what_breaks_off_is_a_capture_with_a_note() -> None:
    with FakeUpstream(CHUNKED, event("Half of")) as far:
        capture = asked(far.url)

    assert capture.text == "Half of"
    assert "broke the answer off" in capture.notes


def test_a_refusal_is_a_sentence_without_the_key() -> None:
    body = json.dumps({"error": {"message": f"Wrong key {KEY}"}}).encode()
    with (
        FakeUpstream(answer(b"401 Unauthorized", b"application/json", body)) as far,
        pytest.raises(CaptureError) as caught,
    ):
        asked(far.url, KEY)

    assert str(caught.value).startswith(f"{far.host} answered 401: Wrong key")
    assert KEY not in str(caught.value)


def test_an_answer_without_text_is_none() -> None:
    with FakeUpstream(CHUNKED, chunk(b"data: [DONE]\n\n"), chunk(b"")) as far, pytest.raises(CaptureError) as caught:
        asked(far.url)

    assert str(caught.value) == f"{far.host} answered without any text."


def test_who_is_not_there_is_told_of() -> None:
    with pytest.raises(RequestRefused, match=r"127\.0\.0\.1:9 cannot be reached"):
        asked("http://127.0.0.1:9/v1")
