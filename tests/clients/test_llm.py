"""llm, whose models know nothing of the mock's settings: its Python API and its command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import llm
import pytest
from click.testing import CliRunner
from llm.cli import cli
from llm.default_plugins.openai_models import Chat

from tests.clients.texts import CALLS, CITY, TEXT, TOO_SLOW_SENTENCE
from tests.running import RunningServer


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where llm keeps its things while a test runs."""
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path))
    return tmp_path


def model(server: RunningServer, **options: Any) -> Any:
    """A model of llm's that answers over chat completions."""
    made = Chat("mock", model_name="mock-gpt4", api_base=server.base_url, **options)
    made.key = "test"
    return made


@pytest.mark.parametrize("stream", [True, False])
def test_it_tells_the_text_byte_for_byte(server: RunningServer, stream: bool) -> None:
    assert "".join(model(server).prompt(TEXT, stream=stream)) == TEXT


def test_it_calls_a_tool_and_goes_on_with_its_result(tuned: RunningServer) -> None:
    called: list[str] = []
    tuned.update(mock_tool_calls=CALLS)

    def weather(city: str) -> str:
        """Tells the weather of a city."""
        called.append(city)
        return "Sunny."

    text = model(tuned, supports_tools=True).chain(TEXT, tools=[weather]).text()

    assert (called, text) == ([CITY], TEXT)


def test_a_refusal_is_told(server: RunningServer) -> None:
    with pytest.raises(Exception, match=TOO_SLOW_SENTENCE):
        model(server, headers={"X-Mock-Tokens-Per-Second": "-3"}).prompt("Say it.").text()


def test_its_command_prints_the_text(server: RunningServer, folder: Path) -> None:
    (folder / "extra-openai-models.yaml").write_text(
        f"- model_id: mock\n  model_name: mock-gpt4\n  api_base: {server.base_url}\n  api_key_name: mock\n"
    )
    llm.get_models()

    result = CliRunner().invoke(cli, ["-m", "mock", "--key", "test", "Say it ✅."])

    assert (result.exit_code, result.output) == (0, "Say it ✅.\n")
