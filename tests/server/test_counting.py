"""An endpoint that counts: the tokens of the asked encoding, its own errors, and a place in the log."""

from __future__ import annotations

import httpx
import pytest

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.request_record import Outcome
from mockpanel.core.tokens import count
from tests.running import RunningServer
from tests.server.bare import wait_until

URL = "/v1beta/models/m:countTokens"
TEXT = "Tokens 👩‍🚀 of 漢字 differ."
BODY = {"contents": [{"parts": [{"text": TEXT}]}]}


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {**BODY, "tokenizer_model": "gpt2"}},
        {"json": BODY, "headers": {"X-Mock-Tokenizer-Model": "gpt2"}},
        {"json": BODY, "params": {"tokenizer_model": "gpt2"}},
    ],
)
def test_tokens_are_those_of_the_asked_encoding(http: httpx.Client, sent: dict[str, object]) -> None:
    plain = http.post(URL, json=BODY).json()["totalTokens"]
    asked = http.post(URL, **sent).json()["totalTokens"]  # type: ignore[arg-type]

    assert (plain, asked) == (count(TEXT, "cl100k_base"), count(TEXT, "gpt2"))
    assert plain != asked


def test_it_waits_for_nothing_and_takes_no_fault(tunable: RunningServer) -> None:
    tunable.update(time_to_first_token=30)
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.SERVER_ERROR))

    answer = httpx.post(tunable.root_url + URL, json=BODY, trust_env=False, timeout=5)

    assert answer.status_code == 200
    assert tunable.services.faults.armed is not None
    (record,) = tunable.services.log
    wait_until(lambda: record.outcome.over, "the request is over")
    assert record.outcome is Outcome.COMPLETED
    assert TEXT in record.body


def test_a_body_that_is_too_large_is_refused_in_the_protocol_s_words() -> None:
    with RunningServer(max_body_bytes=1024) as server:
        answer = httpx.post(server.root_url + URL, content=b"x" * 2000, trust_env=False)

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == 413
