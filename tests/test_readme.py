"""The README is true to the code: every setting, endpoint, command and profile is in it, and its examples work."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI
from pydantic import SecretStr

import dev
from mockpanel import capture_command, import_command
from mockpanel.cli import COMMANDS, make_parser
from mockpanel.core.faults import FaultKind
from mockpanel.core.profiles import built_in_names
from mockpanel.core.sentences import number
from mockpanel.core.settings import SPECS, STREAM_NAMES, Settings, Spec, validated
from mockpanel.launch import settle
from mockpanel.wire.overrides import OLDER_SPELLINGS
from tests.operations import described
from tests.processes import ROOT, client
from tests.running import RunningServer

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
OPERATIONS = sorted(described())
UNLISTED = [("GET", "/docs"), ("GET", "/openapi.json")]
"""Endpoints that describe the others, and so are not described themselves."""

FAST = {"tokens_per_second": 0, "time_to_first_token": 0}
STREAM_SPECS = [SPECS[name] for name in STREAM_NAMES]


def blocks(language: str) -> list[str]:
    """The README's examples in one language."""
    found = [text for name, text in BLOCKS if name == language]
    assert found, language
    return found


PARSERS = {"capture": capture_command.make_parser, "import": import_command.make_parser}


def shell_commands() -> list[list[str]]:
    """All commands of the README's shell examples, as words, without comments and variables in front."""
    lines = [line for text in blocks("sh") for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    words = [shlex.split(line, comments=True) for line in lines if line.count("'") % 2 == 0]
    return [[word for word in command if not re.match(r"MOCKPANEL_\w+=", word)] for command in words]


def table_row(name: str) -> list[str]:
    """The cells of the first table row about a setting."""
    found = re.search(rf"^\| `{name}` \|(.*)\|$", README, re.MULTILINE)
    assert found, f"no row about {name}"
    return [cell.strip() for cell in found[1].split(" | ")]


@pytest.mark.parametrize("spec", list(SPECS.values()), ids=lambda spec: spec.name)
def test_every_setting_has_a_row_with_flag_bounds_unit_and_default(spec: Spec) -> None:
    flag, bounds, default, text = table_row(spec.name)

    assert f"`{spec.flag}`" in flag
    expected = Settings.model_fields[spec.name].default
    if spec.kind in (int, float):
        assert spec.low is not None
        assert spec.high is not None
        assert f"{number(spec.low)}–{number(spec.high)}" in bounds
        assert default == f"{expected:g}" or default == str(expected)
        assert spec.unit in bounds or spec.name == "port"
    elif spec.kind is bool:
        assert f"`--no-{spec.flag[2:]}`" in flag
        assert default == str(expected).lower()
    elif spec.kind is SecretStr:
        assert default == "empty"
    else:
        assert default == ("empty" if expected in ("", ()) else str(expected))
    assert len(text) > 10


@pytest.mark.parametrize("spec", list(SPECS.values()), ids=lambda spec: spec.name)
def test_every_setting_s_variable_follows_the_rule_that_the_readme_gives(spec: Spec) -> None:
    assert "`MOCKPANEL_TOKENS_PER_SECOND` the environment variable" in " ".join(README.split())
    assert spec.variable == "MOCKPANEL_" + spec.name.upper()


@pytest.mark.parametrize("spec", STREAM_SPECS, ids=lambda spec: spec.name)
def test_every_setting_of_a_request_is_named_with_body_field_header_and_query(spec: Spec) -> None:
    rows = re.findall(rf"^\| `{spec.name}` \|.*$", README, re.MULTILINE)

    row = next((row for row in rows if f"`{spec.header}`" in row), "")
    assert f"| `{spec.name}`" in row.removeprefix(f"| `{spec.name}`")
    assert f"`?{spec.name}=`" in row
    assert all(f"`{older}`" in row for older, name in OLDER_SPELLINGS.items() if name == spec.name)


@pytest.mark.parametrize(("method", "path"), OPERATIONS + UNLISTED)
def test_every_endpoint_is_named_with_its_method(method: str, path: str) -> None:
    shape = re.sub(r"\\\{[^}]*\\\}", r"\\{[^}]*\\}", re.escape(path))

    assert re.search(rf"`{method} {shape}`", README), f"{method} {path}"


def test_no_endpoint_is_named_that_the_app_does_not_have() -> None:
    named = set(re.findall(r"`(GET|POST|PATCH|DELETE|PUT) (/[^`]*)`", README))

    known = {(method, re.sub(r"{.*?}", "{}", path)) for method, path in OPERATIONS + UNLISTED}
    assert named
    assert {(method, re.sub(r"{.*?}", "{}", path)) for method, path in named} <= known


def test_the_endpoints_are_said_to_work_without_the_prefix_and_do(server: RunningServer) -> None:
    with client() as http:
        statuses = {
            path: http.request(method, server.root_url + path.removeprefix("/v1"), json={"messages": 1}).status_code
            for method, path in OPERATIONS
            if path.startswith("/v1/") and "{" not in path
        }

    assert re.search(r"without the `/v1` prefix", README)
    assert statuses
    assert 404 not in statuses.values()


@pytest.mark.parametrize("name", built_in_names())
def test_every_built_in_profile_is_named(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("flag", ["--profile", "--mock-response-file", "--no-gui", "--version"])
def test_every_other_flag_is_named(flag: str) -> None:
    assert flag in README


def test_no_flag_is_named_that_does_not_exist() -> None:
    parsers = [make_parser(), *(make() for make in PARSERS.values())]
    known = {flag for parser in parsers for flag in parser._option_string_actions} | {
        "--quick",
        "--check",
        "--gui",
        "--only",
        "--clients",
    }
    known |= {"--trace", "--trace-time"}  # curl's, which the import reads
    ours = re.sub(r"^(pip|npm|curl|.*uvicorn) .*$", "", README, flags=re.MULTILINE)

    named = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", ours))

    assert "--tokens-per-second" in named
    assert named <= known


def test_the_commands_of_dev_py_are_named_and_exist() -> None:
    named = set(re.findall(r"python3? dev\.py (\w+)", README))

    offered = set(re.findall(r"^  (\w+)", dev.HELP, re.MULTILINE))
    assert named == offered
    assert all(callable(getattr(dev, name)) for name in named)


def test_the_commands_that_start_it_are_understood() -> None:
    started = [words[1:] for words in shell_commands() if words[0] == "mockpanel"]
    started += [words[3:] for words in shell_commands() if words[1:3] == ["dev.py", "run"]]

    commands = [(PARSERS[words[0]](), words[1:]) for words in started if words and words[0] in PARSERS]
    flags = [(make_parser(), words) for words in started if not words or words[0] not in PARSERS]
    understood = [parser.parse_args(arguments) for parser, arguments in (*commands, *flags)]

    assert len(understood) >= 4
    assert PARSERS.keys() == set(COMMANDS) <= {word for words in started for word in words[:1]}


def test_the_files_that_it_names_exist() -> None:
    named = set(re.findall(r"`((?:mockpanel|tests|\.ci)/[\w./]+|dev\.py|CHANGELOG\.md|LICENSE)`", README))

    missing = {name for name in named if not (ROOT / name).exists()}
    assert {"dev.py", ".ci/run", "CHANGELOG.md", "LICENSE"} <= named
    assert not missing


def test_the_profile_example_is_a_profile(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    path = tmp_path / "mine.toml"
    path.write_text(example, encoding="utf-8")

    settings = settle({"profile": str(path)}, {})

    expected = {key: value for key, value in tomllib.loads(example).items() if key != "about"}
    assert expected
    assert {key: getattr(settings, key) for key in expected} == expected


@pytest.mark.parametrize(("library", "client_name"), [("openai", "client"), ("anthropic", "claude")])
def test_the_python_examples_stream_as_written(server: RunningServer, library: str, client_name: str) -> None:
    example = next(text for text in blocks("python") if text.startswith(f"from {library} "))
    local = example.replace("http://localhost:8000", server.root_url).replace(
        '"time_to_first_token": 0.8', '"time_to_first_token": 0'
    )
    names: dict[str, Any] = {}
    out = io.StringIO()

    with contextlib.redirect_stdout(out):
        exec(compile(local.replace('"tokens_per_second": 12', '"tokens_per_second": 0'), "README.md", "exec"), names)
    names[client_name].close()

    assert local != example
    assert out.getvalue() == "Hello — this streams as tokens, and keeps TTFT and TPS."


def test_the_example_of_a_conversation_runs_as_written(server: RunningServer) -> None:
    example = next(text for text in blocks("py") if "client.responses" in text)
    out = io.StringIO()

    with OpenAI(base_url=server.base_url, api_key="test") as client, contextlib.redirect_stdout(out):
        exec(compile(example, "README.md", "exec"), {"client": client})

    assert out.getvalue() == "And you?\n"


@pytest.mark.parametrize(("client_name", "said"), [("gemini", "Hello from Gemini."), ("ollama", "Hello from Ollama.")])
def test_the_examples_of_other_protocols_stream_as_written(server: RunningServer, client_name: str, said: str) -> None:
    (example,) = [text for text in blocks("python") if f"{client_name} = " in text]
    local = example.replace("http://localhost:8000", server.root_url).replace('"tokens_per_second": 12', '"seed": 1')
    names: dict[str, Any] = {}
    out = io.StringIO()

    with contextlib.redirect_stdout(out):
        exec(compile(local, "README.md", "exec"), names)
    names[client_name].close()

    assert out.getvalue() == said


def test_the_curl_example_is_answered_as_written(server: RunningServer) -> None:
    body = re.search(r"-d '(\{.*?\n  \})'", README, re.DOTALL)
    assert body is not None
    fields = json.loads(body[1])

    with client() as http:
        answer = http.post(server.base_url + "/chat/completions", json={**fields, **FAST})

    assert answer.status_code == 200
    deltas = [json.loads(line[6:])["choices"][0]["delta"] for line in answer.text.splitlines() if line[6:7] == "{"]
    assert "".join(delta.get("content") or "" for delta in deltas) == fields["mock_response"]


def test_the_settings_example_is_accepted(own_server: RunningServer) -> None:
    example = re.search(r"curl -X PATCH http://localhost:8000(\S+) -d '(.*)'", README)
    assert example is not None

    with client() as http:
        answer = http.patch(own_server.root_url + example[1], content=example[2])

    assert answer.status_code == 200
    assert answer.json().items() >= json.loads(example[2]).items()


def test_the_fault_example_arms_what_it_says(own_server: RunningServer) -> None:
    example = re.search(r"curl -X PUT http://localhost:8000(/mock/fault) -d '(.*)'", README)
    assert example is not None

    with client() as http:
        answer = http.put(own_server.root_url + example[1], content=example[2])

    assert answer.status_code == 200
    assert answer.json().items() >= json.loads(example[2]).items()


def test_the_models_example_is_accepted_and_shown(own_server: RunningServer) -> None:
    example = re.search(r"curl -X PUT http://localhost:8000(/mock/models) -d '(.*)'", README)
    assert example is not None

    with client() as http:
        answer = http.put(own_server.root_url + example[1], content=example[2])

    assert answer.status_code == 200
    assert answer.json() == json.loads(example[2])


@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_kind_of_fault_has_a_row_with_its_figures(kind: FaultKind) -> None:
    row = re.search(rf"^\| `{kind}` \| .*$", README, re.MULTILINE)

    assert row is not None
    figures = {"rate_limit": {"retry_after"}, "cut": {"after_tokens"}, "stall": {"after_tokens", "seconds"}}
    assert set(re.findall(r"`(\w+)`", row[0])) == {kind, *figures.get(kind, set())}


def test_the_defaults_that_it_gives_are_valid_settings() -> None:
    rows = {name: table_row(name)[2] for name in SPECS}

    given = {name: text for name, text in rows.items() if text != "empty"}
    assert settle(given, {}) == validated(Settings, {})
