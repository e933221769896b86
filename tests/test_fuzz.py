"""Whatever a client sends: an answer or the error object, never a 5xx, and the server serves on.

Seeds are fixed, so that a run finds what the run before found. What would only make a stream slow is sped up: how
slow a stream is does not matter here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, MutableMapping
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.schemas import BaseSchema

from mockpanel.core.request_record import Outcome
from mockpanel.core.settings import STREAM_NAMES, StreamSettings, specs
from tests.operations import described
from tests.processes import SOON_S, ask, client
from tests.running import RunningServer

ENDLESS = ("GET", "/mock/events")
SAME = ("POST", "/v1beta/models/{model}:streamGenerateContent")
"""Has the body of generateContent."""

DESCRIBED = {key: operation for key, operation in described().items() if key not in (ENDLESS, SAME)}
BREAKABLE = [
    key
    for key, operation in DESCRIBED.items()
    if "requestBody" in operation or any(each["in"] != "path" for each in operation.get("parameters", ()))
]
"""Operations that can be asked wrongly: any text at all is a proper part of a path."""

STRICTLY = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
BRIEFLY = settings(STRICTLY, max_examples=8)
"""For the protocols whose bodies are deep: making one takes long, and they are fuzzed in tests of their own as well."""

WIDELY = settings(STRICTLY, max_examples=300)
DEEP = ("/v1beta/", "/api/")
ERROR_KEYS = {"message", "type", "param", "code"}
ANTHROPIC_KEYS = {"message", "type"}
GEMINI_ERROR_KEYS = {"code", "message", "status"}


def spelled(*names: str) -> set[str]:
    """Settings' names, and those of their headers."""
    return {*names, *("x-mock-" + name.replace("_", "-") for name in names)}


WAITS = {"ttft"} | spelled(
    "time_to_first_token",
    "time_to_first_token_p95",
    "time_to_first_token_per_1000_prompt_tokens",
    "reasoning_seconds",
    "total_duration",
)
RATES = {"tps"} | spelled("tokens_per_second", "reasoning_tokens_per_second")
TOKENIZERS = {"tokenizer_model", "encoding_name", "x-mock-tokenizer-model"}
SHORT_S, FAST = 0.001, 50_000.0


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[RunningServer]:
    """A server for all of this; it must be as good as new afterwards."""
    with RunningServer(tokens_per_second=0, time_to_first_token=0) as running:
        yield running
        running.update(**running.settings.stream.model_dump())  # what is answered may have been changed too
        with client() as http:
            answer = http.post(running.base_url + "/chat/completions", json=ask("Still here.", tps=0, ttft=0))
        assert answer.json()["choices"][0]["message"]["content"] == "Still here."
        assert len(running.services.live) == 0
        assert not [record for record in running.services.log if record.outcome is Outcome.FAILED]


@pytest.fixture(scope="module")
def schema(fuzzed: RunningServer) -> BaseSchema:
    """What the server itself says of its API."""
    loaded: BaseSchema = schemathesis.openapi.from_url(fuzzed.root_url + "/openapi.json")
    return loaded


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """Connections to the server."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    """Connections to the server."""
    with client() as opened:
        yield opened


def sped_up(name: str, value: object) -> object:
    """A setting's value, faster where it would be a slow one; what is no valid number stays as it is."""
    name = name.lower()
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        return value
    if name in WAITS and SHORT_S < number <= 3600:
        number = SHORT_S
    elif name in RATES and 0 < number < FAST:
        number = FAST
    else:
        return value
    return str(number) if isinstance(value, str) else number


def tame(fields: MutableMapping[str, Any], *, known_tokenizer: bool = False) -> None:
    """Speeds up what some fields, headers or parameters ask for, and makes their tokenizer a known one if told to."""
    for name, value in list(fields.items()):
        fields[name] = sped_up(name, value)
        if known_tokenizer and name.lower() in TOKENIZERS and isinstance(value, str):
            fields[name] = "gpt2"


def check(status: int, kind: str, content: bytes) -> None:
    """An answer, or a 4xx with the error object."""
    assert 200 <= status < 500
    if status < 400:
        return
    assert kind.startswith("application/json")
    document = json.loads(content)
    anthropic = document.get("type") == "error"
    assert document.keys() == ({"type", "error", "request_id"} if anthropic else {"error"})
    error = document["error"]
    if isinstance(error, str):  # Ollama's
        assert error
        return
    assert isinstance(error["message"], str)
    assert error["message"]
    if "status" in error:  # Gemini's
        assert error.keys() - {"details"} == GEMINI_ERROR_KEYS
        assert error["code"] == status
        return
    assert error.keys() == (ANTHROPIC_KEYS if anthropic else ERROR_KEYS)
    assert isinstance(error["type"], str)
    assert all(error.get(key) is None or isinstance(error[key], str) for key in ("param", "code"))


def check_case(answer: Response) -> None:
    """The same for an answer to a generated case."""
    check(answer.status_code, answer.headers.get("content-type", [""])[0], answer.content)


def check_answer(answer: httpx.Response, choices: int | None) -> None:
    """The same for a completion, whose answer is whole as well."""
    kind = answer.headers.get("content-type", "")
    check(answer.status_code, kind, answer.content)
    if answer.status_code >= 400:
        return
    if not kind.startswith("text/event-stream"):
        document = answer.json()
        assert choices is None or len(document["choices"]) == choices
        assert document["usage"]["total_tokens"] >= 0
        return
    frames = answer.text.split("\n\n")
    assert frames[-2:] == ["data: [DONE]", ""]
    chunks = [json.loads(frame.removeprefix("data: ")) for frame in frames[:-2]]
    ended = [choice for chunk in chunks for choice in chunk["choices"] if choice["finish_reason"]]
    assert choices is None or len(ended) == choices


def test_the_description_of_the_api_has_a_name_of_its_own_for_each_operation(fuzzed: RunningServer) -> None:
    with client() as http:
        answer = http.get(fuzzed.root_url + "/openapi.json")

    assert answer.status_code == 200
    operations = [each for operations in answer.json()["paths"].values() for each in operations.values()]
    names = [each["operationId"] for each in operations]
    assert len(names) >= len(DESCRIBED)
    assert len(set(names)) == len(names)
    assert all(each["summary"] for each in operations)


@pytest.mark.parametrize(("method", "path"), list(DESCRIBED))
def test_a_request_that_keeps_to_the_schema_gets_no_5xx(
    method: str, path: str, schema: BaseSchema, session: requests.Session
) -> None:
    send_cases(schema, method, path, GenerationMode.POSITIVE, session)


@pytest.mark.parametrize(("method", "path"), BREAKABLE)
def test_a_request_that_breaks_the_schema_gets_no_5xx(
    method: str, path: str, schema: BaseSchema, session: requests.Session
) -> None:
    send_cases(schema, method, path, GenerationMode.NEGATIVE, session)


def send_cases(schema: BaseSchema, method: str, path: str, mode: GenerationMode, session: requests.Session) -> None:
    """Sends generated requests to one operation."""
    operation = schema[path][method]
    sent = 0

    @(BRIEFLY if path.startswith(DEEP) else STRICTLY)
    @given(case=operation.as_strategy(generation_mode=mode), known_tokenizer=st.booleans())
    def send(case: Case[Any], known_tokenizer: bool) -> None:
        nonlocal sent
        for part in (case.body, case.headers, case.query):
            if isinstance(part, MutableMapping):
                tame(part, known_tokenizer=known_tokenizer)

        answer = case.call(session=session, timeout=SOON_S)

        sent += 1
        check_case(answer)

    send()
    assert sent


@pytest.fixture(autouse=True)
def disarmed(fuzzed: RunningServer) -> Iterator[None]:
    """A fault that a test armed is not for the next, and no request goes to an API that a test made up."""
    yield
    fuzzed.call(fuzzed.services.faults.disarm)
    fuzzed.call(fuzzed.services.upstream.switch_off)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)  # half surrogate pairs included
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.sampled_from([10**30, -(2**63), 2**31]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(ANY_TEXT, inside, max_size=4),
    max_leaves=8,
)
WORDS = st.text(max_size=60)
SHARED: dict[str, st.SearchStrategy[Any]] = {
    "model": st.sampled_from(["m", "gpt-4o", "größe ✅"]),
    "stream": st.booleans() | st.none(),
    "stream_options": st.fixed_dictionaries({}, optional={"include_usage": st.booleans()}) | st.none(),
    "stop": st.none() | st.text(max_size=3) | st.lists(st.text(max_size=3), max_size=4),
    "seed": st.none() | st.integers(-(2**63), 2**63 - 1),
    "temperature": st.none() | st.floats(0, 2),
    "top_p": st.none() | st.floats(0, 1),
    "presence_penalty": st.none() | st.floats(-2, 2),
    "frequency_penalty": st.none() | st.floats(-2, 2),
    "service_tier": st.sampled_from([None, "auto", "default", "flex"]),
    "user": WORDS,
    "mock_response": WORDS,
    "response": WORDS,
    "text": WORDS,
    "tokens_per_second": st.sampled_from([None, 0, FAST, 100_000]),
    "tps": st.sampled_from([0, FAST, 99_999.5]),
    "time_to_first_token": st.sampled_from([0, 0.0, SHORT_S]),
    "ttft": st.sampled_from([0, SHORT_S]),
    "tokenizer_model": st.sampled_from(["gpt-4", "gpt2", "o200k_base", "p50k_edit"]),
    "encoding_name": st.sampled_from(["cl100k_base", "gpt2"]),
    "tokens_per_chunk": st.integers(1, 10_000),
    "simulate_latency": st.booleans(),
}
PARTS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(["text", "image_url", "input_audio"])}, optional={"text": WORDS})
)
MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["developer", "system", "user", "assistant", "tool", "function"])},
        optional={"content": st.none() | WORDS | PARTS, "name": WORDS, "tool_calls": ANY_JSON},
    ),
    min_size=1,
    max_size=3,
)
CHAT = {
    **SHARED,
    "n": st.none() | st.integers(1, 4),
    "max_tokens": st.none() | st.integers(1, 50),
    "max_completion_tokens": st.none() | st.integers(1, 50),
    "logprobs": st.sampled_from([None, True, True, False]),
    "top_logprobs": st.none() | st.integers(0, 20),
    "tools": st.just([{"type": "function", "function": {"name": "f"}}]),
    "response_format": st.just({"type": "json_object"}),
}
TOKEN_LISTS = st.lists(st.integers(0, 50_255), min_size=1, max_size=6)
PROMPTS = WORDS | st.lists(WORDS, min_size=1, max_size=3) | TOKEN_LISTS | st.lists(TOKEN_LISTS, min_size=1, max_size=3)
COMPLETION = {
    **SHARED,
    "prompt": st.none() | PROMPTS,
    "n": st.none() | st.integers(1, 3),
    "max_tokens": st.none() | st.integers(0, 50),
    "logprobs": st.none() | st.integers(0, 5),
    "echo": st.none() | st.booleans(),
    "suffix": st.none() | WORDS,
    "best_of": st.none() | st.integers(3, 20),
}


ITEMS = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant", "system", "developer"]), "content": WORDS},
    optional={"type": st.just("message"), "id": WORDS},
) | st.fixed_dictionaries({"type": st.just("function_call_output"), "call_id": WORDS, "output": WORDS})
RESPONSE = {
    **{name: values for name, values in SHARED.items() if name in STREAM_NAMES},
    "input": WORDS | st.lists(ITEMS, min_size=1, max_size=3),
    "model": SHARED["model"],
    "stream": SHARED["stream"],
    "stream_options": st.fixed_dictionaries({}, optional={"include_obfuscation": st.booleans()}) | st.none(),
    "instructions": st.none() | WORDS,
    "max_output_tokens": st.none() | st.integers(1, 50),
    "store": st.none() | st.just(True),
    "background": st.none() | st.booleans(),
    "include": st.lists(st.sampled_from(["message.output_text.logprobs", "reasoning.encrypted_content"])),
    "top_logprobs": st.none() | st.integers(0, 20),
    "reasoning": st.none() | st.fixed_dictionaries({}, optional={"effort": WORDS, "summary": st.just("auto")}),
    "mock_reasoning": WORDS,
    "mock_refusal": st.just("") | WORDS,
    "tools": st.just([{"type": "function", "name": "f"}, {"type": "custom", "name": "c"}]),
    "tool_choice": st.sampled_from(["auto", "none", {"type": "web_search"}]),
    "text": st.sampled_from([{}, {"format": {"type": "json_object"}}, {"verbosity": "low"}]),
    "metadata": st.dictionaries(WORDS, WORDS, max_size=3),
    "temperature": SHARED["temperature"],
}


@st.composite
def bodies(
    draw: st.DrawFn, needed: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]
) -> tuple[dict[str, Any], bool]:
    """A body with up to two fields that hold anything at all, and whether it is a proper one."""
    known = {**needed, **optional}
    names = draw(st.sets(st.sampled_from(sorted(optional)), max_size=7)) | needed.keys()
    body = {name: draw(known[name]) for name in sorted(names)}
    strange = draw(st.dictionaries(st.sampled_from(sorted(known)), ANY_JSON, max_size=2))
    body |= strange
    tame(body)
    return body, not strange


@WIDELY
@given(made=bodies({"messages": MESSAGES}, CHAT))
def test_a_chat_request_with_anything_in_its_fields_gets_an_answer_or_the_error_object(
    made: tuple[dict[str, Any], bool], fuzzed: RunningServer, http: httpx.Client
) -> None:
    body, proper = made

    answer = http.post(fuzzed.base_url + "/chat/completions", content=json.dumps(body))

    check_answer(answer, (body.get("n") or 1) if proper else None)


@WIDELY
@given(made=bodies({}, COMPLETION))
def test_a_completion_request_with_anything_in_its_fields_gets_an_answer_or_the_error_object(
    made: tuple[dict[str, Any], bool], fuzzed: RunningServer, http: httpx.Client
) -> None:
    body, proper = made

    answer = http.post(fuzzed.base_url + "/completions", content=json.dumps(body))

    prompt = body.get("prompt")
    prompts = len(prompt) if proper and isinstance(prompt, list) and not isinstance(prompt[0], int) else 1
    check_answer(answer, prompts * (body.get("n") or 1) if proper else None)


@settings(STRICTLY, max_examples=200)
@given(made=bodies({"input": RESPONSE["input"]}, RESPONSE))
def test_a_response_request_with_anything_in_its_fields_gets_an_answer_or_the_error_object(
    made: tuple[dict[str, Any], bool], fuzzed: RunningServer, http: httpx.Client
) -> None:
    body, proper = made

    answer = http.post(fuzzed.base_url + "/responses", content=json.dumps(body))

    check(answer.status_code, answer.headers.get("content-type", ""), answer.content)
    assert answer.status_code == 200 or not proper
    if answer.status_code == 200 and answer.headers["content-type"].startswith("text/event-stream"):
        frames = answer.content.decode().split("\n\n")
        found = [json.loads(frame.partition("\ndata: ")[2]) for frame in frames[:-1]]
        assert [event["sequence_number"] for event in found] == list(range(len(found)))
        assert found[-1]["type"] in ("response.completed", "response.incomplete")


@settings(STRICTLY, max_examples=200)
@given(
    body=ANY_JSON,
    path=st.sampled_from(
        ["/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/messages", "/mock/tokenize"]
    ),
)
def test_a_body_of_any_json_gets_an_answer_or_the_error_object(
    body: Any, path: str, fuzzed: RunningServer, http: httpx.Client
) -> None:
    answer = http.post(fuzzed.root_url + path, content=json.dumps(body))

    check(answer.status_code, answer.headers["content-type"], answer.content)


@settings(STRICTLY, max_examples=200)
@given(
    body=st.binary(max_size=60),
    path=st.sampled_from(["/v1/chat/completions", "/v1/completions", "/v1/responses", "/mock/settings"]),
)
def test_a_body_of_any_bytes_gets_the_error_object(
    body: bytes, path: str, fuzzed: RunningServer, http: httpx.Client
) -> None:
    answer = http.request("PATCH" if path == "/mock/settings" else "POST", fuzzed.root_url + path, content=body)

    assert answer.status_code == 400
    check(answer.status_code, answer.headers["content-type"], answer.content)


HEADER_VALUES = st.binary(max_size=30).map(lambda value: bytes(c for c in value if c >= 0x20 and c != 0x7F).strip())
PROPER_TEXTS = {
    "mock_response": ["Hi", "", "%F0%9F%91%A9", "100%"],
    "tokens_per_second": ["0", "50000", "1e5", "5e4"],
    "time_to_first_token": ["0", "0.001"],
    "tokenizer_model": ["gpt-4o", "gpt2"],
    "tokens_per_chunk": ["1", "10000"],
    "simulate_latency": ["true", "0", "no"],
    "seed": ["1", "-9223372036854775808"],
    "jitter": ["0.5", "3"],
    "jitter_distribution": ["gamma", "NORMAL", "uniform", "log_normal"],
    "burst_pause": ["0", "60"],
    "burst_tokens_max": ["1", "10000"],
    "clump_interval": ["0.01", "60"],
    "stall_chance": ["1", "0.5"],
    "ramp_to": ["0.01", "100"],
    "ramp_seconds": ["0", "600"],
    "sentence_pause": ["60"],
    "code_speed": ["0.01"],
    "load_slowdown": ["1000"],
    "mock_reasoning": ["Hm. %F0%9F%91%A9", ""],
}


@settings(STRICTLY, max_examples=250)
@given(
    headers=st.dictionaries(
        st.sampled_from([spec.header for spec in specs(StreamSettings)]), HEADER_VALUES, max_size=1
    ),
    query=st.dictionaries(
        st.sampled_from(STREAM_NAMES), ANY_TEXT.map(lambda text: text.encode("utf-8", "replace")), max_size=1
    ),
    proper=st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in PROPER_TEXTS.items()}),
    stream=st.booleans(),
)
def test_any_header_and_parameter_gets_an_answer_or_the_error_object(
    headers: dict[str, bytes],
    query: dict[str, bytes],
    proper: dict[str, str],
    stream: bool,
    fuzzed: RunningServer,
    http: httpx.Client,
) -> None:
    texts = {name: value.decode("latin-1") for name, value in headers.items()}
    parameters = {name: value.decode() for name, value in query.items()} | proper
    tame(texts)
    tame(parameters)
    sent = [(name.encode(), text.encode("latin-1")) for name, text in texts.items()]

    answer = http.post(
        fuzzed.base_url + "/chat/completions",
        params=parameters,
        headers=sent,
        json={"messages": [{"role": "user", "content": "Hi"}], "stream": stream},
    )

    check_answer(answer, 1)
    assert (answer.status_code == 200) or headers or query
