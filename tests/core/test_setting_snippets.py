"""The settings as a request: pasted, it is answered with just these settings."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.literals import JAVASCRIPT, literal
from mockpanel.core.setting_snippets import SettingsForm, header_values, setting_values, settings_snippet
from mockpanel.core.settings import STREAM_NAMES, StreamSettings, from_text, validated
from mockpanel.core.shape_settings import JitterDistribution
from mockpanel.wire.overrides import collect
from tests.core.records import BASE_URL
from tests.core.texts import TEXTS
from tests.running import RunningServer

TUNED = StreamSettings(
    mock_response='It\'s "so" 😀.\nDone. $HOME `x` 100 %',
    tokens_per_second=900.0,
    time_to_first_token=0.01,
    tokenizer_model="gpt-4o",
    jitter=0.4,
    jitter_distribution=JitterDistribution.GAMMA,
    seed=7,
    simulate_latency=False,
)


def used_by(server: RunningServer) -> dict[str, Any]:
    """The settings of the latest request, as far as they are not the defaults."""
    used = server.call(lambda: list(server.services.log)[-1].settings)
    assert used is not None
    return setting_values(used)


def test_only_what_differs_from_the_defaults_is_given() -> None:
    values = setting_values(StreamSettings(tokens_per_second=45.0, tokens_per_chunk=3))

    assert values == {"tokens_per_second": 45.0, "tokens_per_chunk": 3}
    assert setting_values(StreamSettings()) == {}


def test_the_whole_is_given_on_request_but_for_texts_that_are_empty() -> None:
    values = setting_values(StreamSettings(), whole=True)

    empty = {name for name in STREAM_NAMES if getattr(StreamSettings(), name) in ("", ())}
    assert set(values) == set(STREAM_NAMES) - empty


def test_a_list_is_one_line_of_json_in_a_header() -> None:
    settings = validated(StreamSettings, {"mock_tool_calls": [{"name": "f", "arguments": {"ä": 1}}]})

    headers = header_values(setting_values(settings))

    assert headers == {"X-Mock-Tool-Calls": '[{"name":"f","arguments":{"%C3%A4":1},"id":""}]'}


def test_the_body_is_json_with_the_settings_own_names() -> None:
    body = json.loads(settings_snippet(SettingsForm.BODY, TUNED, BASE_URL))

    assert StreamSettings().changed(body) == TUNED
    assert body["jitter_distribution"] == "gamma"


@given(TEXTS, st.floats(0, 100_000), st.booleans())
def test_headers_carry_every_setting_whole(text: str, rate: float, latency: bool) -> None:
    settings = StreamSettings(mock_response=text, tokens_per_second=rate, simulate_latency=latency)
    values = setting_values(settings, whole=True)

    headers = header_values(values)

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    read = {name: override.value for name, override in collect({}, raw).items()}
    assert all(value.isascii() and value.isprintable() and value == value.strip() for value in headers.values())
    assert StreamSettings().changed(read) == settings
    assert from_text("simulate_latency", headers["X-Mock-Simulate-Latency"]) is latency


def test_headers_are_lines_of_names_and_values() -> None:
    lines = settings_snippet(SettingsForm.HEADERS, TUNED, BASE_URL).splitlines()

    assert "X-Mock-Tokens-Per-Second: 900" in lines
    assert "X-Mock-Jitter-Distribution: gamma" in lines
    assert lines[0].startswith("X-Mock-Response: It")


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("whole", [False, True])
def test_curl_is_answered_with_the_settings(server: RunningServer, whole: bool) -> None:
    line = settings_snippet(SettingsForm.CURL, TUNED, server.base_url, whole=whole)

    said = subprocess.run(["sh", "-c", line], capture_output=True, check=True, text=True).stdout

    assert "[DONE]" in said
    assert used_by(server) == setting_values(TUNED)


@pytest.mark.parametrize("whole", [False, True])
def test_python_is_answered_with_the_settings(server: RunningServer, whole: bool) -> None:
    source, out = settings_snippet(SettingsForm.PYTHON, TUNED, server.base_url, whole=whole), io.StringIO()
    names: dict[str, Any] = {}

    with contextlib.redirect_stdout(out):
        exec(compile(source, "snippet", "exec"), names)
    names["client"].close()

    assert out.getvalue() == TUNED.mock_response
    assert used_by(server) == setting_values(TUNED)


def test_headers_are_answered_with_the_settings(server: RunningServer) -> None:
    lines = settings_snippet(SettingsForm.HEADERS, TUNED, server.base_url).splitlines()
    headers = dict(line.split(": ", 1) for line in lines)

    body = {"model": "m", "messages": [{"role": "user", "content": "x"}]}
    answer = httpx.post(server.base_url + "/chat/completions", json=body, headers=headers)

    assert answer.json()["choices"][0]["message"]["content"] == TUNED.mock_response
    assert used_by(server) == setting_values(TUNED)


def test_javascript_holds_the_same_values() -> None:
    source = settings_snippet(SettingsForm.JAVASCRIPT, TUNED, BASE_URL)

    assert 'import OpenAI from "openai";' in source
    assert f"mock_response: {literal(TUNED.mock_response, JAVASCRIPT)}" in source
    assert "tokens_per_second: 900.0" in source


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to read JavaScript")
def test_node_reads_the_same_values() -> None:
    source = settings_snippet(SettingsForm.JAVASCRIPT, TUNED, BASE_URL)
    call = source.partition(".create(")[2].partition(");\n")[0]
    node = shutil.which("node")
    assert node

    said = subprocess.run([node, "-p", f"JSON.stringify({call})"], capture_output=True, text=True, check=True).stdout

    assert json.loads(said).items() >= setting_values(TUNED).items()
