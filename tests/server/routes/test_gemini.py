"""Gemini over a real socket: Google's own client, the paths, the models, keys, faults."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from google import genai
from google.genai import errors, types
from hypothesis import given, settings
from hypothesis import strategies as st

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.tokens import load
from tests.running import RunningServer

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字.\r\nDone."
MODEL = "gemini-2.5-flash"
URL = f"/v1beta/models/{MODEL}"
BODY: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "Say it."}]}]}
CALL = [{"name": "weather", "arguments": {"city": "Köln"}}]


def weather(city: str) -> str:
    """The weather of a city."""
    return f"Sunny in {city}."


def google(server: RunningServer, **options: Any) -> genai.Client:
    """Google's client of a server, which does not try again."""
    return genai.Client(api_key="test", http_options=types.HttpOptions(base_url=server.root_url, **options))


def extras(**fields: Any) -> types.GenerateContentConfig:
    """A configuration that brings settings in the body."""
    return types.GenerateContentConfig(http_options=types.HttpOptions(extra_body=fields))


@pytest.fixture
def client(server: RunningServer) -> Iterator[genai.Client]:
    made = google(server)
    yield made
    made.close()


@pytest.fixture
def own(tunable: RunningServer) -> Iterator[genai.Client]:
    """A client of the server that a test may change."""
    made = google(tunable)
    yield made
    made.close()


@pytest.fixture(scope="module")
def plain(server: RunningServer) -> Iterator[httpx.Client]:
    """One connection for many small requests."""
    with httpx.Client(base_url=server.root_url, trust_env=False) as made:
        yield made


def test_the_client_gets_an_answer_in_one_piece(client: genai.Client) -> None:
    answer = client.models.generate_content(model=MODEL, contents="Say it.", config=extras(mock_response=TEXT))

    assert answer.text == TEXT
    assert answer.model_version == MODEL
    assert answer.usage_metadata is not None
    assert answer.usage_metadata.candidates_token_count == len(load("cl100k_base").encode(TEXT))
    assert answer.candidates is not None
    assert answer.candidates[0].finish_reason is types.FinishReason.STOP


def test_the_client_streams_the_text_byte_for_byte(client: genai.Client) -> None:
    chunks = list(
        client.models.generate_content_stream(model=MODEL, contents="Say it.", config=extras(mock_response=TEXT))
    )

    assert "".join(chunk.text or "" for chunk in chunks) == TEXT
    assert len(chunks) > 10
    assert chunks[-1].candidates is not None
    assert chunks[-1].candidates[0].finish_reason is types.FinishReason.STOP


def test_the_async_client_streams_and_counts(server: RunningServer) -> None:
    async def main() -> tuple[str, int | None]:
        client = google(server)
        stream = await client.aio.models.generate_content_stream(
            model=MODEL, contents="Say it.", config=extras(mock_response=TEXT)
        )
        text = "".join([chunk.text or "" async for chunk in stream])
        counted = await client.aio.models.count_tokens(model=MODEL, contents="Hello there!")
        await client.aio.aclose()
        client.close()
        return text, counted.total_tokens

    assert asyncio.run(main()) == (TEXT, 3)


@pytest.mark.parametrize("version", ["v1", "v1beta", "v1alpha", "v1beta1"])
def test_every_version_of_the_api_answers(server: RunningServer, version: str) -> None:
    client = google(server, api_version=version)

    answer = client.models.generate_content(model=MODEL, contents="Echoed.")
    names = [model.name for model in client.models.list(config={"page_size": 40})]
    model = client.models.get(model=MODEL)
    client.close()

    assert answer.text == "Echoed."
    assert names[0] == "models/mock-gpt4"
    assert len(names) == len(set(names)) > 40
    assert model.name == f"models/{MODEL}"


@pytest.mark.parametrize(
    "path",
    [
        f"/v1beta1/projects/p/locations/europe-west1/publishers/google/models/{MODEL}",
        f"/v1/projects/p/locations/global/publishers/google/models/{MODEL}",
        f"/v1beta1/publishers/google/models/{MODEL}",
    ],
)
def test_vertex_s_paths_answer_too(http: httpx.Client, path: str) -> None:
    answer = http.post(f"{path}:generateContent", json=BODY).json()

    assert answer["modelVersion"] == MODEL
    assert http.post(f"{path}:countTokens", json=BODY).json()["totalTokens"] == 3


def test_the_client_of_vertex_ai_streams_and_counts(server: RunningServer) -> None:
    options = types.HttpOptions(base_url=server.root_url)
    client = genai.Client(vertexai=True, api_key="test", http_options=options)

    chunks = list(client.models.generate_content_stream(model=MODEL, contents="Echoed."))
    counted = client.models.count_tokens(model=MODEL, contents="Hello there!")
    client.close()

    assert "".join(chunk.text or "" for chunk in chunks) == "Echoed."
    assert counted.total_tokens == 3


def test_the_openai_api_keeps_its_own_models(http: httpx.Client) -> None:
    assert http.get("/v1/models").json()["object"] == "list"
    assert http.get(f"/v1/models/{MODEL}").json()["object"] == "model"
    assert "models" in http.get("/v1/models", headers={"x-goog-api-key": "k"}).json()
    assert http.get(f"/v1/models/{MODEL}?key=k").json()["name"] == f"models/{MODEL}"


def test_an_action_is_never_taken_for_a_model_s_name(http: httpx.Client) -> None:
    answer = http.get(f"/v1/models/{MODEL}:generateContent")

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["error"]["status"] == "UNIMPLEMENTED"


def test_without_alt_sse_the_stream_is_one_array(http: httpx.Client) -> None:
    answer = http.post(f"{URL}:streamGenerateContent", json={**BODY, "mock_response": TEXT})

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    chunks = answer.json()
    assert "".join(chunk["candidates"][0]["content"]["parts"][0]["text"] for chunk in chunks) == TEXT


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {**BODY, "mock_response": "mine"}},
        {"json": {**BODY, "generationConfig": {"mock_response": "mine"}}},
        {"json": BODY, "headers": {"X-Mock-Response": "mine"}},
        {"json": BODY, "params": {"mock_response": "mine"}},
    ],
)
def test_settings_come_by_body_configuration_header_and_query(http: httpx.Client, sent: dict[str, Any]) -> None:
    answer = http.post(f"{URL}:generateContent", **sent)

    assert answer.json()["candidates"][0]["content"]["parts"] == [{"text": "mine"}]
    assert "mock_response=" in answer.headers["x-mock-overrides"]


def test_fields_that_only_other_protocols_know_are_not_settings(http: httpx.Client) -> None:
    answer = http.post(f"{URL}:generateContent", json={**BODY, "text": "no", "tps": 1})

    assert answer.json()["candidates"][0]["content"]["parts"] == [{"text": "Say it."}]


def test_a_stream_keeps_its_time(own: genai.Client) -> None:
    config = extras(mock_response="one two three four five", tokens_per_second=50, time_to_first_token=0.1)
    began, times = time.monotonic(), list[float]()

    for chunk in own.models.generate_content_stream(model=MODEL, contents="Say it.", config=config):
        if chunk.text:
            times.append(time.monotonic() - began)

    assert len(times) == 5
    assert times[0] >= 0.1
    assert times[-1] >= 0.1 + 4 / 50


def test_a_chat_goes_on(client: genai.Client) -> None:
    chat = client.chats.create(model=MODEL)

    first = chat.send_message("Hello")
    second = "".join(chunk.text or "" for chunk in chat.send_message_stream("And you?"))

    assert (first.text, second) == ("Hello", "And you?")
    assert {content.role for content in chat.get_history()} == {"user", "model"}


@pytest.mark.parametrize("stream", [True, False])
def test_functions_that_the_client_calls_by_itself_come_to_an_end(
    tunable: RunningServer, own: genai.Client, stream: bool
) -> None:
    tunable.update(mock_tool_calls=CALL, mock_response="It is sunny.")
    chat = own.chats.create(model=MODEL, config=types.GenerateContentConfig(tools=[weather]))

    if stream:
        text = "".join(chunk.text or "" for chunk in chat.send_message_stream("How is it?"))
    else:
        text = chat.send_message("How is it?").text or ""

    assert "It is sunny." in text
    parts = [part for content in chat.get_history() for part in content.parts or ()]
    answers = [part.function_response.response for part in parts if part.function_response]
    assert answers == [{"result": "Sunny in Köln."}]
    assert len(list(tunable.services.log)) == 2


def test_a_call_is_given_to_the_caller_where_he_wants_it_himself(client: genai.Client) -> None:
    config = types.GenerateContentConfig(
        tools=[
            types.Tool(
                function_declarations=[
                    types.FunctionDeclaration.from_callable_with_api_option(callable=weather, api_option="GEMINI_API")
                ]
            )
        ],
        tool_config=types.ToolConfig(
            function_calling_config=types.FunctionCallingConfig(mode=types.FunctionCallingConfigMode.ANY)
        ),
    )

    answer = client.models.generate_content(model=MODEL, contents="How is it?", config=config)

    assert answer.function_calls is not None
    assert [(call.name, list(call.args or {})) for call in answer.function_calls] == [("weather", ["city"])]


def test_thoughts_are_parts_of_their_own(tunable: RunningServer, own: genai.Client) -> None:
    tunable.update(mock_reasoning="Let me think.", mock_response="Yes.")
    config = types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))

    answer = own.models.generate_content(model=MODEL, contents="Well?", config=config)

    assert answer.candidates is not None
    assert answer.candidates[0].content is not None
    parts = answer.candidates[0].content.parts or []
    assert [(part.text, part.thought) for part in parts] == [("Let me think.", True), ("Yes.", None)]
    assert answer.text == "Yes."
    assert answer.usage_metadata is not None
    assert answer.usage_metadata.thoughts_token_count == 4


def test_structured_output_is_parsed(client: genai.Client) -> None:
    schema = types.Schema(
        type=types.Type.OBJECT, properties={"age": types.Schema(type=types.Type.INTEGER)}, required=["age"]
    )
    config = types.GenerateContentConfig(response_mime_type="application/json", response_schema=schema)

    answer = client.models.generate_content(model=MODEL, contents="Who?", config=config)

    assert isinstance(json.loads(answer.text or "")["age"], int)


@pytest.mark.parametrize(
    ("config", "status", "said"),
    [
        ({"temperature": 3}, "INVALID_ARGUMENT", "generationConfig.temperature must be between 0 and 2, got 3"),
        ({"candidate_count": 9}, "INVALID_ARGUMENT", "generationConfig.candidateCount must be between 1 and 8, got 9"),
    ],
)
def test_the_client_raises_its_own_errors(client: genai.Client, config: Any, status: str, said: str) -> None:
    with pytest.raises(errors.ClientError) as raised:
        client.models.generate_content(model=MODEL, contents="x", config=types.GenerateContentConfig(**config))

    assert (raised.value.code, raised.value.status) == (400, status)
    assert said in str(raised.value.message)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", f"{URL}:generateContent", b"{", 400),
        ("POST", f"{URL}:countTokens", b"[]", 400),
        ("GET", "/v1beta/nothing", b"", 404),
        ("POST", "/v1beta/models", b"", 405),
        ("GET", "/v1beta/models?pageSize=x", b"", 400),
    ],
)
def test_errors_are_google_s_wherever_they_come_from(
    http: httpx.Client, method: str, path: str, body: bytes, status: int
) -> None:
    answer = http.request(method, path, content=body)

    assert answer.status_code == answer.json()["error"]["code"] == status
    assert answer.json()["error"].keys() >= {"code", "message", "status"}


def test_a_key_may_stand_in_a_header_or_in_the_address(locked: httpx.Client) -> None:
    sent: list[dict[str, Any]] = [
        {"headers": {"x-goog-api-key": "s3cret"}},
        {"headers": {"authorization": "Bearer s3cret"}},
        {"params": {"key": "s3cret"}},
        {"params": {"key": "wrong"}},
        {},
    ]

    answers = [locked.post(f"{URL}:generateContent", json=BODY, **keys) for keys in sent]
    counts = [locked.post(f"{URL}:countTokens", json=BODY, **keys).status_code for keys in sent]
    models = [locked.get("/v1beta/models", **keys).status_code for keys in sent]

    assert [answer.status_code for answer in answers] == counts == models == [200, 200, 200, 401, 401]
    assert answers[-1].json()["error"]["status"] == "UNAUTHENTICATED"


def test_a_key_in_the_address_is_not_logged(tunable: RunningServer) -> None:
    httpx.post(f"{tunable.root_url}{URL}:generateContent?key=AIzaSyVerySecret&alt=json", json=BODY, trust_env=False)

    (record,) = tunable.services.log
    assert record.path == f"{URL}:generateContent?key=***&alt=json"


def test_a_strict_server_knows_its_models_only() -> None:
    with (
        RunningServer(strict_models=True, tokens_per_second=0, time_to_first_token=0) as server,
        httpx.Client(base_url=server.root_url, trust_env=False) as http,
    ):
        known = http.post("/v1beta/models/gpt-4o:generateContent", json=BODY)
        unknown = http.post(f"{URL}:generateContent", json=BODY), http.get(URL)

    assert known.status_code == 200
    assert [(answer.status_code, answer.json()["error"]["status"]) for answer in unknown] == [(404, "NOT_FOUND")] * 2


@pytest.mark.parametrize(
    ("kind", "error", "status"),
    [
        (FaultKind.RATE_LIMIT, errors.ClientError, "RESOURCE_EXHAUSTED"),
        (FaultKind.SERVER_ERROR, errors.ServerError, "INTERNAL"),
    ],
)
def test_armed_refusals_are_the_client_s_errors(
    tunable: RunningServer, own: genai.Client, kind: FaultKind, error: type[errors.APIError], status: str
) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=kind))

    with pytest.raises(error) as raised:
        own.models.generate_content(model=MODEL, contents="x")

    assert raised.value.status == status
    assert own.models.generate_content(model=MODEL, contents="x").text == "x"


def test_a_cut_stream_is_an_error_and_not_an_end(tunable: RunningServer, own: genai.Client) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.CUT, after_tokens=2))
    chunks = own.models.generate_content_stream(model=MODEL, contents="one two three four")

    seen = [next(chunks).text, next(chunks).text]

    assert seen == ["one", " two"]
    with pytest.raises(Exception, match="peer closed connection"):
        next(chunks)


def test_a_stalled_and_an_empty_answer_are_whole(tunable: RunningServer, own: genai.Client) -> None:
    def ask() -> str:
        chunks = own.models.generate_content_stream(model=MODEL, contents="one two three four")
        return "".join(chunk.text or "" for chunk in chunks)

    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.STALL, after_tokens=2, seconds=0.1))
    began = time.monotonic()
    stalled, took = ask(), time.monotonic() - began
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.EMPTY))

    assert (stalled, ask()) == ("one two three four", "")
    assert took >= 0.1


VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
)
JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner))
FIELDS = {
    "tools": st.just([{"functionDeclarations": [{"name": "f", "parameters": {"type": "OBJECT"}}]}]) | JSON,
    "toolConfig": st.fixed_dictionaries({"functionCallingConfig": JSON}),
    "systemInstruction": JSON,
    "generationConfig": st.fixed_dictionaries(
        {},
        optional={
            "maxOutputTokens": st.integers(0, 9),
            "responseMimeType": st.just("application/json"),
            "responseSchema": JSON,
            "responseLogprobs": st.booleans(),
            "candidateCount": st.integers(0, 3),
            "thinkingConfig": JSON,
        },
    ),
    "mock_response": st.text(max_size=9),
    "mock_tool_calls": st.lists(st.fixed_dictionaries({"name": st.just("f"), "arguments": st.text(max_size=9)})),
}


@settings(max_examples=80)
@given(
    body=st.fixed_dictionaries({"contents": st.just(BODY["contents"]) | JSON}, optional=FIELDS),
    action=st.sampled_from(
        ["generateContent", "streamGenerateContent", "streamGenerateContent?alt=sse", "countTokens"]
    ),
)
def test_any_body_gets_an_answer_or_an_error_and_both_can_be_read(
    plain: httpx.Client, body: dict[str, Any], action: str
) -> None:
    answer = plain.post(f"{URL}:{action}", json=body)

    assert answer.status_code in (200, 400), answer.text
    text = answer.content.decode()
    if answer.headers["content-type"].startswith("text/event-stream"):
        *blocks, rest = text.split("\n\n")
        assert rest == ""
        assert all(json.loads(block.removeprefix("data: ")) for block in blocks)
    else:
        assert json.loads(text)
