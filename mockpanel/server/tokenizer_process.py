"""The tokenizer's own process: jobs in on standard input, answers out on standard output, one at a time.

Building a vocabulary holds the interpreter for 0.1–0.2 s, and a long text for as long as its list of tokens takes;
in a process of their own they delay no stream. Messages are pickles between a parent and the child that it started.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from mockpanel.core.embeddings import Embedding, vector, written
from mockpanel.core.errors import InvalidValue
from mockpanel.core.tokens import count, decode, load, tokenize_segment

TOKENIZER_ARGUMENT = "--tokenizer-process"
"""What the built app is started with to become the tokenizer."""

CONSOLE_PROGRAM = "mockpanel-server"
"""The built app's program without a window: the one whose standard files are open on every system."""


def command() -> list[str]:
    """How the child is started; in the built app sys.executable is no Python but the app. -P keeps the working
    directory out of the import path."""
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return [str(program.with_name(CONSOLE_PROGRAM + program.suffix)), TOKENIZER_ARGUMENT]
    return [sys.executable, "-P", "-m", "mockpanel.server.tokenizer_process"]


Item = str | tuple[int, ...]
"""What has a vector: a text, or its token numbers."""


class Job(NamedTuple):
    """One piece of work: its name, the encoding, and what it needs.

    That is (segment, offsets), texts, token numbers, or for vectors (texts or token numbers, model, what is wanted).
    """

    work: str
    encoding: str
    payload: Any = None


def perform(job: Job) -> Any:
    """The answer to a job; raises InvalidValue for token numbers that do not exist."""
    match job.work:
        case "tokenize":
            text, data_at, json_at = job.payload
            return tokenize_segment(text, job.encoding, data_at, json_at)
        case "count":
            return sum(count(text, job.encoding) for text in job.payload)
        case "decode":
            return decode(job.payload, job.encoding)
        case "embed":
            items, model, wanted = job.payload
            return [embed(item, job.encoding, model, wanted) for item in items]
        case "load":
            load(job.encoding)
            return None
        case _:
            raise ValueError(f"unknown job {job.work}")


def embed(item: Item, encoding: str, model: str, wanted: Embedding) -> tuple[int, bytes]:
    """How many tokens a text has, and its vector as JSON; raises InvalidValue for token numbers that do not exist."""
    text = item if isinstance(item, str) else decode(list(item), encoding, "input")
    numbers = vector(text, model, wanted.dimensions)
    tokens = count(item, encoding) if isinstance(item, str) else len(item)
    return tokens, written(numbers, as_base64=wanted.as_base64)


def answered(job: Job) -> tuple[bool, Any]:
    """Whether the job succeeded, and its result or what went wrong: (field, sentence)."""
    try:
        return True, perform(job)
    except InvalidValue as error:
        return False, (error.field, str(error))
    except Exception as error:
        return False, ("tokenizer_model", f"tokenizer_model {job.encoding} cannot be used: {error}")
    except BaseException as error:
        # A panic in tiktoken's Rust part (0.14, Python bindings by pyo3) is no Exception.
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return False, ("mock_response", f"{job.encoding} cannot tokenize this text: {error}")


def serve(inbox: BinaryIO, outbox: BinaryIO) -> None:
    """Answers jobs until the parent closes the pipe."""
    while True:
        try:
            job = pickle.load(inbox)  # noqa: S301 - only the parent process writes here
        except EOFError:
            return
        pickle.dump(answered(job), outbox, protocol=5)
        outbox.flush()


def main() -> None:
    """Runs in the child. Ctrl-C is the parent's business; the pipe's end is this process's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing here makes cycles, and a collection would walk the vocabularies
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not enter the pipe
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, answers)
    os._exit(0)  # skip taking the vocabularies apart


if __name__ == "__main__":
    main()
