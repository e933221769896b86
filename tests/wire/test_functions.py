"""Functions as all protocols read them."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.wire.functions import function


@pytest.mark.parametrize(
    ("described", "schema"),
    [
        ({}, {"properties": {}, "type": "object"}),
        ({"parameters": None}, {"properties": {}, "type": "object"}),
        ({"parameters": {"required": ["a"]}}, {"properties": {}, "required": ["a"], "type": "object"}),
        ({"parameters": {"type": "string", "properties": {"a": {}}}}, {"properties": {"a": {}}, "type": "object"}),
    ],
    ids=str,
)
def test_the_arguments_of_a_function_are_an_object(described: dict[str, Any], schema: dict[str, Any]) -> None:
    tool = function({"name": "weather", **described}, "tools[0]")

    assert (tool.name, tool.parameters) == ("weather", schema)


@pytest.mark.parametrize(
    ("described", "sentence"),
    [
        (None, "tools[0].name must be a string of 1 to 256 characters, got null"),
        ({"name": ""}, 'tools[0].name must be a string of 1 to 256 characters, got ""'),
        ({"name": "f", "parameters": []}, "tools[0].parameters must be an object, got []"),
    ],
    ids=str,
)
def test_a_function_that_is_none_is_refused_by_its_place(described: Any, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        function(described, "tools[0]")

    assert str(caught.value) == sentence
