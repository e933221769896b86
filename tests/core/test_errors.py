"""The tree of errors: one root, sentences as text, and what a refusal carries."""

from __future__ import annotations

import pytest

from mockpanel.core.errors import CaptureError, InvalidValue, MockpanelError, ProfileError, RequestRefused, StartError


@pytest.mark.parametrize(
    "error",
    [
        InvalidValue("n", "A sentence."),
        ProfileError("A sentence."),
        CaptureError("A sentence."),
        StartError("A sentence."),
        RequestRefused("A sentence."),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_is_of_one_tree_and_says_its_sentence(error: Exception) -> None:
    sentence = str(error)

    assert isinstance(error, MockpanelError)
    assert sentence == "A sentence."


def test_an_invalid_value_is_also_a_value_error_so_that_pydantic_carries_it() -> None:
    error = InvalidValue("n", "n must be between 1 and 128, got 0")

    assert isinstance(error, ValueError)
    assert error.field == "n"


def test_an_invalid_body_has_no_field() -> None:
    error = InvalidValue(None, "the request body must be a JSON object")

    assert error.field is None


def test_a_refusal_is_a_bad_request_unless_told_otherwise() -> None:
    error = RequestRefused("No.")

    assert (error.status, error.param, error.code, error.headers) == (400, None, None, {})


def test_a_refusal_carries_status_param_code_and_headers() -> None:
    error = RequestRefused("Wait.", status=429, param="n", code="rate_limit_exceeded", headers={"retry-after": "1"})

    assert (error.status, error.param, error.code, error.headers) == (
        429,
        "n",
        "rate_limit_exceeded",
        {"retry-after": "1"},
    )


def test_two_refusals_do_not_share_their_headers() -> None:
    first, second = RequestRefused("No."), RequestRefused("No.")

    first.headers["retry-after"] = "1"

    assert second.headers == {}
