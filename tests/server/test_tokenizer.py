"""Tokenizing beside the loop: what is cached, what is shared, and what happens when its process dies."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Iterator
from typing import Any, TypeVar

import pytest

from mockpanel.core.embeddings import Embedding
from mockpanel.core.errors import InvalidValue
from mockpanel.core.tokens import load, tokenize
from mockpanel.server import tokenizer as tokenizer_module
from mockpanel.server.tokenizer import Tokenizer
from mockpanel.server.tokenizer_process import Item, Job

Result = TypeVar("Result")
GPT4 = "cl100k_base"
TEXT = "Tokens of a text, ✅ and more."


@pytest.fixture(scope="module")
def running() -> Iterator[Tokenizer]:
    """One with a process of its own."""
    made = Tokenizer()
    made.start(GPT4)
    yield made
    made.close()


@pytest.fixture
def inside() -> Iterator[Tokenizer]:
    """One in the test's own process."""
    made = Tokenizer(in_process=True)
    yield made
    made.close()


def run(work: Awaitable[Result]) -> Result:
    """Runs a test's coroutine, for some seconds at most."""

    async def bounded() -> Result:
        return await asyncio.wait_for(work, 20)

    return asyncio.run(bounded())


class Jobs:
    """Notes the jobs that reach a tokenizer's lane."""

    def __init__(self, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Job] = []
        call = tokenizer._call

        def noted(job: Job) -> tuple[bool, Any]:
            self.asked.append(job)
            return call(job)

        monkeypatch.setattr(tokenizer, "_call", noted)


@pytest.mark.parametrize("encoding", ["cl100k_base", "o200k_base", "p50k_base", "gpt2"])
def test_the_tokens_are_tiktokens_own(running: Tokenizer, encoding: str) -> None:
    tokens = run(running.tokenize(TEXT, encoding))

    assert list(tokens.ids) == load(encoding).encode(TEXT)
    assert tokens.text == TEXT


def test_a_long_text_has_the_tokens_of_the_whole(running: Tokenizer) -> None:
    text = "A sentence about nothing, repeated very often; ✅\n" * 4000

    tokens = run(running.tokenize(text, GPT4))

    assert tokens.text == text
    assert list(tokens.ids) == load(GPT4).encode_ordinary(text)


def test_special_tokens_in_a_text_are_ordinary_text(running: Tokenizer) -> None:
    text = "before <|endoftext|> after <|im_start|>"

    tokens = run(running.tokenize(text, GPT4))

    assert tokens.text == text
    assert len(tokens) > 8


def test_a_text_that_was_asked_before_is_not_tokenized_again(
    inside: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Jobs(inside, monkeypatch)

    first = run(inside.tokenize(TEXT, GPT4))
    second = run(inside.tokenize(TEXT, GPT4))
    other = run(inside.tokenize(TEXT, "gpt2"))

    assert first is second
    assert other is not first
    assert len(jobs.asked) == 2


def test_a_text_that_is_asked_twice_at_once_is_tokenized_once(
    inside: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Jobs(inside, monkeypatch)

    async def main() -> list[object]:
        return await asyncio.gather(*(inside.tokenize(TEXT, GPT4) for _ in range(5)))

    found = run(main())

    assert all(tokens is found[0] for tokens in found)
    assert len(jobs.asked) == 1


def test_a_client_that_goes_does_not_spoil_it_for_others(inside: Tokenizer) -> None:
    async def main() -> str:
        first = asyncio.get_running_loop().create_task(inside.tokenize(TEXT, GPT4))
        second = asyncio.get_running_loop().create_task(inside.tokenize(TEXT, GPT4))
        await asyncio.sleep(0)
        first.cancel()
        return (await second).text

    assert run(main()) == TEXT


def test_the_cache_keeps_the_latest_texts_up_to_its_size(inside: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer_module, "CACHED_BYTES", 3000)
    jobs = Jobs(inside, monkeypatch)
    texts = [f"text number {place}" for place in range(10)]

    for text in texts:
        run(inside.tokenize(text, GPT4))
    run(inside.tokenize(texts[-1], GPT4))
    after_the_latest = len(jobs.asked)
    run(inside.tokenize(texts[0], GPT4))

    assert after_the_latest == 10
    assert len(jobs.asked) == 11


def test_a_text_that_is_used_again_stays_longer(inside: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer_module, "CACHED_BYTES", 3000)
    jobs = Jobs(inside, monkeypatch)

    for place in range(10):
        run(inside.tokenize("the default answer", GPT4))
        run(inside.tokenize(f"text number {place}", GPT4))

    assert sum(job.payload[0] == "the default answer" for job in jobs.asked) == 1


def test_counting_counts_all_texts_together(running: Tokenizer) -> None:
    long = "word " * 20_000
    coder = load(GPT4)

    total = run(running.count(("one two", "three", long), GPT4))

    assert total == sum(len(coder.encode_ordinary(text)) for text in ("one two", "three", long))


def test_no_texts_have_no_tokens(inside: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs(inside, monkeypatch)

    assert run(inside.count((), GPT4)) == 0
    assert jobs.asked == []


def test_counts_of_short_prompts_are_kept_and_the_oldest_forgotten(
    inside: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokenizer_module, "CACHED_COUNTS", 2)
    jobs = Jobs(inside, monkeypatch)

    for text in ("a", "b", "a", "c", "a", "b"):
        run(inside.count((text,), GPT4))

    assert [job.payload for job in jobs.asked] == [["a"], ["b"], ["c"], ["b"]]


def test_token_numbers_become_text(running: Tokenizer) -> None:
    ids = tuple(load(GPT4).encode(TEXT))

    assert run(running.decode(ids, GPT4)) == TEXT


def test_vectors_are_made_in_the_process_and_here_alike(running: Tokenizer, inside: Tokenizer) -> None:
    items: list[Item] = [TEXT, (9906,)]

    beside, here = (run(made.embed(items, GPT4, "m", Embedding(4))) for made in (running, inside))

    assert beside == here
    assert [count for count, _ in beside] == [len(load(GPT4).encode(TEXT)), 1]


def test_a_wrong_token_number_is_an_invalid_value(running: Tokenizer) -> None:
    with pytest.raises(InvalidValue, match="got 2000000000") as refusal:
        run(running.decode((2_000_000_000,), GPT4))

    assert refusal.value.field == "prompt"


def test_a_short_text_does_not_wait_for_a_long_one(running: Tokenizer) -> None:
    async def main() -> list[str]:
        order: list[str] = []

        async def ask(name: str, text: str) -> None:
            await running.tokenize(text, GPT4)
            order.append(name)

        await asyncio.gather(ask("long", f"{time.monotonic()} some words " * 30_000), ask("short", "a few words"))
        return order

    assert run(main()) == ["short", "long"]


def test_the_loop_goes_on_while_a_long_text_is_tokenized(running: Tokenizer) -> None:
    async def main() -> float:
        task = asyncio.get_running_loop().create_task(running.tokenize("other words " * 60_000, GPT4))
        longest = 0.0
        while not task.done():
            before = time.monotonic()
            await asyncio.sleep(0.001)
            longest = max(longest, time.monotonic() - before)
        return longest

    assert run(main()) < 0.25


def test_a_process_that_was_killed_is_replaced(running: Tokenizer) -> None:
    run(running.load(GPT4))
    killed = running._process
    assert killed is not None
    killed.kill()
    killed.wait()

    tokens = run(running.tokenize("after the kill", GPT4))

    assert tokens.text == "after the kill"
    assert running._process is not None
    assert running._process.pid != killed.pid


def test_a_process_that_dies_in_the_middle_of_a_job_is_replaced(running: Tokenizer) -> None:
    text = "words to be tokenized " * 50_000
    run(running.load(GPT4))
    victim = running._process
    assert victim is not None
    killer = threading.Timer(0.03, victim.kill)

    killer.start()
    tokens = run(running.tokenize(text, GPT4))
    killer.join()

    assert tokens.text == text
    assert victim.wait(5) != 0


def test_a_machine_that_cannot_start_processes_still_tokenizes_and_warns(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(tokenizer_module, "_spawn", refuse)
    tokenizer = Tokenizer()

    with caplog.at_level(logging.WARNING):
        tokens = run(tokenizer.tokenize(TEXT, GPT4))
        run(tokenizer.tokenize(TEXT + "!", GPT4))
    tokenizer.close()

    assert tokens.text == TEXT
    assert caplog.text.count("The tokenizer process cannot run") == 1


def test_a_machine_that_cannot_start_processes_can_start_the_tokenizer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(tokenizer_module, "_spawn", refuse)
    tokenizer = Tokenizer()

    tokenizer.start(GPT4)
    tokens = run(tokenizer.tokenize(TEXT, GPT4))
    tokenizer.close()

    assert tokens.text == TEXT


def test_in_process_there_is_no_child(inside: Tokenizer) -> None:
    inside.start(GPT4)

    tokens = run(inside.tokenize(TEXT, GPT4))

    assert list(tokens.ids) == list(tokenize(TEXT, GPT4).ids)
    assert inside._process is None


def test_a_closed_tokenizer_has_no_process_and_says_that_the_server_stops() -> None:
    tokenizer = Tokenizer()
    tokenizer.start(GPT4)
    run(tokenizer.load(GPT4))
    process = tokenizer._process
    assert process is not None

    tokenizer.close()

    assert process.poll() is not None
    assert tokenizer._process is None
    with pytest.raises((InvalidValue, RuntimeError)):
        run(tokenizer.tokenize(TEXT, GPT4))


def test_closing_while_a_job_runs_ends_it() -> None:
    tokenizer = Tokenizer()
    tokenizer.start(GPT4)

    async def main() -> float:
        await tokenizer.load(GPT4)
        asked = asyncio.get_running_loop().create_task(tokenizer.tokenize("and so on " * 300_000, GPT4))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await asyncio.to_thread(tokenizer.close)
        await asyncio.wait([asked], timeout=5)
        assert asked.done()
        with pytest.raises((InvalidValue, RuntimeError, asyncio.CancelledError)):
            asked.result()
        return time.monotonic() - began

    assert run(main()) < 1.0


def test_starting_twice_starts_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    spawned: list[object] = []
    spawn = tokenizer_module._spawn

    def noted() -> Any:
        spawned.append(1)
        return spawn()

    monkeypatch.setattr(tokenizer_module, "_spawn", noted)
    tokenizer = Tokenizer()

    tokenizer.start(GPT4)
    tokenizer.start("gpt2")
    run(tokenizer.load("gpt2"))
    tokenizer.close()

    assert len(spawned) == 1
