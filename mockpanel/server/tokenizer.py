"""Tokenizing without holding up a stream: a process of its own, a cache of what it answered, one job at a time.

A long text goes over in segments, so that a short one never waits behind a megabyte.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mockpanel.core.embeddings import Embedding
from mockpanel.core.errors import InvalidValue
from mockpanel.core.tokens import SEGMENT_CHARACTERS, Tokens, joined, reach, segments
from mockpanel.server.tasks import Tasks
from mockpanel.server.tokenizer_process import Item, Job, answered, command

log = logging.getLogger(__name__)

CACHED_BYTES = 64 * 1024 * 1024
"""Tokens of the latest texts are kept up to this size."""

CACHED_COUNTS = 4096
LONGEST_CACHED_COUNT = 4096
"""Prompts of up to so many characters in all have their counts kept."""


class Tokenizer:
    """Answers with tokens and counts; start() it early, close() it at the end."""

    def __init__(self, *, in_process: bool = False) -> None:
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tokenizer")
        self._process: subprocess.Popen[bytes] | None = None
        self._in_process = in_process
        self._closed = False
        self._tasks = Tasks()
        self._tokens: OrderedDict[tuple[str, str], Tokens] = OrderedDict()
        self._tokens_bytes = 0
        self._flying: dict[tuple[str, str], asyncio.Task[Tokens]] = {}
        self._counts: OrderedDict[tuple[str, tuple[str, ...]], int] = OrderedDict()

    def start(self, encoding: str) -> None:
        """Starts the process and has it load an encoding, without waiting for either."""
        if not self._in_process and self._process is None:
            with contextlib.suppress(OSError):  # the lane will try again, and tell
                self._process = _spawn()
        self._lane.submit(self._call, Job("load", encoding))

    def close(self) -> None:
        """Ends the process; what is still asked for fails."""
        self._closed = True
        if self._process is not None:
            self._process.kill()
        self._lane.shutdown(wait=True, cancel_futures=True)
        _discard(self._process)
        self._process = None

    async def load(self, encoding: str) -> None:
        """Returns when the encoding is ready."""
        await self._ask(Job("load", encoding))

    async def tokenize(self, text: str, encoding: str) -> Tokens:
        """The tokens of a text; from the cache where it was asked before."""
        key = (encoding, text)
        found = self._tokens.get(key)
        if found is not None:
            self._tokens.move_to_end(key)
            return found
        task = self._flying.get(key)
        if task is None:
            task = self._tasks.start(self._tokenize(key), "tokenize")
            self._flying[key] = task
            task.add_done_callback(lambda _: self._flying.pop(key, None))
        # Shielded: others may wait for the same text when this request's client goes.
        return await asyncio.shield(task)

    async def count(self, texts: tuple[str, ...], encoding: str) -> int:
        """How many tokens some texts have together."""
        if not texts:
            return 0
        key = (encoding, texts)
        found = self._counts.get(key)
        if found is not None:
            self._counts.move_to_end(key)
            return found
        total = 0
        for job in _batches(texts):
            total += int(await self._ask(Job("count", encoding, job)))
        if sum(map(len, texts)) <= LONGEST_CACHED_COUNT:
            self._counts[key] = total
            if len(self._counts) > CACHED_COUNTS:
                self._counts.popitem(last=False)
        return total

    async def decode(self, ids: tuple[int, ...], encoding: str) -> str:
        """The text of token numbers; raises InvalidValue for one that the encoding does not have."""
        return str(await self._ask(Job("decode", encoding, list(ids))))

    async def embed(self, items: list[Item], encoding: str, model: str, wanted: Embedding) -> list[tuple[int, bytes]]:
        """The token count of each text, or list of token numbers, and its vector as JSON; raises as `decode` does."""
        found: list[tuple[int, bytes]] = await self._ask(Job("embed", encoding, (items, model, wanted)))
        return found

    async def _tokenize(self, key: tuple[str, str]) -> Tokens:
        encoding, text = key
        parts: list[Tokens] = []
        for segment in segments(text):
            parts.append(await self._ask(Job("tokenize", encoding, (segment, *reach(parts)))))
        tokens = joined(parts)
        self._tokens[key] = tokens
        self._tokens_bytes += tokens.size
        while self._tokens_bytes > CACHED_BYTES and len(self._tokens) > 1:
            self._tokens_bytes -= self._tokens.popitem(last=False)[1].size
        return tokens

    async def _ask(self, job: Job) -> Any:
        loop = asyncio.get_running_loop()
        succeeded, result = await loop.run_in_executor(self._lane, self._call, job)
        if not succeeded:
            raise InvalidValue(*result)
        return result

    def _call(self, job: Job) -> tuple[bool, Any]:
        """Runs in the lane's thread: one job to the process and back; a process that died is replaced once."""
        for _ in range(2):
            if self._in_process or self._closed:
                break
            try:
                if self._process is None:
                    self._process = _spawn()
                return _exchange(self._process, job)
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                log.debug("the tokenizer process ended: %s", error)
                _discard(self._process)
                self._process = None
        if not self._closed and not self._in_process:
            log.warning("The tokenizer process cannot run; tokenizing in the server's own process may delay streams.")
            self._in_process = True
        return (False, (None, "the server is stopping")) if self._closed else answered(job)


def _batches(texts: tuple[str, ...]) -> Iterator[list[str]]:
    """The texts in jobs of about a segment each: long ones cut, short ones together."""
    batch: list[str] = []
    size = 0
    for text in texts:
        for segment in segments(text):
            batch.append(segment)
            size += len(segment)
            if size >= SEGMENT_CHARACTERS:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _spawn() -> subprocess.Popen[bytes]:
    """The child, with the parent's import path."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(  # noqa: S603  our own program
        command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _exchange(process: subprocess.Popen[bytes], job: Job) -> tuple[bool, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(job, process.stdin, protocol=5)
    process.stdin.flush()
    answer: tuple[bool, Any] = pickle.load(process.stdout)  # noqa: S301 - only our own child writes here
    return answer


def _discard(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                log.debug("the tokenizer's pipe was broken already")
