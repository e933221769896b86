"""The error object: four keys whatever went wrong, and nothing of our own faults given away."""

from __future__ import annotations

import pytest
from openai.types import ErrorObject

from mockpanel.core.errors import InvalidValue, MockpanelError, ProfileError, RequestRefused
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.wire.openai_errors import asked_refusal, envelope, error_object, error_type, refused

ERRORS = [
    InvalidValue("n", "n must be between 1 and 128, got 0"),
    InvalidValue(None, "the request body must be a JSON object"),
    ProfileError("no such profile"),
    RequestRefused("Wrong key.", status=401, code="invalid_api_key"),
    RequestRefused("Invalid URL (GET /v2)", status=404),
    RequestRefused("Too many.", status=429, code="rate_limit_exceeded"),
    RequestRefused("Shutting down.", status=503),
    KeyError("secret"),
]


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_every_error_has_the_four_keys_that_clients_read(error: Exception) -> None:
    body = envelope(refused(error))

    assert list(body) == ["error"]
    assert list(body["error"]) == ["message", "type", "param", "code"]
    ErrorObject.model_validate(body["error"], strict=True)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (401, "invalid_request_error"),
        (404, "invalid_request_error"),
        (405, "invalid_request_error"),
        (413, "invalid_request_error"),
        (429, "requests"),
        (500, "server_error"),
        (503, "server_error"),
    ],
)
def test_each_status_has_the_type_of_the_real_api(status: int, kind: str) -> None:
    result = error_type(status)

    assert result == kind


def test_an_invalid_value_is_a_bad_request_that_names_the_field() -> None:
    error = InvalidValue("n", "n must be between 1 and 128, got 0")

    refusal = refused(error)

    assert refusal.status == 400
    assert envelope(refusal) == {
        "error": {
            "message": "n must be between 1 and 128, got 0",
            "type": "invalid_request_error",
            "param": "n",
            "code": None,
        }
    }


def test_a_refusal_stays_itself() -> None:
    error = RequestRefused("Wrong key.", status=401, code="invalid_api_key")

    refusal = refused(error)

    assert refusal is error
    assert envelope(refusal)["error"]["code"] == "invalid_api_key"


def test_any_other_error_of_ours_is_a_bad_request() -> None:
    error = MockpanelError("A sentence.")

    refusal = refused(error)

    assert (refusal.status, str(refusal), refusal.param) == (400, "A sentence.", None)


def test_an_error_that_is_not_ours_tells_nothing() -> None:
    error = KeyError("secret")

    refusal = refused(error)

    assert refusal.status == 500
    assert "secret" not in str(envelope(refusal))
    assert envelope(refusal)["error"]["type"] == "server_error"


def test_an_error_object_has_null_where_nothing_is_known() -> None:
    body = error_object("A sentence.", "server_error")

    assert body == {"error": {"message": "A sentence.", "type": "server_error", "param": None, "code": None}}


@pytest.mark.parametrize(
    ("seconds", "header", "header_ms"),
    [(20.0, "20", "20000"), (0.5, "1", "500"), (0.0, "0", "0"), (2.0001, "3", "2000")],
)
def test_a_rate_limit_says_when_to_try_again_in_whole_seconds_and_exactly(
    seconds: float, header: str, header_ms: str
) -> None:
    refusal = asked_refusal(Fault(kind=FaultKind.RATE_LIMIT, retry_after=seconds))

    assert refusal is not None
    assert refusal.status == 429
    assert refusal.headers == {"retry-after": header, "retry-after-ms": header_ms}
    error = envelope(refusal)["error"]
    assert (error["type"], error["param"], error["code"]) == ("requests", None, "rate_limit_exceeded")


def test_a_server_error_that_was_asked_for_looks_like_any_other() -> None:
    refusal = asked_refusal(Fault(kind=FaultKind.SERVER_ERROR))

    assert refusal is not None
    error = envelope(refusal)["error"]
    assert (refusal.status, error["type"], error["code"]) == (500, "server_error", None)


@pytest.mark.parametrize("kind", [FaultKind.CUT, FaultKind.STALL, FaultKind.EMPTY])
def test_an_answer_that_fails_on_the_way_is_no_refusal(kind: FaultKind) -> None:
    assert asked_refusal(Fault(kind=kind)) is None
