"""Starting and stopping a process that stands in for a server."""

import subprocess
import sys
from pathlib import Path

import pytest

from .cores import Cores
from .errors import BenchError
from .servers import Kind, environment, running

READY = "print('Ready at http://127.0.0.1:4711/v1', flush=True); import time; time.sleep(60)"


def stand_in(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(Kind, "command", property(lambda kind: [sys.executable, "-S", "-c", code]))


def test_a_server_is_ready_with_its_url_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, READY)
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def remember(*args: object, **kwargs: object) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **kwargs))  # type: ignore[call-overload]
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", remember)
    with running(Kind.NAIVE, "Hello", Cores(())) as server:
        alive = started[0].poll() is None

    assert server.port == 4711
    assert alive
    assert started[0].returncode is not None


def test_a_server_that_ends_says_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "print('Port 80 is taken.'); raise SystemExit(3)")

    with pytest.raises(BenchError, match="exit code 3: Port 80 is taken"), running(Kind.NAIVE, "", Cores(())):
        pass


def test_a_server_finds_its_answer_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys; print(open(sys.argv[sys.argv.index('--mock-response-file') + 1]).read())"
    stand_in(monkeypatch, code)

    with pytest.raises(BenchError, match="Hello there"), running(Kind.NAIVE, "Hello there", Cores(())):
        pass


def test_settings_of_the_user_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKPANEL_PORT", "1")
    monkeypatch.setenv("ELSE", str(Path("kept")))

    assert "MOCKPANEL_PORT" not in environment()
    assert environment()["ELSE"] == "kept"
