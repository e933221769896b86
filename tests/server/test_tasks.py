"""Tasks have an owner and a name; none is lost, and none outlives its owner."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref

import pytest

from mockpanel.server.tasks import Tasks


def test_a_task_has_its_name_and_its_result() -> None:
    async def main() -> tuple[str, int]:
        async def work() -> int:
            return 7

        task = Tasks().start(work(), "seven")
        return task.get_name(), await task

    assert asyncio.run(main()) == ("seven", 7)


def test_a_running_task_is_kept_alive_and_an_ended_one_is_not() -> None:
    async def main() -> tuple[bool, bool]:
        tasks, go_on = Tasks(), asyncio.Event()
        running = weakref.ref(tasks.start(asyncio.wait_for(go_on.wait(), 5), "wait"))
        await asyncio.sleep(0)
        gc.collect()
        alive = running() is not None
        go_on.set()
        await asyncio.sleep(0.01)
        gc.collect()
        return alive, running() is not None

    assert asyncio.run(main()) == (True, False)


def test_cancelling_all_waits_for_their_clean_up() -> None:
    cleaned: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            cleaned.append(name)

    async def main() -> None:
        tasks = Tasks()
        tasks.start(work("one"), "one")
        tasks.start(work("two"), "two")
        await asyncio.sleep(0)
        await tasks.cancel_all()

    asyncio.run(main())

    assert sorted(cleaned) == ["one", "two"]


def test_a_task_may_cancel_all_others_and_go_on() -> None:
    async def main() -> bool:
        tasks = Tasks()
        other = tasks.start(asyncio.sleep(60), "other")
        await tasks.start(tasks.cancel_all(), "cancels")
        return other.cancelled()

    assert asyncio.run(main())


def test_a_failure_that_nobody_awaits_is_logged_and_raises_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError("a bad day")

    async def main() -> None:
        Tasks().start(fail(), "failing")
        await asyncio.sleep(0.01)

    with caplog.at_level(logging.DEBUG, "mockpanel"):
        asyncio.run(main())

    assert "task failing failed" in caplog.text
    assert "a bad day" in caplog.text


def test_what_is_under_way_can_be_waited_for() -> None:
    async def main() -> tuple[bool, bool]:
        tasks = Tasks()
        task = tasks.start(asyncio.sleep(0.01), "short")
        await tasks.wait_all()
        return task.done(), task.cancelled()

    assert asyncio.run(main()) == (True, False)
