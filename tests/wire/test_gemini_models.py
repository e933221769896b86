"""Gemini's models: their names, and the list page by page."""

from __future__ import annotations

import pytest
from google.genai import types

from mockpanel.core.errors import InvalidValue
from mockpanel.wire.gemini_models import model_name, model_object, model_page

NAMES = [f"m{number}" for number in range(120)]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("models/a/b:c", "a/b:c"),
        ("tunedModels/mine", "mine"),
        ("publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro"),
        ("projects/p/locations/l/publishers/google/models/g", "g"),
        ("projects/p/locations/l/endpoints/5", "5"),
        ("g", "g"),
    ],
)
def test_the_model_is_the_path_s_last_name(path: str, name: str) -> None:
    assert model_name(path) == name


@pytest.mark.parametrize("path", ["models/", "", "models/" + "x" * 513])
def test_a_model_without_a_name_or_with_a_long_one_is_refused(path: str) -> None:
    with pytest.raises(InvalidValue, match="model must be a name of 1 to 512 characters"):
        model_name(path)


def test_a_model_has_what_the_service_tells() -> None:
    found = model_object("gemini-2.5-flash")

    assert found["name"] == "models/gemini-2.5-flash"
    assert found["supportedGenerationMethods"] == ["generateContent", "countTokens", "embedContent"]
    known = {field.alias for field in types.Model.model_fields.values()} | {"supportedGenerationMethods"}
    assert found.keys() <= known


def test_pages_follow_each_other_to_the_end() -> None:
    query, seen, pages = {"pageSize": "50"}, [], 0
    while True:
        page = model_page(NAMES, query)
        seen += [model["displayName"] for model in page["models"]]
        pages += 1
        if "nextPageToken" not in page:
            break
        query["pageToken"] = page["nextPageToken"]

    assert seen == NAMES
    assert pages == 3


def test_a_page_has_fifty_models_unless_told_otherwise() -> None:
    assert len(model_page(NAMES, {})["models"]) == 50
    assert len(model_page(NAMES, {"pageSize": "5000"})["models"]) == 120


@pytest.mark.parametrize("name", ["pageSize", "pageToken"])
@pytest.mark.parametrize("text", ["-1", "x", "1.5", "٣", "9" * 40])
def test_a_page_that_cannot_be_is_refused(name: str, text: str) -> None:
    with pytest.raises(InvalidValue, match=f"{name} must be a whole number, at least"):
        model_page(NAMES, {name: text})
