"""The built app's front door: its helper processes come in here too, and a refusal that nobody would read is shown."""

from __future__ import annotations

import io
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from mockpanel import cli, frozen, log_file
from mockpanel.frozen import LONGEST_SHOWN, LastWords, give_back_the_environment, is_read
from mockpanel.server import tokenizer_process
from mockpanel.server.tokenizer_process import CONSOLE_PROGRAM, TOKENIZER_ARGUMENT, command


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What the command mockpanel was started with."""
    starts: list[Sequence[str]] = []

    def start(arguments: Sequence[str]) -> int:
        starts.append(list(arguments))
        return 0

    monkeypatch.setattr(cli, "main", start)
    return starts


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown in a window."""
    sentences: list[str] = []
    monkeypatch.setattr(frozen, "show", sentences.append)
    return sentences


def be(monkeypatch: pytest.MonkeyPatch, program: str, *arguments: str, read: bool = True) -> None:
    """Makes this process one of the built programs."""
    monkeypatch.setattr(sys, "executable", f"/opt/app/{program}")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", [program, *arguments])
    monkeypatch.setattr(frozen, "is_read", lambda _stream: read)
    monkeypatch.setattr(frozen, "give_back_the_environment", lambda: None)


@pytest.mark.parametrize(
    ("program", "arguments", "passed_on"),
    [
        ("mockpanel", ["--port", "0"], ["--port", "0"]),
        ("mockpanel", ["--no-gui"], ["--no-gui"]),
        ("mockpanel-server", ["--port", "0"], ["--no-gui", "--port", "0"]),
        ("mockpanel-server.exe", [], ["--no-gui"]),
    ],
)
def test_the_console_program_is_the_other_without_its_window(
    program: str,
    arguments: list[str],
    passed_on: list[str],
    started: list[Sequence[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    be(monkeypatch, program, *arguments)

    assert frozen.main() == 0
    assert started == [passed_on]


def test_the_tokenizer_s_process_starts_nothing_else(
    started: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, CONSOLE_PROGRAM, TOKENIZER_ARGUMENT)

    def become() -> None:
        raise SystemExit(0)  # the real one ends its process

    monkeypatch.setattr(tokenizer_process, "main", become)

    with pytest.raises(SystemExit):
        frozen.main()
    assert started == []


@pytest.mark.parametrize(("program", "child"), [("mockpanel", "mockpanel-server"), ("a.exe", "mockpanel-server.exe")])
def test_the_tokenizer_of_the_built_app_is_its_console_program(
    program: str, child: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, program)

    assert command() == [f"/opt/app/{child}", TOKENIZER_ARGUMENT]


def test_the_tokenizer_of_the_source_is_python() -> None:
    assert command()[0] == sys.executable
    assert command()[-1] == "mockpanel.server.tokenizer_process"


@pytest.mark.parametrize("read", [True, False])
def test_a_refusal_is_shown_where_nobody_reads_it(
    read: bool, shown: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    be(monkeypatch, "mockpanel", "--port", "many", read=read)

    code = frozen.main()

    sentence = 'mockpanel: port must be a whole number between 0 and 65535, got "many"'
    assert code == 2
    assert shown == ([] if read else [sentence])
    assert capsys.readouterr().err == (f"{sentence}\n" if read else "")


def test_a_wrong_argument_is_shown_too(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, "mockpanel", "--bogus", read=False)

    assert frozen.main() == 2
    assert len(shown) == 1
    assert "--bogus" in shown[0]


def test_an_error_that_nobody_expected_is_shown_with_its_place(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, "mockpanel", read=False)
    monkeypatch.setattr(cli, "main", lambda _arguments: os.environ["MOCKPANEL_MISSING"])

    assert frozen.main() == frozen.FAILED
    assert len(shown) == 1
    assert "KeyError: 'MOCKPANEL_MISSING'" in shown[0]


def test_an_orderly_end_shows_nothing(
    shown: list[str], started: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, "mockpanel", read=False)

    assert frozen.main() == 0
    assert shown == []


def test_what_is_shown_is_logged_without_a_display_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "log_path", lambda: tmp_path / "new" / "mockpanel.log")
    monkeypatch.setattr(cli, "has_display", lambda: False)

    frozen.show("The port is taken.")

    assert (tmp_path / "new" / "mockpanel.log").read_text(encoding="utf-8") == "The port is taken.\n"


@pytest.mark.parametrize(("kept", "restored"), [("/usr/own", "/usr/own"), (None, None)])
def test_programs_of_the_system_get_the_user_s_library_path(
    kept: str | None, restored: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/app/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if kept is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", kept)

    give_back_the_environment()

    assert os.environ.get("LD_LIBRARY_PATH") == restored
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
    assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1"


def test_files_and_pipes_are_read_and_a_desktop_s_log_is_not(tmp_path: Path) -> None:
    one, other = socket.socketpair()
    with one, other, open(os.devnull, "w") as null, open(tmp_path / "file", "w") as file:
        assert is_read(file)
        assert not is_read(null)
        assert not is_read(one)
    assert not is_read(file)
    assert not is_read(None)
    assert not is_read(io.StringIO())


def test_only_the_end_of_what_was_said_is_kept() -> None:
    words = LastWords()

    words.write("a" * LONGEST_SHOWN)
    words.write("the end")

    assert len(words.text) == LONGEST_SHOWN
    assert words.text.endswith("athe end")
