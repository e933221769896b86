"""What is played: the preview's own question, and recorded ones as they came."""

from __future__ import annotations

import json

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.question import model_question, preview_question, recorded_question
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import KEPT_TEXT_BYTES, RequestRecord


def record(path: str = "/v1/chat/completions", body: str = "{}", **headers: str) -> RequestRecord:
    found = RequestLog().arrived("req_1", at=0, method="POST", path=path, headers=tuple(headers.items()))
    found.body = body
    return found


def test_the_previews_question_is_a_stream_over_the_live_defaults() -> None:
    document = json.loads(preview_question().body)

    assert document["stream"] is True
    assert not {"mock_response", "tps", "tokens_per_second"} & document.keys()


def test_a_models_question_is_the_previews_with_a_text_for_its_answer() -> None:
    document = json.loads(model_question("mock-b", "Same for all.").body)

    assert document.pop("mock_response") == "Same for all."
    assert document == {**json.loads(preview_question().body), "model": "mock-b"}


def test_a_recorded_request_is_asked_again_with_its_query_body_and_overrides() -> None:
    recorded = record("/v1/chat/completions?tps=5&text=a%20b", '{"x":"漢"}', **{"X-Mock-Chunk": "2", "Accept": "*/*"})

    question = recorded_question(recorded)

    assert (question.method, question.target) == ("POST", "/v1/chat/completions?tps=5&text=a%20b")
    assert question.body.decode() == '{"x":"漢"}'
    assert question.headers == (("X-Mock-Chunk", "2"),)


def test_a_path_that_was_decoded_is_encoded_again() -> None:
    assert recorded_question(record("/v1/models/a b")).target == "/v1/models/a%20b"


def test_a_header_that_would_break_the_request_is_left_out() -> None:
    recorded = record(**{"X-Mock-Response": "one\r\ntwo: 3", "x-mock-chunk": "1"})

    assert recorded_question(recorded).headers == (("x-mock-chunk", "1"),)


@pytest.mark.parametrize("length", [KEPT_TEXT_BYTES, KEPT_TEXT_BYTES - 3])
def test_a_body_that_the_log_cut_cannot_be_asked_again(length: int) -> None:
    with pytest.raises(InvalidValue, match="first 64 kB"):
        recorded_question(record(body="x" * length))


def test_a_body_that_the_log_dropped_cannot_be_asked_again() -> None:
    dropped = record()
    dropped.details_dropped = True

    with pytest.raises(InvalidValue, match="no longer"):
        recorded_question(dropped)
