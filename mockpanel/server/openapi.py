"""The OpenAPI description: what FastAPI finds, and the streaming endpoints with the mock's extras and their bounds."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from mockpanel.core.settings import SPECS, StreamSettings
from mockpanel.server.endpoints import ENDPOINTS, ERRORS, PLAIN, Endpoint

REFERENCE = "#/components/schemas/{model}"

INTRODUCTION = """A mock of the OpenAI, Anthropic, Gemini and Ollama APIs: real tokens at exactly the asked rate.

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
    components["Error"] = _error_schema()
    for tag, error in ERRORS.items():
        components[f"{tag}Error"] = error
    found, schema["paths"] = schema["paths"], {}
    for endpoint in ENDPOINTS:
        components[endpoint.model.__name__] = _with_extras(endpoint, components)
        schema["paths"][endpoint.path] = {"post": _operation(endpoint)}
    schema["paths"].update(found)
    schema["paths"].update({path: {method: _plain(path, title)} for method, path, title in PLAIN})
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"].setdefault("4XX", _error_answer(operation.get("tags", [""])[0]))
    return schema


def _with_extras(endpoint: Endpoint, components: dict[str, Any]) -> dict[str, Any]:
    """A request body's schema with the mock's own fields."""
    body = endpoint.model.model_json_schema(ref_template=REFERENCE)
    extras = StreamSettings.model_json_schema(ref_template=REFERENCE)
    for name, inner in (body.pop("$defs", {}) | extras.get("$defs", {})).items():
        components.setdefault(name, inner)
    for name in endpoint.extras:
        field = extras["properties"][name]
        field.pop("default")
        nullable = {"anyOf": [field, {"type": "null"}], "description": field["description"]}
        body["properties"][name] = nullable if name == "tokens_per_second" else field
    return body


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    model, title = endpoint.model, endpoint.title
    return {
        "tags": [endpoint.tag],
        "summary": title,
        "operationId": title.lower().replace(" ", "_"),
        "parameters": _in_path(endpoint.path)
        + [
            parameter
            for spec in map(SPECS.__getitem__, endpoint.extras)
            for parameter in (_parameter(spec.header, "header", spec.name), _parameter(spec.name, "query", spec.name))
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": REFERENCE.format(model=model.__name__)}}},
        },
        "responses": {
            "200": {
                "description": endpoint.answer,
                "content": {
                    "application/json": {"schema": {"type": "object"}},
                    **({endpoint.streamed: {"schema": {"type": "string"}}} if endpoint.streamed else {}),
                },
            }
        },
    }


def _plain(path: str, title: str) -> dict[str, Any]:
    """An operation without settings: a list, a name, a version."""
    return {
        "tags": [title.partition(" ")[0]],
        "summary": title,
        "operationId": title.lower().replace(" ", "_"),
        "parameters": _in_path(path),
        "responses": {"200": {"description": title, "content": {"application/json": {"schema": {"type": "object"}}}}},
    }


def _in_path(path: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _parameter(name: str, place: str, setting: str) -> dict[str, Any]:
    field = _setting_schemas()[setting]
    shape = {key: field[key] for key in ("type", "minimum", "maximum") if key in field}
    if choices := SPECS[setting].choices:
        shape = {"type": "string", "enum": list(choices)}
    return {"name": name, "in": place, "required": False, "description": field["description"], "schema": shape}


@cache
def _setting_schemas() -> dict[str, Any]:
    found: dict[str, Any] = StreamSettings.model_json_schema()["properties"]
    return found


def _error_answer(tag: str) -> dict[str, Any]:
    reference = REFERENCE.format(model=f"{tag}Error" if tag in ERRORS else "Error")
    return {"description": "What was wrong.", "content": {"application/json": {"schema": {"$ref": reference}}}}


def _error_schema() -> dict[str, Any]:
    text = {"type": "string"}
    nullable = {"anyOf": [text, {"type": "null"}]}
    fields = {"message": text, "type": text, "param": nullable, "code": nullable}
    error = {"type": "object", "required": list(fields), "properties": fields}
    return {"type": "object", "required": ["error"], "properties": {"error": error}}
