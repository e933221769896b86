"""What one server process holds, from its start to its stop."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from mockpanel.core.plan import Ask, Prompt
from mockpanel.core.settings import Settings, validated
from mockpanel.server.services import Services
from mockpanel.server.stream import LiveStream
from mockpanel.server.tokenizer import Tokenizer
from tests.server.fakes import letters, live_stream, plan_of


class CountingTokenizer(Tokenizer):
    """Tokenizes in the test's process, and notes what was tokenized anew."""

    def __init__(self) -> None:
        super().__init__(in_process=True)
        self.texts: list[tuple[str, str]] = []
        self.done = asyncio.Event()

    async def _tokenize(self, key: tuple[str, str]) -> Any:
        self.texts.append(key)
        tokens = await super()._tokenize(key)
        self.done.set()
        return tokens


def run(work: Callable[[Services, CountingTokenizer], Coroutine[Any, Any, None]], **settings: Any) -> None:
    """Runs a test's coroutine with services that have started."""

    async def main() -> None:
        services = Services(validated(Settings, {"mock_response": "the default answer", **settings}))
        tokenizer = services.tokenizer = CountingTokenizer()
        await services.start()
        try:
            await asyncio.wait_for(work(services, tokenizer), 5)
        finally:
            await services.stop()

    asyncio.run(main())


def test_the_default_answer_is_tokenized_before_the_first_request() -> None:
    async def story(services: Services, tokenizer: CountingTokenizer) -> None:
        tokenizer.texts.clear()
        plan = await services.make_plan(Ask("m", (Prompt(("hi",)),)), {})
        assert plan.choices[0].text == "the default answer"
        assert tokenizer.texts == []

    run(story)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"mock_response": "another answer"}, ("cl100k_base", "another answer")),
        ({"tokenizer_model": "gpt-4o"}, ("o200k_base", "the default answer")),
    ],
)
def test_a_new_default_answer_is_tokenized_before_a_request_needs_it(
    changes: dict[str, Any], key: tuple[str, str]
) -> None:
    async def story(services: Services, tokenizer: CountingTokenizer) -> None:
        tokenizer.texts.clear()
        tokenizer.done.clear()
        services.store.update(changes)
        await tokenizer.done.wait()
        await services.make_plan(Ask("m", (Prompt(("hi",)),)), {})
        assert tokenizer.texts == [key]

    run(story)


def test_another_speed_tokenizes_nothing() -> None:
    async def story(services: Services, tokenizer: CountingTokenizer) -> None:
        tokenizer.texts.clear()
        services.store.update({"tokens_per_second": 99.0})
        await asyncio.sleep(0.02)
        assert tokenizer.texts == []

    run(story)


def test_a_plan_is_made_over_the_defaults_of_its_moment() -> None:
    async def story(services: Services, _: CountingTokenizer) -> None:
        before = await services.make_plan(Ask("m", (Prompt(("hi",)),)), {})
        services.store.update({"tokens_per_second": 99.0})
        after = await services.make_plan(Ask("m", (Prompt(("hi",)),)), {})
        assert (before.settings.tokens_per_second, after.settings.tokens_per_second) == (15.0, 99.0)

    run(story)


def test_a_server_with_one_worker_is_alone() -> None:
    assert Services(Settings()).alone
    assert not Services(Settings(workers=2)).alone


def test_the_stop_ends_what_runs_and_gives_the_garbage_collector_back() -> None:
    was_enabled = gc.isenabled()
    ended: list[bool] = []
    streams: list[LiveStream] = []

    async def story(services: Services, _: CountingTokenizer) -> None:
        assert not gc.isenabled()
        stream = await asyncio.to_thread(live_stream, plan_of(letters(3), tokens_per_second=1.0))
        services.live.add(stream)
        ended.append(stream.ended.done())
        streams.append(stream)

    run(story)

    assert ended == [False]
    assert streams[0].ended.done()
    assert gc.isenabled() is was_enabled
