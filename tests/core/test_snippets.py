"""Snippets: they send the same request again, quoted right, and hold no secret."""

from __future__ import annotations

import ast
import inspect
import json
import shlex
import shutil
import socket
import subprocess
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.resources.chat.completions import Completions as Chat
from openai.resources.completions import Completions

from mockpanel.core.request_record import KEPT_TEXT_BYTES
from mockpanel.core.sdks.openai import PARAMETERS
from mockpanel.core.sdks.request import PLACEHOLDER_KEY
from mockpanel.core.snippets import Snippet, first_request, request_url, snippet
from tests.core.records import BASE_URL, CHAT_BODY, record_of
from tests.running import RunningServer

BODIES = st.text(st.characters(exclude_characters="\0"), min_size=1)
DOCUMENTS = st.dictionaries(st.text(), st.text() | st.booleans() | st.none() | st.integers(-(2**53), 2**53), max_size=5)


def python_call(source: str) -> ast.Call:
    """The call whose answer a Python snippet keeps."""
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    call = assigned[-1].value
    assert isinstance(call, ast.Call)
    return call


def sent_body(source: str) -> dict[str, Any]:
    """The body that a Python snippet sends."""
    named = {word.arg: ast.literal_eval(word.value) for word in python_call(source).keywords if word.arg}
    extra = named.pop("extra_body", {})
    body: dict[str, Any] = {name: value for name, value in named.items() if not name.startswith("extra_")} | extra
    return body


@given(BODIES)
def test_the_shell_gives_curl_the_body_byte_for_byte(body: str) -> None:
    words = shlex.split(snippet(Snippet.CURL, record_of(body=body), BASE_URL))

    assert words[:3] == ["curl", "-N", "http://127.0.0.1:8000/v1/chat/completions"]
    assert words[words.index("--data-raw") + 1] == body


@given(st.text(st.characters(exclude_characters="\r\n\0")), st.text(min_size=1))
def test_the_shell_gives_curl_headers_and_path_whole(value: str, path: str) -> None:
    record = record_of(headers=(("x-mock-response", value),), path="/" + path)

    words = shlex.split(snippet(Snippet.CURL, record, BASE_URL))

    assert words[2] == request_url(record, BASE_URL)
    assert not set(words[2]) & set(' "<>[]{}|\\^`\n')
    assert f"x-mock-response: {value}" in words or value.endswith("***")


def test_a_real_shell_reads_the_curl_line_as_it_is_meant() -> None:
    shell = shutil.which("sh")
    assert shell
    line = snippet(Snippet.CURL, record_of(), BASE_URL).replace("curl -N", "printf '%s\\n'", 1)

    said = subprocess.run([shell, "-c", line], capture_output=True, text=True, check=True).stdout.splitlines()

    assert said[-1] == CHAT_BODY


@given(DOCUMENTS)
def test_python_sends_the_same_body(document: dict[str, Any]) -> None:
    record = record_of(body=json.dumps(document))

    assert sent_body(snippet(Snippet.PYTHON, record, BASE_URL)) == document


@pytest.mark.parametrize("kind", list(Snippet))
def test_no_snippet_shows_a_mask_where_a_key_belongs(kind: Snippet) -> None:
    record = record_of(
        headers=(("authorization", "Bearer ***"), ("x-api-key", "***"), ("x-mock-tokens-per-second", "9"))
    )

    source = snippet(kind, record, BASE_URL)

    assert "***" not in source
    assert PLACEHOLDER_KEY in source
    assert "x-mock-tokens-per-second" in source


def test_python_passes_what_the_library_does_not_know_beside_it() -> None:
    record = record_of(
        body='{"model": "gpt-4o", "messages": [], "tokens_per_second": 9}',
        path="/v1/chat/completions?time_to_first_token=2",
        headers=(("X-Mock-Tokens-Per-Chunk", "3"), ("user-agent", "x"), ("accept", "*/*")),
    )

    source = snippet(Snippet.PYTHON, record, BASE_URL)

    assert 'base_url="http://127.0.0.1:8000/v1", api_key="test"' in source
    assert 'extra_body={"tokens_per_second": 9}' in source
    assert 'extra_headers={"X-Mock-Tokens-Per-Chunk": "3"}' in source
    assert 'extra_query={"time_to_first_token": "2"}' in source
    assert "print(answer.choices[0].message.content)" in source


@pytest.mark.parametrize(
    ("endpoint", "call"), [("/chat/completions", Chat.create), ("/completions", Completions.create)]
)
def test_the_library_knows_every_argument_that_python_passes_by_name(endpoint: str, call: Any) -> None:
    assert PARAMETERS[endpoint] <= set(inspect.signature(call).parameters)


def test_a_streamed_completion_prints_its_pieces() -> None:
    record = record_of(path="/v1/completions", body='{"model": "m", "prompt": "p", "stream": true}')

    python, javascript = (snippet(kind, record, BASE_URL) for kind in (Snippet.PYTHON, Snippet.JAVASCRIPT))

    compile(python, "snippet", "exec")
    assert "client.completions.create(" in python
    assert "event.choices[0].text" in python
    assert "for await (const event of answer)" in javascript


def test_a_client_without_the_prefix_gets_its_own_base_url() -> None:
    source = snippet(Snippet.PYTHON, record_of(path="/chat/completions"), BASE_URL)

    assert 'base_url="http://127.0.0.1:8000"' in source


@pytest.mark.parametrize("changes", [{"method": "GET", "path": "/v1/models", "body": ""}, {"body": "no json"}])
def test_what_the_library_has_no_call_for_is_sent_plainly(changes: dict[str, Any]) -> None:
    record = record_of(**changes)

    python, javascript = (snippet(kind, record, BASE_URL) for kind in (Snippet.PYTHON, Snippet.JAVASCRIPT))

    compile(python, "snippet", "exec")
    assert "httpx.request(" in python
    assert f"await fetch({json.dumps(request_url(record, BASE_URL))}" in javascript


@given(BODIES)
def test_plain_python_sends_any_body(body: str) -> None:
    record = record_of(body=body, path="/v1/other")

    content = next(
        word.value for word in python_call(snippet(Snippet.PYTHON, record, BASE_URL)).keywords if word.arg == "content"
    )

    assert isinstance(content, ast.Call)
    assert isinstance(content.func, ast.Attribute)
    assert ast.literal_eval(content.func.value) == body


@given(BODIES)
def test_raw_http_counts_its_body_right(body: str) -> None:
    head, _, rest = snippet(Snippet.RAW, record_of(body=body), BASE_URL).partition("\r\n\r\n")

    assert head.startswith("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
    assert f"Content-Length: {len(body.encode())}" in head.split("\r\n")
    assert rest == body


def test_a_header_cannot_add_a_line() -> None:
    record = record_of(headers=(("x-mock-response", "a\r\nEvil: b"),))

    assert "\r\nEvil" not in snippet(Snippet.RAW, record, BASE_URL)


@pytest.mark.parametrize("kind", [Snippet.CURL, Snippet.PYTHON, Snippet.JAVASCRIPT])
def test_a_lost_body_is_said(kind: Snippet) -> None:
    dropped = snippet(kind, record_of(body="", details_dropped=True), BASE_URL)
    cut = snippet(kind, record_of(body="x" * KEPT_TEXT_BYTES), BASE_URL)

    assert "The log no longer holds the body of this request." in dropped
    assert "The log holds only the first 64 kB of this body." in cut


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to read JavaScript")
@given(DOCUMENTS)
def test_javascript_reads_the_same_body(document: dict[str, Any]) -> None:
    source = snippet(Snippet.JAVASCRIPT, record_of(body=json.dumps(document)), BASE_URL)
    literal = source.partition(".create(")[2].partition(");\n")[0]
    node = shutil.which("node")
    assert node

    said = subprocess.run(
        [node, "-p", f"JSON.stringify(({literal}))"], capture_output=True, text=True, check=True
    ).stdout

    assert json.loads(said) == document


def test_the_first_request_is_one_command_with_the_right_address() -> None:
    words = [word for word in shlex.split(first_request("http://10.0.0.1:9000/v1/")) if word != "\n"]

    assert words[:3] == ["curl", "-N", "http://10.0.0.1:9000/v1/chat/completions"]
    assert json.loads(words[-1])["stream"] is True


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/chat/completions?tokens_per_chunk=2"])
def test_python_and_curl_really_reach_the_server(
    server: RunningServer, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    body = json.dumps({"model": "m", "stream": False, "messages": [{"role": "user", "content": 'It\'s "so" 😀'}]})
    record = record_of(path=path, body=body)

    exec(compile(snippet(Snippet.PYTHON, record, server.base_url), "snippet", "exec"), {})
    printed = capfd.readouterr().out
    line = snippet(Snippet.CURL, record, server.base_url)
    said = subprocess.run(["sh", "-c", line], capture_output=True, check=True).stdout if shutil.which("curl") else b""

    assert printed == 'It\'s "so" 😀\n'
    assert not said or json.loads(said)["choices"][0]["message"]["content"] == 'It\'s "so" 😀'


def test_raw_http_really_reaches_the_server(server: RunningServer) -> None:
    request = snippet(Snippet.RAW, record_of(), server.base_url)
    parts = urlsplit(server.base_url)

    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        connection.sendall(request.encode())
        said = b"".join(iter(lambda: connection.recv(65536), b""))

    assert said.startswith(b"HTTP/1.1 200")
    assert b"[DONE]" in said
