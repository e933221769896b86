"""Models as the Anthropic API lists them, page by page."""

from __future__ import annotations

import json

import pytest
from anthropic.types import ModelInfo
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.errors import InvalidValue
from mockpanel.wire.anthropic_models import model_object, model_page
from mockpanel.wire.models import listed_models
from tests.wire.speaking import unknown_fields

NAMES = listed_models()


def test_a_model_has_exactly_the_fields_of_the_client_s_type() -> None:
    found = model_object("claude-sonnet-5")

    model = ModelInfo.model_validate_json(json.dumps(found), strict=True)
    assert not unknown_fields(model)
    assert found.keys() == ModelInfo.model_fields.keys()
    assert (model.id, model.type, model.lifecycle) == ("claude-sonnet-5", "model", "active")


def test_a_page_has_twenty_models_and_says_that_there_are_more() -> None:
    page = model_page({})

    assert list(page) == ["data", "has_more", "first_id", "last_id"]
    assert [model["id"] for model in page["data"]] == NAMES[:20]
    assert (page["has_more"], page["first_id"], page["last_id"]) == (True, NAMES[0], NAMES[19])


@given(limit=st.integers(1, 60))
def test_pages_forward_join_to_the_list(limit: int) -> None:
    found: list[str] = []
    query = {"limit": str(limit)}
    while True:
        page = model_page(query)
        found += [model["id"] for model in page["data"]]
        query["after_id"] = page["last_id"]
        if not page["has_more"]:
            break

    assert found == NAMES


@given(limit=st.integers(1, 60))
def test_pages_backward_join_to_the_list_without_its_end(limit: int) -> None:
    found: list[str] = []
    query = {"limit": str(limit), "before_id": NAMES[-1]}
    while True:
        page = model_page(query)
        found = [model["id"] for model in page["data"]] + found
        query["before_id"] = page["first_id"]
        if not page["has_more"]:
            break

    assert found == NAMES[:-1]


def test_there_is_nothing_behind_the_last_and_before_the_first() -> None:
    empty = {"data": [], "has_more": False, "first_id": None, "last_id": None}

    assert model_page({"after_id": NAMES[-1]}) == model_page({"before_id": NAMES[0]}) == empty


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "", "ten", "1.5", "²", "9" * 30])
def test_a_wrong_limit_is_refused_with_its_bounds(limit: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        model_page({"limit": limit})

    assert caught.value.field == "limit"
    assert str(caught.value).startswith("limit must be a whole number between 1 and 1000, got ")


@pytest.mark.parametrize("cursor", ["after_id", "before_id"])
def test_an_unknown_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        model_page({cursor: "gone"})

    assert str(caught.value) == f'{cursor} must be the id of a listed model, got "gone"'
