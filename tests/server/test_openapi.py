"""The OpenAPI description shows every endpoint, and the mock's extras with their bounds."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from mockpanel.core.settings import STREAM_NAMES, StreamSettings, specs
from mockpanel.server.openapi import Endpoint, operation_of

ANSWERING = ["/v1/chat/completions", "/v1/completions", "/v1/embeddings"]


@pytest.fixture
def schema(http: httpx.Client) -> dict[str, Any]:
    answer = http.get("/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def body_of(schema: dict[str, Any], path: str) -> dict[str, Any]:
    """The schema of a request's body."""
    reference = schema["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    found: dict[str, Any] = schema["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def test_every_endpoint_is_shown_once(schema: dict[str, Any]) -> None:
    assert set(schema["paths"]) == {
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/embeddings",
        "/v1/models",
        "/v1/models/{model}",
        "/mock/settings",
        "/mock/requests",
        "/mock/requests/{request_id}",
        "/mock/streams/{request_id}/{act}",
        "/mock/events",
        "/mock/fault",
        "/mock/tokenize",
        "/health",
    }


def test_the_answering_endpoints_come_first(schema: dict[str, Any]) -> None:
    assert list(schema["paths"])[: len(ANSWERING)] == ANSWERING


@pytest.mark.parametrize("path", ANSWERING)
def test_an_endpoint_is_said_to_stream_where_it_does(schema: dict[str, Any], path: str) -> None:
    answers = schema["paths"][path]["post"]["responses"]["200"]["content"]

    assert ("text/event-stream" in answers) == ("stream" in body_of(schema, path)["properties"])


def test_the_parts_of_a_path_are_parameters() -> None:
    class Body(BaseModel):
        """Nothing."""

    operation = operation_of(Endpoint("/v1/{model}/{act:path}", Body, "Acts", "Other", "application/x-ndjson"))

    places = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
    assert places == ["model", "act"]
    assert (operation["tags"], operation["operationId"]) == (["Other"], "acts")
    assert "application/x-ndjson" in operation["responses"]["200"]["content"]


@pytest.mark.parametrize("path", ANSWERING)
def test_the_extras_are_body_fields_with_their_bounds(schema: dict[str, Any], path: str) -> None:
    fields = body_of(schema, path)["properties"]

    assert set(STREAM_NAMES) <= set(fields)
    wait = fields["time_to_first_token"]
    assert (wait["minimum"], wait["maximum"]) == (0, 600)
    assert (fields["tokens_per_chunk"]["minimum"], fields["tokens_per_chunk"]["maximum"]) == (1, 10_000)
    assert {"type": "null"} in fields["tokens_per_second"]["anyOf"]
    assert all(fields[spec.name]["description"] == spec.help for spec in specs(StreamSettings))


@pytest.mark.parametrize("path", ANSWERING)
def test_the_extras_are_headers_and_parameters_too(schema: dict[str, Any], path: str) -> None:
    parameters = {(found["in"], found["name"]): found for found in schema["paths"][path]["post"]["parameters"]}

    assert {("query", name) for name in STREAM_NAMES} <= set(parameters)
    assert {("header", spec.header) for spec in specs(StreamSettings)} <= set(parameters)
    assert parameters["header", "X-Mock-Tokens-Per-Second"]["schema"]["maximum"] == 100_000


def test_every_operation_may_answer_with_the_error_object_and_none_with_fastapis(schema: dict[str, Any]) -> None:
    operations = [operation for path in schema["paths"].values() for operation in path.values()]

    assert all("4XX" in operation["responses"] for operation in operations)
    assert all("422" not in operation["responses"] for operation in operations)
    error = schema["components"]["schemas"]["Error"]["properties"]["error"]
    assert set(error["required"]) == {"message", "type", "param", "code"}


def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}

    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(references(item) for item in value.values()))
        return set().union(*(references(item) for item in value)) if isinstance(value, list) else set()

    assert references(schema) <= known


def test_operations_have_names_of_their_own(schema: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in schema["paths"].values() for operation in path.values()]

    assert len(set(names)) == len(names)
