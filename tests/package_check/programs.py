"""One of the app's programs, started in its place; and a client's view of its server."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import httpx
from openai import OpenAI

from mockpanel.core.encodings import encoding_names
from tests.package_check.isolation import Place
from tests.processes import READY, Lines, children, client, free_port, started, wait_until

START_S = 30.0
STOP_S = 10.0
TEXT = "Streamed by real tokens ✅, from the app.\nDone. 👩‍👩‍👧 日本語"
FOREIGN = re.compile(r"site-packages|\.pyenv|/usr/lib/python|hostedtoolcache")
"""What a library's path looks like that comes from a Python of this machine."""


class Program:
    """Runs from `with` on; ends by SIGTERM, in order, with exit code 0."""

    def __init__(self, place: Place, name: str, *arguments: str, **environment: str) -> None:
        self.app, self.port = place.app, free_port()
        self._command = [str(place.app / name), "--port", str(self.port), *arguments]
        self._options = place.options(**environment)
        self._stack = ExitStack()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.process = self._stack.enter_context(started(self._command, **self._options))
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.out, self.err = Lines(self.process.stdout), Lines(self.process.stderr)
        self._stack.enter_context(self._http())
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.close()
        self.out.close()
        self.err.close()

    def _http(self) -> httpx.Client:
        self.http = client()
        return self.http

    def wait_until_it_serves(self) -> float:
        """How long that took, from now."""
        since = time.monotonic()
        assert wait_until(self._answers, START_S), f"it does not serve: {self.out.so_far()} {self.err.so_far()}"
        return time.monotonic() - since

    def stop(self) -> None:
        """Asks it to end; AssertionError unless it does so in order, all of its processes too."""
        family = [self.process.pid, *children(self.process.pid)]
        assert len(family) > 1, "the tokenizer has no process of its own"
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(STOP_S)
        assert code == 0, f"exit code {code}: {self.err.whole()}"
        left = [pid for pid in family if Path(f"/proc/{pid}").exists()]
        assert wait_until(lambda: not [pid for pid in left if Path(f"/proc/{pid}").exists()]), f"processes left: {left}"
        assert "Traceback" not in self.err.whole(), self.err.whole()

    def libraries(self) -> set[str]:
        """The files that it and its children have loaded."""
        pids = [self.process.pid, *children(self.process.pid)]
        maps = [Path(f"/proc/{pid}/maps").read_text(encoding="utf-8") for pid in pids]
        return {line.split(maxsplit=5)[5] for text in maps for line in text.splitlines() if "/" in line}

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            return False
        try:
            return self.http.get(f"{self.url}/health").status_code == 200
        except httpx.TransportError:
            return False


def stream_through_the_client(program: Program) -> None:
    """The official client gets the text, byte for byte, token by token."""
    with OpenAI(base_url=f"{program.url}/v1", api_key="any") as openai:
        stream = openai.chat.completions.create(
            model="gpt-4o",
            messages=[{"role": "user", "content": "Hi"}],
            stream=True,
            extra_body={"mock_response": TEXT, "tokens_per_second": 200, "time_to_first_token": 0.05},
        )
        pieces = [chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices]
    assert "".join(pieces) == TEXT, pieces
    assert len(pieces) > 10, pieces


def load_every_encoding(program: Program) -> None:
    """Each of tiktoken's encodings cuts a text, without a network."""
    for name in encoding_names():
        answer = program.http.post(f"{program.url}/mock/tokenize", json={"text": TEXT, "tokenizer_model": name})
        assert answer.status_code == 200, f"{name}: {answer.text}"


def open_the_docs(program: Program) -> None:
    """The page of the docs and what it loads are there."""
    page = program.http.get(f"{program.url}/docs")
    assert page.status_code == 200, page.text
    parts = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert parts, page.text
    for part in parts:
        assert program.http.get(program.url + part).status_code == 200, part


def loads_only_its_own(program: Program) -> None:
    """Nothing comes from a Python of this machine, and nothing from the system that the app brings along itself."""
    own = {path.name for path in program.app.rglob("*.so*")}
    loaded = [Path(path) for path in program.libraries() if program.app not in Path(path).parents]
    foreign = [str(path) for path in loaded if FOREIGN.search(str(path)) or path.name in own]
    assert not foreign, foreign


def says_where_it_serves(program: Program) -> None:
    """The line that a terminal shows."""
    program.out.wait_for(READY)


def run(place: Place, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program run to its end."""
    command = [str(place.app / name), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=START_S, check=False, **place.options(**environment)
    )
