"""The loop that runs asyncio inside Qt: as exact as asyncio's own, and Qt goes on beside it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mockpanel.gui.loop import PreciseLoop, PumpedLoop, make_loop
from mockpanel.server import linux_timers

LOOPS = [PreciseLoop, *([PumpedLoop] if linux_timers.available() else [])]


@pytest.fixture(params=LOOPS, ids=lambda loop: loop.__name__)
def loop_factory(request: pytest.FixtureRequest, qapp: QApplication) -> Callable[[], asyncio.AbstractEventLoop]:
    """Each of the two loops over the tests' application."""
    kind = request.param
    return lambda: kind(qapp)


def test_a_sleep_is_never_early(loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def main() -> list[float]:
        errors = []
        for delay in (0.001, 0.0037, 0.02, 0.0667):
            began = time.monotonic()
            await asyncio.sleep(delay)
            errors.append(time.monotonic() - began - delay)
        return errors

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        errors = runner.run(main())

    assert min(errors) >= -0.0001
    assert max(errors) < 0.2


def test_callbacks_run_in_the_order_they_were_asked_for(
    loop_factory: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    async def main() -> list[int]:
        ran: list[int] = []
        loop = asyncio.get_running_loop()
        for number in range(100):
            loop.call_soon(ran.append, number)
        await asyncio.sleep(0.05)
        return ran

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        ran = runner.run(main())

    assert ran == list(range(100))


def test_threads_and_sockets_wake_the_loop(loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def main() -> tuple[int, bytes]:
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(None, lambda: 42)

        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readexactly(5))
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello")
        read = await reader.read()
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        return answer, read

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        answer, read = runner.run(main())

    assert (answer, read) == (42, b"hello")


def test_qt_goes_on_while_asyncio_never_rests(loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    ticks: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))

    async def main() -> None:
        timer.start()
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            await asyncio.sleep(0)
        timer.stop()

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(main())

    assert len(ticks) >= 5


def test_an_error_in_a_task_reaches_who_waits_for_it(loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def main() -> None:
        raise ValueError("told")

    with asyncio.Runner(loop_factory=loop_factory) as runner, pytest.raises(ValueError, match="told"):
        runner.run(main())


def test_the_best_loop_of_the_machine_is_made(qapp: QApplication) -> None:
    loop = make_loop(qapp)
    loop.close()

    assert isinstance(loop, PumpedLoop if linux_timers.available() else PreciseLoop)
