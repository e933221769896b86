"""The list of models, and the refusal of one that is not on it."""

from __future__ import annotations

import pytest
from openai.types import Model

from mockpanel.core.encodings import model_names
from mockpanel.core.errors import RequestRefused
from mockpanel.wire.openai_errors import envelope
from mockpanel.wire.openai_models import check_model, listed_models, model_list, model_object
from tests.wire.speaking import unknown_fields


def test_every_listed_model_has_exactly_the_fields_of_the_real_api() -> None:
    listed = model_list()

    assert list(listed) == ["object", "data"]
    assert listed["object"] == "list"
    for item in listed["data"]:
        model = Model.model_validate(item, strict=True)
        assert list(item) == ["id", "object", "created", "owned_by"]
        assert not unknown_fields(model)


def test_the_list_begins_with_the_mocks_own_model_and_holds_tiktokens_once_each() -> None:
    names = [item["id"] for item in model_list()["data"]]

    assert names == listed_models() == ["mock-gpt4", *model_names()]
    assert len(set(names)) == len(names) > 30


def test_profiles_stand_between_the_mocks_own_model_and_tiktokens_and_none_stands_twice() -> None:
    names = [item["id"] for item in model_list(["mock-a", "painful", "gpt-4o"])["data"]]

    assert names[:4] == ["mock-gpt4", "mock-a", "painful", "gpt-4o"]
    assert names.count("gpt-4o") == 1


def test_a_profile_is_accepted() -> None:
    check_model("painful", ["painful"])


def test_two_lists_are_equal() -> None:
    first = model_list()

    assert first == model_list()


def test_one_model_is_what_the_list_shows_of_it() -> None:
    model = model_object("gpt-4")

    assert model in model_list()["data"]


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
