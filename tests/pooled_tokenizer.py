"""A tokenizer whose process outlives it, for the next server of a test run: loading a vocabulary takes longest."""

from __future__ import annotations

import subprocess

from mockpanel.server.tokenizer import Tokenizer

MOST_IDLE = 4

_idle: list[subprocess.Popen[bytes]] = []


class PooledTokenizer(Tokenizer):
    """Takes an idle process where there is one, and leaves its own behind when it is closed."""

    def start(self, encoding: str) -> None:
        while _idle and self._process is None:
            process = _idle.pop()
            self._process = process if process.poll() is None else None
        super().start(encoding)

    def close(self) -> None:
        self._closed = True
        self._lane.shutdown(wait=True, cancel_futures=True)  # behind the job that runs, the process is idle
        if self._process is not None and self._process.poll() is None and len(_idle) < MOST_IDLE:
            _idle.append(self._process)
            self._process = None
        super().close()


def end_idle() -> None:
    """Ends the processes that nobody has."""
    while _idle:
        tokenizer = Tokenizer()
        tokenizer._process = _idle.pop()
        tokenizer.close()
