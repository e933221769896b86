"""The tokenizer's own process: what it answers, and that it ends with its parent."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from typing import Any

import pytest

from mockpanel.core.embeddings import Embedding, vector, written
from mockpanel.core.errors import InvalidValue
from mockpanel.core.tokens import Tokens, tokenize
from mockpanel.server import tokenizer_process
from mockpanel.server.tokenizer_process import Job, answered, perform, serve

GPT4 = "cl100k_base"


def test_a_text_is_tokenized_from_where_it_begins() -> None:
    tokens: Tokens = perform(Job("tokenize", GPT4, ("Hello ✅", 100, 200)))

    assert list(tokens.ids) == list(tokenize("Hello ✅", GPT4).ids)
    assert tokens.ends[-1] == 100 + len("Hello ✅".encode())
    assert tokens.json_ends[-1] == 200 + len("Hello ✅".encode())


def test_texts_are_counted_together() -> None:
    count = perform(Job("count", GPT4, ["Hello", "Hello there"]))

    assert count == 3


def test_token_numbers_become_text() -> None:
    ids = list(tokenize("Hello ✅", GPT4).ids)

    assert perform(Job("decode", GPT4, ids)) == "Hello ✅"


@pytest.mark.parametrize("as_base64", [False, True])
def test_a_text_or_its_token_numbers_become_a_vector_and_a_count(as_base64: bool) -> None:
    ids = tuple(tokenize("Hello ✅", GPT4).ids)

    first, second = perform(Job("embed", GPT4, (["Hello ✅", ids], "m", Embedding(5, as_base64))))

    assert first == second == (len(ids), written(vector("Hello ✅", "m", 5), as_base64=as_base64))


def test_a_wrong_token_number_in_a_text_to_embed_is_told_with_its_own_field() -> None:
    succeeded, (field, sentence) = answered(Job("embed", GPT4, ([(2_000_000_000,)], "m", Embedding(5))))

    assert not succeeded
    assert (field, sentence) == ("input", "input must hold tokens of cl100k_base, got 2000000000")


def test_loading_answers_nothing() -> None:
    assert answered(Job("load", GPT4)) == (True, None)


def test_a_wrong_token_number_is_told_with_its_field() -> None:
    succeeded, (field, sentence) = answered(Job("decode", GPT4, [2_000_000_000]))

    assert not succeeded
    assert field == "prompt"
    assert "got 2000000000" in sentence


def test_an_encoding_that_cannot_be_loaded_is_told_as_the_tokenizers_fault() -> None:
    succeeded, (field, sentence) = answered(Job("load", "no_such_encoding"))

    assert not succeeded
    assert field == "tokenizer_model"
    assert sentence.startswith("tokenizer_model no_such_encoding cannot be used: ")


def test_unknown_work_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown job dance"):
        perform(Job("dance", GPT4))


class Panic(BaseException):
    """What pyo3 raises when Rust panics."""


def test_a_panic_in_the_tokenizer_is_told_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(*_: object) -> None:
        raise Panic("overflow")

    monkeypatch.setattr(tokenizer_process, "tokenize_segment", panic)

    assert answered(Job("tokenize", GPT4, ("x", 0, 0))) == (
        False,
        ("mock_response", f"{GPT4} cannot tokenize this text: overflow"),
    )


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_is_not_taken_for_a_panic(monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    def interrupt(*_: object) -> None:
        raise error

    monkeypatch.setattr(tokenizer_process, "tokenize_segment", interrupt)

    with pytest.raises(error):
        answered(Job("tokenize", GPT4, ("x", 0, 0)))


def test_jobs_are_answered_in_order_until_the_pipe_ends() -> None:
    jobs = [Job("count", GPT4, ["a b c"]), Job("decode", GPT4, [2_000_000_000]), Job("count", GPT4, [])]
    inbox = io.BytesIO(b"".join(pickle.dumps(job) for job in jobs))
    outbox = io.BytesIO()

    serve(inbox, outbox)

    outbox.seek(0)
    answers: list[tuple[bool, Any]] = [pickle.load(outbox) for _ in jobs]
    assert [succeeded for succeeded, _ in answers] == [True, False, True]
    assert [answers[0][1], answers[2][1]] == [3, 0]


def test_the_process_answers_on_its_own_pipe_and_ends_when_its_parent_closes_it() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mockpanel.server.tokenizer_process"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )

    output, _ = process.communicate(pickle.dumps(Job("count", GPT4, ["a b c"])), timeout=20)

    assert pickle.loads(output) == (True, 3)
    assert process.returncode == 0


def test_errors_travel_as_plain_values_that_every_python_can_read() -> None:
    error = InvalidValue("prompt", "wrong")

    _, result = answered(Job("decode", GPT4, [2_000_000_000]))

    assert type(result) is tuple
    assert all(type(part) is str for part in result)
    assert error.field == result[0]
