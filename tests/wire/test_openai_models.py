"""The list of models as the OpenAI API shows it."""

from __future__ import annotations

from openai.types import Model

from mockpanel.core.encodings import model_names
from mockpanel.wire.models import listed_models
from mockpanel.wire.openai_models import model_list, model_object
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


def test_two_lists_are_equal() -> None:
    first = model_list()

    assert first == model_list()


def test_one_model_is_what_the_list_shows_of_it() -> None:
    model = model_object("gpt-4")

    assert model in model_list()["data"]
