"""Tools and schemas of Gemini requests: function declarations, calling modes, its OpenAPI schemas as JSON schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.alias_generators import to_camel

from mockpanel.core.errors import InvalidValue
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.core.sentences import show
from mockpanel.core.tools import Tool, Toolbox, ToolChoice
from mockpanel.wire.functions import function_name
from mockpanel.wire.gemini_requests import FunctionCallingConfig, GenerateContentRequest, GenerationConfig

NO_ARGUMENTS: Mapping[str, Any] = {"type": "object", "properties": {}}
INT64_WORDS = ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
"""Bounds that the REST API also writes as text, since they have 64 bits."""

NAMED_SCHEMAS = ("properties", "$defs", "defs")
CHOICES = {"ANY": ToolChoice.REQUIRED, "NONE": ToolChoice.NONE}


def toolbox(request: GenerateContentRequest) -> Toolbox:
    """What `tools` and `toolConfig` ask for; raises InvalidValue that names the field."""
    known = tuple(
        _tool(declaration, f"tools[{place}].functionDeclarations[{number}]")
        for place, tool in enumerate(request.tools or ())
        for number, declaration in enumerate(_declarations(tool, f"tools[{place}].functionDeclarations"))
    )
    config = request.tool_config.function_calling_config if request.tool_config is not None else None
    answered = any(part.function_response is not None for part in request.contents[-1].parts)
    choice = CHOICES.get(config.mode or "", ToolChoice.AUTO) if config is not None else ToolChoice.AUTO
    return Toolbox(_allowed(known, config), choice, answered=answered)


def _declarations(tool: Mapping[str, Any], field: str) -> list[Any]:
    found = tool.get("functionDeclarations", tool.get("function_declarations", []))
    if isinstance(found, Mapping):
        return [found]
    if not isinstance(found, list):
        raise InvalidValue(field, f"{field} must be a list, got {show(found)}")
    return found


def _tool(declaration: Any, field: str) -> Tool:
    name = function_name(declaration, field)
    for word in ("parameters", "parametersJsonSchema", "parameters_json_schema"):
        schema = declaration.get(word)
        if isinstance(schema, Mapping):
            return Tool(name, json_schema(schema))
        if schema is not None:
            raise InvalidValue(f"{field}.{word}", f"{field}.{word} must be an object, got {show(schema)}")
    return Tool(name, NO_ARGUMENTS)


def _allowed(known: tuple[Tool, ...], config: FunctionCallingConfig | None) -> tuple[Tool, ...]:
    names = config.allowed_function_names if config is not None else None
    if not names:
        return known
    for place, name in enumerate(names):
        if not any(tool.name == name for tool in known):
            field = f"toolConfig.functionCallingConfig.allowedFunctionNames[{place}]"
            raise InvalidValue(field, f"{field} must be a function that the request declares, got {show(name)}")
    return tuple(tool for tool in known if tool.name in names)


def wanted_schema(config: GenerationConfig) -> Mapping[str, Any] | None:
    """The JSON schema that the answer is to fit; None for plain text and for a bare word of an enumeration."""
    if config.response_mime_type != "application/json":
        return None
    if isinstance(config.response_json_schema, Mapping):
        return config.response_json_schema
    return ANY_OBJECT if config.response_schema is None else json_schema(config.response_schema)


def wanted_word(config: GenerationConfig) -> str | None:
    """The first word of the enumeration of which the answer is to be one, if that was asked for."""
    words = (config.response_schema or {}).get("enum")
    if config.response_mime_type != "text/x.enum" or not isinstance(words, list) or not words:
        return None
    return str(words[0])


def json_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Gemini's schema (types in capitals, `nullable`, numbers as text, perhaps in snake_case) as a JSON schema."""
    named = {to_camel(word) if "_" in word else word: value for word, value in schema.items()}
    found = {word: _converted(word, value) for word, value in named.items()}
    if found.pop("nullable", None) is True and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found


def _converted(word: str, value: Any) -> Any:
    if word == "type" and isinstance(value, str):
        return value.lower()
    if word in INT64_WORDS and isinstance(value, str) and value.isdecimal():
        return int(value[:18])
    if word in NAMED_SCHEMAS and isinstance(value, Mapping):
        return {name: _schema(inner) for name, inner in value.items()}
    if word in ("items", "additionalProperties"):
        return _schema(value)
    if word in ("anyOf", "oneOf", "allOf", "prefixItems") and isinstance(value, list):
        return [_schema(inner) for inner in value]
    return value


def _schema(value: Any) -> Any:
    return json_schema(value) if isinstance(value, Mapping) else value
