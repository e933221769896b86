"""Ollama's models, as its client reads them."""

from __future__ import annotations

from typing import Any

import pytest
from ollama import ListResponse, ProcessResponse, ShowResponse
from pydantic import BaseModel

from mockpanel.wire.ollama_models import running, shown, tags, version


def unknown(kind: type[BaseModel], found: dict[str, Any]) -> set[str]:
    """The fields that the client does not know."""
    known = {field.alias or name for name, field in kind.model_fields.items()}
    return set(found) - known


def test_the_list_has_a_row_for_each_name() -> None:
    found = tags(["a", "b"])

    assert [model.model for model in ListResponse(**found).models] == ["a", "b"]
    assert unknown(ListResponse.Model, found["models"][0]) == {"name"}  # which other clients read
    assert len({model["digest"] for model in found["models"]}) == 2


def test_what_is_loaded_says_until_when() -> None:
    found = running(["a"])

    assert unknown(ProcessResponse.Model, found["models"][0]) == set()
    assert ProcessResponse(**found).models[0].expires_at is not None


def test_a_model_is_shown_with_what_it_can_do() -> None:
    found = shown("a")

    assert unknown(ShowResponse, found) == set()
    assert {"completion", "tools", "thinking"} <= set(ShowResponse(**found).capabilities or ())


@pytest.mark.parametrize("part", range(3))
def test_the_version_has_three_numbers(part: int) -> None:
    assert version()["version"].split(".")[part].isdecimal()
