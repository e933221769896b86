"""Which models there are, and the refusal of one that is not listed."""

from __future__ import annotations

import pytest

from mockpanel.core.errors import RequestRefused
from mockpanel.wire.models import check_model, listed_models
from mockpanel.wire.openai_errors import envelope


@pytest.mark.parametrize("name", ["mock-gpt4", "gpt-4", "gpt-4o"])
def test_a_listed_model_is_accepted(name: str) -> None:
    check_model(name)

    assert name in listed_models()


@pytest.mark.parametrize(
    ("name", "shown"), [("gpt-9", '"gpt-9"'), ("", '""'), ("GPT-4", '"GPT-4"'), ("a\nb", '"a\\nb"')]
)
def test_any_other_model_is_not_found(name: str, shown: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        check_model(name)

    assert caught.value.status == 404
    assert envelope(caught.value) == {
        "error": {
            "message": f"The model {shown} does not exist; GET /v1/models lists those that do.",
            "type": "invalid_request_error",
            "param": None,
            "code": "model_not_found",
        }
    }


def test_the_refusal_of_a_model_with_a_long_name_is_short() -> None:
    with pytest.raises(RequestRefused) as caught:
        check_model("x" * 1_000_000)

    assert len(str(caught.value)) < 200


def test_a_profile_is_accepted() -> None:
    check_model("painful", ["painful"])

    assert listed_models(["painful"])[1] == "painful"
