"""Whether chunks are heard: when the device is opened and stopped, and what is said where there is none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import miniaudio
import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.gui.audio_line import AudioLine, NoSound
from mockpanel.gui.clicker import Clicker
from mockpanel.gui.loop import make_loop
from tests.gui.stories import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


class FakeLine(AudioLine):
    """Notes what it is told."""

    def __init__(self, refusal: str = "") -> None:
        super().__init__([miniaudio.Backend.NULL])
        self.done: list[str] = []
        self.refusal = refusal

    def start(self) -> None:
        self.done.append("start")
        if self.refusal:
            raise NoSound(self.refusal)

    def stop(self) -> None:
        self.done.append("stop")

    def click(self, at_s: float) -> None:
        self.done.append(f"click {at_s:g}")


def play(qapp: QApplication, line: FakeLine, story: Callable[[Clicker], Awaitable[None]]) -> None:
    """Runs a story with a clicker, in the loop that the app uses."""

    async def run() -> None:
        clicker = Clicker(line)
        try:
            await story(clicker)
        finally:
            await clicker.close()

    with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
        runner.run(run())


def test_nothing_is_opened_while_it_is_off(qapp: QApplication) -> None:
    async def story(clicker: Clicker) -> None:
        clicker.resume(False, 50)
        clicker.wake()
        clicker.click(1.0)
        await asyncio.sleep(0.02)

    line = FakeLine()
    play(qapp, line, story)

    assert line.done == []


def test_a_stored_choice_opens_nothing_before_something_plays(qapp: QApplication) -> None:
    async def story(clicker: Clicker) -> None:
        clicker.resume(True, 50)
        await asyncio.sleep(0.02)
        before = list(line.done)
        clicker.wake()
        await until(lambda: clicker.running)
        clicker.click([1.0, 2.0])

        assert before == []

    line = FakeLine()
    play(qapp, line, story)

    assert line.done == ["start", "click 1", "click 2", "stop"]


def test_the_device_stops_when_nothing_plays(qapp: QApplication) -> None:
    async def story(clicker: Clicker) -> None:
        clicker._idle.setInterval(20)
        clicker.choose(True, 80)
        await until(lambda: clicker.running)
        await until(lambda: not clicker.running)

    line = FakeLine()
    play(qapp, line, story)

    assert line.done == ["start", "stop"]


def test_without_a_device_it_goes_off_and_says_why(qapp: QApplication) -> None:
    said: list[str] = []

    async def story(clicker: Clicker) -> None:
        clicker.refused.connect(said.append)
        clicker.choose(True, 80)
        await until(lambda: bool(said))
        clicker.click(time.monotonic())

        assert not clicker.on

    line = FakeLine("There is no sound here: none.")
    play(qapp, line, story)

    assert said == ["There is no sound here: none."]
    assert line.done == ["start"]
