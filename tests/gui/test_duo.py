"""Two players in step, against a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.core.question import model_question
from mockpanel.gui.duo import Duo
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.loop import make_loop
from tests.running import RunningServer

TEXT = "One two three four five six seven eight nine ten."
PATIENCE_S = 20.0
QUESTIONS = [model_question("mock-a", TEXT), model_question("mock-b", TEXT)]


class Heard:
    """All that a duo told."""

    def __init__(self, duo: Duo) -> None:
        self.duo = duo
        self.ids: dict[int, str] = {}
        self.texts = ["", ""]
        self.ends = 0
        self.failed: list[str] = []
        duo.started.connect(self.ids.__setitem__)
        duo.text_came.connect(self._hear)
        duo.finished.connect(self._end)
        duo.failed.connect(self.failed.append)

    async def until(self, met: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not met():
                await asyncio.sleep(0.005)

    def has_words(self, count: int) -> bool:
        return all(len(text.split()) == count for text in self.texts)

    def _hear(self, side: int, text: str) -> None:
        self.texts[side] += text

    def _end(self) -> None:
        self.ends += 1


Story = Callable[[Heard], Awaitable[None]]
Run = Callable[[Story], Heard]


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Run]:
    loop = make_loop(qapp)

    def run_story(story: Story) -> Heard:
        async def play() -> Heard:
            heard = Heard(Duo(FrameClock(lambda: None)))
            try:
                await story(heard)
            finally:
                await heard.duo.close()
                await asyncio.sleep(0.01)  # closed sockets leave the loop in its next passes
            return heard

        return loop.run_until_complete(play())

    yield run_story
    loop.close()


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """A server in which mock-a is fast and mock-b slower."""
    with RunningServer(mock_models="mock-a=groq-llama-3-1-8b, mock-b=gpt-4-turbo-2024") as running:
        yield running


def test_both_are_asked_at_one_instant_and_stream_each_at_its_own_rate(run: Run, server: RunningServer) -> None:
    async def story(heard: Heard) -> None:
        heard.duo.play(server.base_url, "", QUESTIONS)
        await heard.until(lambda: heard.ends)

    heard = run(story)

    left, right = (server.services.log.get(heard.ids[side]) for side in (0, 1))
    assert left is not None
    assert right is not None
    assert heard.texts == [TEXT, TEXT]
    assert (heard.ends, heard.failed) == (1, [])
    assert abs(left.arrived_at - right.arrived_at) < 0.05
    assert left.settings is not None
    assert right.settings is not None
    assert (left.settings.tokens_per_second, right.settings.tokens_per_second) == (750, 52)


def test_both_pause_step_and_go_on(run: Run, own_server: RunningServer) -> None:
    own_server.update(tokens_per_second=50)
    seen: list[list[int]] = []

    async def story(heard: Heard) -> None:
        duo = heard.duo
        duo.play(own_server.base_url, "", QUESTIONS)
        duo.pause()
        for count in (1, 2):
            duo.step()
            await heard.until(partial(heard.has_words, count))
            seen.append([len(text.split()) for text in heard.texts])
        assert duo.paused
        duo.resume()
        await heard.until(lambda: heard.ends)

    heard = run(story)

    assert seen == [[1, 1], [2, 2]]
    assert heard.texts == [TEXT, TEXT]


def test_playing_again_ends_what_was_playing_without_a_word(run: Run, own_server: RunningServer) -> None:
    own_server.update(tokens_per_second=30)

    async def story(heard: Heard) -> None:
        heard.duo.play(own_server.base_url, "", QUESTIONS)
        await heard.until(lambda: all(heard.texts))
        heard.duo.play(own_server.base_url, "", QUESTIONS)
        heard.duo.stop()
        assert not heard.duo.playing

    heard = run(story)

    assert (heard.ends, heard.failed) == (0, [])


def test_no_server_is_told_once(run: Run) -> None:
    async def story(heard: Heard) -> None:
        heard.duo.play("http://127.0.0.1:9/v1", "", QUESTIONS)
        await heard.until(lambda: heard.failed and not heard.duo.playing)
        await asyncio.sleep(0.05)

    assert run(story).failed == ["No server answers at 127.0.0.1:9; start it, then play again."]


def test_a_refusal_of_one_ends_both(run: Run) -> None:
    async def story(heard: Heard) -> None:
        heard.duo.play(strict.base_url, "", [model_question("gpt-4o", TEXT), model_question("nobodys", TEXT)])
        await heard.until(lambda: heard.failed and not heard.duo.playing)

    with RunningServer(tokens_per_second=2, time_to_first_token=0, strict_models=True) as strict:
        heard = run(story)

    assert len(heard.failed) == 1
    assert heard.failed[0].startswith("The server answered 404")
    assert heard.ends == 0
