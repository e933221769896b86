"""The OpenAPI description shows every endpoint, and the mock's extras with their bounds."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mockpanel.core.settings import STREAM_NAMES, StreamSettings, specs
from mockpanel.server.endpoints import ENDPOINTS

DESCRIBED = [endpoint.path for endpoint in ENDPOINTS]
ANSWERING = [endpoint.path for endpoint in ENDPOINTS if endpoint.extras == STREAM_NAMES]
COUNTING = "/v1/messages/count_tokens"


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
        "/v1/messages",
        "/v1/messages/count_tokens",
        "/v1/responses",
        "/v1/responses/input_tokens",
        "/v1/responses/{response_id}",
        "/v1/responses/{response_id}/cancel",
        "/v1/responses/{response_id}/input_items",
        "/v1/embeddings",
        "/v1/models",
        "/v1/models/{model}",
        "/v1beta/models/{model}:generateContent",
        "/v1beta/models/{model}:streamGenerateContent",
        "/v1beta/models/{model}:countTokens",
        "/v1beta/models/{model}:embedContent",
        "/v1beta/models/{model}:batchEmbedContents",
        "/v1beta/models",
        "/v1beta/models/{model}",
        "/api/chat",
        "/api/generate",
        "/api/embed",
        "/api/embeddings",
        "/api/tags",
        "/api/show",
        "/api/ps",
        "/api/version",
        "/mock/settings",
        "/mock/models",
        "/mock/requests",
        "/mock/requests/{request_id}",
        "/mock/streams/{request_id}/{act}",
        "/mock/events",
        "/mock/fault",
        "/mock/capture",
        "/mock/captures",
        "/mock/captures/{name}",
        "/mock/tokenize",
        "/health",
    }


def test_the_answering_endpoints_come_first(schema: dict[str, Any]) -> None:
    assert list(schema["paths"])[: len(DESCRIBED)] == DESCRIBED


@pytest.mark.parametrize("path", ANSWERING)
def test_an_endpoint_is_said_to_stream_where_it_does(schema: dict[str, Any], path: str) -> None:
    answers = schema["paths"][path]["post"]["responses"]["200"]["content"]

    streams = "stream" in body_of(schema, path)["properties"] or "streamGenerateContent" in path
    assert bool({"text/event-stream", "application/x-ndjson"} & set(answers)) == streams


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


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages", COUNTING])
def test_an_endpoint_s_error_is_its_own_api_s(schema: dict[str, Any], path: str) -> None:
    operation = schema["paths"][path]["post"]

    error = operation["responses"]["4XX"]["content"]["application/json"]["schema"]["$ref"]
    assert operation["tags"] == ["Anthropic" if "messages" in path else "OpenAI"]
    assert error.endswith("/AnthropicError" if "messages" in path else "/Error")


def test_what_counts_tokens_never_streams_and_heeds_the_tokenizer_only(schema: dict[str, Any]) -> None:
    operation = schema["paths"][COUNTING]["post"]

    assert list(operation["responses"]["200"]["content"]) == ["application/json"]
    assert [found["name"] for found in operation["parameters"]] == ["X-Mock-Tokenizer-Model", "tokenizer_model"]
    assert set(STREAM_NAMES) & set(body_of(schema, COUNTING)["properties"]) == {"tokenizer_model"}


@pytest.mark.parametrize(
    ("path", "kind"), [("/v1/completions", "Error"), ("/v1beta/models", "GeminiError"), ("/api/chat", "OllamaError")]
)
def test_errors_are_those_of_the_operation_s_own_protocol(schema: dict[str, Any], path: str, kind: str) -> None:
    (operation,) = schema["paths"][path].values()

    content = operation["responses"]["4XX"]["content"]["application/json"]["schema"]
    assert content == {"$ref": f"#/components/schemas/{kind}"}


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


def test_what_stands_in_a_path_is_a_parameter(schema: dict[str, Any]) -> None:
    parameters = schema["paths"]["/v1beta/models/{model}:generateContent"]["post"]["parameters"]

    assert {"name": "model", "in": "path", "required": True, "schema": {"type": "string"}} in parameters
