"""The OpenAPI description: what FastAPI finds, and the streaming endpoints with the mock's extras and their bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from mockpanel.core.settings import SPECS, STREAM_NAMES, StreamSettings
from mockpanel.wire.anthropic_request import CountRequest, MessagesRequest
from mockpanel.wire.openai_chat import ChatRequest
from mockpanel.wire.openai_completions import CompletionRequest
from mockpanel.wire.responses_request import ResponsesRequest

REFERENCE = "#/components/schemas/{model}"

ERROR, ANTHROPIC_ERROR = "Error", "AnthropicError"


@dataclass(frozen=True, slots=True)
class Described:
    """An endpoint that is no route of FastAPI's: its body, title, tag, schema of errors, and the settings it heeds."""

    path: str
    model: type[BaseModel]
    title: str
    tag: str = "OpenAI"
    error: str = ERROR
    extras: tuple[str, ...] = STREAM_NAMES


DESCRIBED = (
    Described("/v1/chat/completions", ChatRequest, "Chat completions"),
    Described("/v1/completions", CompletionRequest, "Legacy completions"),
    Described("/v1/responses", ResponsesRequest, "Responses"),
    Described("/v1/messages", MessagesRequest, "Messages", "Anthropic", ANTHROPIC_ERROR),
    Described(
        "/v1/messages/count_tokens",
        CountRequest,
        "Count the tokens of messages",
        "Anthropic",
        ANTHROPIC_ERROR,
        ("tokenizer_model",),
    ),
)

INTRODUCTION = """A mock server of the OpenAI and Anthropic APIs that streams real tokens at exactly the asked rate.

Every setting below may come with a request: as a body field, as a header (`X-Mock-Tokens-Per-Second`), or as a query
parameter (`?tokens_per_second=12`). Body beats header beats query beats the live default."""


def describe(app: FastAPI) -> None:
    """Makes `/openapi.json` and `/docs` show all endpoints."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _schema(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(title=app.title, version=app.version, description=INTRODUCTION, routes=app.routes)
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    for own in ("HTTPValidationError", "ValidationError"):  # FastAPI's shapes, which this server never sends
        components.pop(own, None)
    components[ERROR], components[ANTHROPIC_ERROR] = _error_schema(), _anthropic_error_schema()
    found, schema["paths"] = schema["paths"], {}
    for described in DESCRIBED:
        components[described.model.__name__] = _with_extras(described, components)
        schema["paths"][described.path] = {"post": _operation(described)}
    schema["paths"].update(found)
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"].setdefault("4XX", _error_answer())
    return schema


def _with_extras(described: Described, components: dict[str, Any]) -> dict[str, Any]:
    """A request body's schema with the mock's own fields."""
    body = described.model.model_json_schema(ref_template=REFERENCE)
    extras = StreamSettings.model_json_schema(ref_template=REFERENCE)
    components.update(body.pop("$defs", {}) | extras.get("$defs", {}))
    for name in described.extras:
        field = extras["properties"][name]
        field.pop("default")
        nullable = {"anyOf": [field, {"type": "null"}], "description": field["description"]}
        body["properties"][name] = nullable if name == "tokens_per_second" else field
    return body


def _operation(described: Described) -> dict[str, Any]:
    streams = "stream" in described.model.model_fields
    streamed = {"text/event-stream": {"schema": {"type": "string"}}} if streams else {}
    return {
        "tags": [described.tag],
        "summary": described.title,
        "operationId": described.title.lower().replace(" ", "_"),
        "parameters": [
            parameter
            for spec in map(SPECS.__getitem__, described.extras)
            for parameter in (_parameter(spec.header, "header", spec.name), _parameter(spec.name, "query", spec.name))
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": REFERENCE.format(model=described.model.__name__)}}},
        },
        "responses": {
            "200": {
                "description": "The answer" + ("; with `stream: true` as server-sent events." if streams else "."),
                "content": {"application/json": {"schema": {"type": "object"}}, **streamed},
            },
            "4XX": _error_answer(described.error),
        },
    }


def _parameter(name: str, place: str, setting: str) -> dict[str, Any]:
    field = StreamSettings.model_json_schema()["properties"][setting]
    shape = {key: field[key] for key in ("type", "minimum", "maximum") if key in field}
    if choices := SPECS[setting].choices:
        shape = {"type": "string", "enum": list(choices)}
    return {"name": name, "in": place, "required": False, "description": field["description"], "schema": shape}


def _error_answer(schema: str = ERROR) -> dict[str, Any]:
    reference = REFERENCE.format(model=schema)
    return {"description": "What was wrong.", "content": {"application/json": {"schema": {"$ref": reference}}}}


def _error_schema() -> dict[str, Any]:
    text = {"type": "string"}
    nullable = {"anyOf": [text, {"type": "null"}]}
    fields = {"message": text, "type": text, "param": nullable, "code": nullable}
    error = {"type": "object", "required": list(fields), "properties": fields}
    return {"type": "object", "required": ["error"], "properties": {"error": error}}


def _anthropic_error_schema() -> dict[str, Any]:
    text = {"type": "string"}
    error = {"type": "object", "required": ["type", "message"], "properties": {"type": text, "message": text}}
    fields = {"type": {"const": "error"}, "error": error, "request_id": text}
    return {"type": "object", "required": list(fields), "properties": fields}
