"""The OpenAPI description: what FastAPI finds, and the streaming endpoints with the mock's extras and their bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from mockpanel.core.settings import SPECS, StreamSettings, specs
from mockpanel.wire.openai_chat import ChatRequest
from mockpanel.wire.openai_completions import CompletionRequest
from mockpanel.wire.openai_embeddings import EmbeddingRequest

REFERENCE = "#/components/schemas/{model}"

TEXT = {"type": "string"}

INTRODUCTION = """An OpenAI-compatible mock server that streams real tokens at exactly the asked rate.

Every setting below may come with a request: as a body field, as a header (`X-Mock-Tokens-Per-Second`), or as a query
parameter (`?tokens_per_second=12`). Body beats header beats query beats the live default."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint that answers by itself, outside FastAPI: where it is, what its body is, how it streams."""

    path: str
    body: type[BaseModel]
    title: str
    tag: str = "OpenAI"
    stream_type: str = "text/event-stream"
    """The media type of a streamed answer; empty where none is streamed."""

    @property
    def answers(self) -> dict[str, Any]:
        """What comes back, by media type."""
        streams = {self.stream_type: {"schema": {"type": "string"}}} if self.stream_type else {}
        return {"application/json": {"schema": {"type": "object"}}, **streams}


ENDPOINTS = (
    Endpoint("/v1/chat/completions", ChatRequest, "Chat completions"),
    Endpoint("/v1/completions", CompletionRequest, "Legacy completions"),
    Endpoint("/v1/embeddings", EmbeddingRequest, "Embeddings", stream_type=""),
)


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
    components["Error"] = _error_schema()
    found, schema["paths"] = schema["paths"], {}
    for endpoint in ENDPOINTS:
        components[endpoint.body.__name__] = _with_extras(endpoint.body, components)
        schema["paths"][endpoint.path] = {"post": operation_of(endpoint)}
    schema["paths"].update(found)
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"].setdefault("4XX", _error_answer())
    return schema


def _with_extras(model: type[BaseModel], components: dict[str, Any]) -> dict[str, Any]:
    """A request body's schema with the mock's own fields."""
    body = model.model_json_schema(ref_template=REFERENCE)
    extras = StreamSettings.model_json_schema(ref_template=REFERENCE)
    components.update(body.pop("$defs", {}) | extras.get("$defs", {}))
    for name, field in extras["properties"].items():
        field.pop("default")
        nullable = {"anyOf": [field, {"type": "null"}], "description": field["description"]}
        body["properties"][name] = nullable if name == "tokens_per_second" else field
    return body


def operation_of(endpoint: Endpoint) -> dict[str, Any]:
    """An endpoint's operation, with the mock's extras as headers and query parameters."""
    reference = REFERENCE.format(model=endpoint.body.__name__)
    streamed = " With `stream: true` it is streamed." if endpoint.stream_type else ""
    return {
        "tags": [endpoint.tag],
        "summary": endpoint.title,
        "operationId": endpoint.title.lower().replace(" ", "_"),
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": TEXT} for name in _places(endpoint.path)),
            *_extras_beside_the_body(),
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": reference}}}},
        "responses": {"200": {"description": "The answer." + streamed, "content": endpoint.answers}},
    }


def _places(path: str) -> list[str]:
    """The names of the parts of a path."""
    return re.findall(r"{(\w+)[^}]*}", path)


def _extras_beside_the_body() -> list[dict[str, Any]]:
    return [
        parameter
        for spec in specs(StreamSettings)
        for parameter in (_parameter(spec.header, "header", spec.name), _parameter(spec.name, "query", spec.name))
    ]


def _parameter(name: str, place: str, setting: str) -> dict[str, Any]:
    field = StreamSettings.model_json_schema()["properties"][setting]
    shape = {key: field[key] for key in ("type", "minimum", "maximum") if key in field}
    if choices := SPECS[setting].choices:
        shape = {"type": "string", "enum": list(choices)}
    return {"name": name, "in": place, "required": False, "description": field["description"], "schema": shape}


def _error_answer() -> dict[str, Any]:
    reference = REFERENCE.format(model="Error")
    return {"description": "What was wrong.", "content": {"application/json": {"schema": {"$ref": reference}}}}


def _error_schema() -> dict[str, Any]:
    nullable = {"anyOf": [TEXT, {"type": "null"}]}
    fields = {"message": TEXT, "type": TEXT, "param": nullable, "code": nullable}
    error = {"type": "object", "required": list(fields), "properties": fields}
    return {"type": "object", "required": ["error"], "properties": {"error": error}}
