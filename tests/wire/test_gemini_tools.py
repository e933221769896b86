"""Gemini's function declarations and calling modes, and its schemas made JSON schemas."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.core.tools import Toolbox, ToolChoice
from mockpanel.wire.bodies import understood
from mockpanel.wire.gemini_requests import GenerateContentRequest, GenerationConfig
from mockpanel.wire.gemini_tools import json_schema, toolbox, wanted_schema, wanted_word

SCHEMA = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}, "required": ["city"]}
CONTENTS = [{"role": "user", "parts": [{"text": "Hello"}]}]


def box(*declarations: Any, config: dict[str, Any] | None = None, contents: Any = CONTENTS) -> Toolbox:
    """The toolbox of a request with these declarations."""
    tools = {"tools": [{"functionDeclarations": list(declarations)}, {"googleSearch": {}}]}
    configured = {"toolConfig": {"functionCallingConfig": config}} if config is not None else {}
    return toolbox(understood(GenerateContentRequest, {"contents": contents, **tools, **configured}))


@pytest.mark.parametrize("word", ["parameters", "parametersJsonSchema", "parameters_json_schema"])
def test_a_declaration_is_a_tool_with_a_json_schema(word: str) -> None:
    (tool,) = box({"name": "weather", word: SCHEMA}).tools

    assert tool.name == "weather"
    assert tool.parameters == {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    }


def test_a_declaration_without_parameters_takes_none() -> None:
    assert box({"name": "now"}).tools[0].parameters == {"type": "object", "properties": {}}


@pytest.mark.parametrize(
    ("mode", "choice"),
    [
        ("ANY", ToolChoice.REQUIRED),
        ("NONE", ToolChoice.NONE),
        ("AUTO", ToolChoice.AUTO),
        ("VALIDATED", ToolChoice.AUTO),
        ("MODE_UNSPECIFIED", ToolChoice.AUTO),
        (None, ToolChoice.AUTO),
    ],
)
def test_the_mode_says_whether_functions_are_called(mode: str | None, choice: ToolChoice) -> None:
    assert box({"name": "f"}, config={"mode": mode}).choice is choice


def test_only_allowed_functions_are_offered() -> None:
    found = box({"name": "f"}, {"name": "g"}, config={"mode": "ANY", "allowedFunctionNames": ["g"]})

    assert [tool.name for tool in found.tools] == ["g"]
    assert found.demanded is not None
    assert found.demanded.name == "g"


def test_a_request_with_a_function_s_response_is_answered() -> None:
    response = {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {}}}]}

    assert box({"name": "f"}, contents=[*CONTENTS, response]).answered
    assert not box({"name": "f"}).answered


@pytest.mark.parametrize(
    ("declaration", "field"),
    [
        ({}, "tools[0].functionDeclarations[0].name"),
        ("f", "tools[0].functionDeclarations[0].name"),
        ({"name": "f", "parameters": 5}, "tools[0].functionDeclarations[0].parameters"),
    ],
)
def test_a_wrong_declaration_is_named(declaration: Any, field: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        box(declaration)

    assert raised.value.field == field


def test_an_allowed_function_must_be_declared() -> None:
    with pytest.raises(InvalidValue, match="must be a function that the request declares") as raised:
        box({"name": "f"}, config={"allowedFunctionNames": ["g"]})

    assert raised.value.field == "toolConfig.functionCallingConfig.allowedFunctionNames[0]"


def test_a_schema_of_gemini_becomes_a_json_schema() -> None:
    schema = {
        "type": "ARRAY",
        "min_items": "2",
        "items": {"any_of": [{"type": "INTEGER", "nullable": True}, {"type": "STRING", "enum": ["TYPE"]}]},
    }

    assert json_schema(schema) == {
        "type": "array",
        "minItems": 2,
        "items": {"anyOf": [{"type": ["integer", "null"]}, {"type": "string", "enum": ["TYPE"]}]},
    }


def test_properties_keep_their_names() -> None:
    found = json_schema({"properties": {"first_name": {"type": "STRING"}, "type": {"type": "NUMBER"}}})

    assert found["properties"] == {"first_name": {"type": "string"}, "type": {"type": "number"}}


def config(**fields: Any) -> GenerationConfig:
    """A generationConfig with these fields."""
    return understood(GenerationConfig, fields)


def test_json_is_wanted_only_with_its_media_type() -> None:
    assert wanted_schema(config(responseSchema=SCHEMA)) is None
    assert wanted_schema(config(responseMimeType="application/json")) is ANY_OBJECT
    assert wanted_schema(config(responseMimeType="application/json", responseSchema=SCHEMA)) == json_schema(SCHEMA)
    assert wanted_schema(config(responseMimeType="application/json", responseJsonSchema={"a": 1})) == {"a": 1}


def test_of_an_enumeration_the_first_word_is_wanted() -> None:
    words = {"type": "STRING", "enum": ["red", "green"]}

    assert wanted_word(config(responseMimeType="text/x.enum", responseSchema=words)) == "red"
    assert wanted_word(config(responseMimeType="text/plain", responseSchema=words)) is None
