"""The player against a real server: the same texts, frames and figures that any client gets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.core.dialects import openai_chat
from mockpanel.core.dialects.heard import Piece
from mockpanel.core.sse_reader import SseReader
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.loop import make_loop
from mockpanel.gui.player import Player
from tests.running import RunningServer

TEXT = "One two three four five six seven eight nine ten, 漢字 and 😀."
PATIENCE_S = 20.0


class Heard:
    """All that a player told."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.ids: list[str] = []
        self.frames: list[tuple[float, str, tuple[Piece, ...]]] = []
        self.texts: list[tuple[str, int]] = []
        self.finished: list[dict[str, Any]] = []
        self.failed: list[str] = []
        player.started.connect(self.ids.append)
        player.frames.connect(self.frames.extend)
        player.text_came.connect(lambda text, chunks: self.texts.append((text, chunks)))
        player.finished.connect(self.finished.append)
        player.failed.connect(self.failed.append)

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.texts)

    def has_shown(self, chunks: int) -> bool:
        return bool(self.texts) and self.texts[-1][1] >= chunks

    async def until(self, met: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not met():
                await asyncio.sleep(0.005)

    async def end(self) -> None:
        await self.until(lambda: self.finished or self.failed)


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Callable[[Callable[[Heard], Awaitable[None]]], Heard]]:
    loop = make_loop(qapp)

    def run_story(story: Callable[[Heard], Awaitable[None]]) -> Heard:
        async def play() -> Heard:
            heard = Heard(Player(FrameClock(lambda: None)))
            try:
                await story(heard)
            finally:
                await heard.player.close()
                await asyncio.sleep(0.01)  # closed sockets leave the loop in its next passes
            return heard

        return loop.run_until_complete(play())

    yield run_story
    loop.close()


Run = Callable[[Callable[[Heard], Awaitable[None]]], Heard]


def test_it_tells_text_frames_and_figures_of_a_real_answer(run: Run, own_server: RunningServer) -> None:
    own_server.update(mock_response=TEXT, tokens_per_second=200, time_to_first_token=0.1)

    async def story(heard: Heard) -> None:
        heard.player.play(own_server.base_url)
        await heard.end()

    heard = run(story)

    assert (heard.text, heard.failed) == (TEXT, [])
    figures = heard.finished[0]
    record = own_server.services.log.get(figures["request_id"])
    assert record is not None
    assert heard.ids == [record.id]
    assert figures["outcome"] == "completed"
    assert figures["tokens"] == record.completion_tokens
    assert figures["chunks"] == heard.texts[-1][1] == record.ledger.chunks
    assert figures["ttft"] >= 0.1
    assert figures["tps"] == pytest.approx(200, rel=0.3)
    assert [seconds for seconds, *_ in heard.frames] == sorted(seconds for seconds, *_ in heard.frames)
    wire = "".join(f"{raw}\n\n" for _, raw, _ in heard.frames).encode()
    hear = openai_chat.listen()
    assert "".join(hear(event).text for event in SseReader().feed(wire)) == TEXT


def test_a_fast_stream_is_told_in_batches(run: Run, own_server: RunningServer) -> None:
    own_server.update(mock_response="word " * 2000, tokens_per_second=4000)

    async def story(heard: Heard) -> None:
        heard.player.play(own_server.base_url)
        await heard.end()

    heard = run(story)

    assert heard.text == "word " * 2000
    assert len(heard.texts) < 200


def test_a_pause_lets_the_server_stand_still_and_is_not_measured(run: Run, own_server: RunningServer) -> None:
    own_server.update(mock_response="word " * 60, tokens_per_second=100)

    async def story(heard: Heard) -> None:
        player = heard.player
        player.play(own_server.base_url)
        await heard.until(lambda: heard.text)
        player.pause()
        await heard.until(lambda: own_server.services.live.get(heard.ids[0]).paused)  # type: ignore[union-attr]
        await asyncio.sleep(0.05)
        before = heard.text
        await asyncio.sleep(0.4)
        assert (player.paused, heard.text) == (True, before)
        player.resume()
        await heard.end()

    heard = run(story)

    assert heard.text == "word " * 60
    assert heard.finished[0]["tps"] == pytest.approx(100, rel=0.3)


def test_a_step_shows_one_chunk(run: Run, own_server: RunningServer) -> None:
    own_server.update(mock_response="word " * 20, tokens_per_second=100)
    counts: list[int] = []

    async def story(heard: Heard) -> None:
        heard.player.play(own_server.base_url)
        heard.player.pause()
        for wanted in (1, 2, 3):
            heard.player.step()
            await heard.until(partial(heard.has_shown, wanted))
            await asyncio.sleep(0.1)
            counts.append(heard.texts[-1][1])
        heard.player.resume()
        await heard.end()

    heard = run(story)

    assert counts == [1, 2, 3]
    assert heard.text == "word " * 20


def test_playing_again_stops_what_was_playing(run: Run, own_server: RunningServer) -> None:
    own_server.update(mock_response=TEXT, tokens_per_second=5)

    async def story(heard: Heard) -> None:
        heard.player.play(own_server.base_url)
        await heard.until(lambda: heard.text)
        heard.player.play(own_server.base_url)
        await heard.until(lambda: len(heard.ids) == 2)
        heard.player.stop()
        assert not heard.player.playing

    heard = run(story)

    assert [figures["outcome"] for figures in heard.finished] == ["stopped", "stopped"]


def test_an_answer_that_is_cut_off_says_so(run: Run, own_server: RunningServer) -> None:
    own_server.update(mock_response="word " * 50, tokens_per_second=20)

    async def story(heard: Heard) -> None:
        heard.player.play(own_server.base_url)
        await heard.until(lambda: heard.text)
        live = own_server.services.live
        for stream in live:
            own_server.call(live.cut, stream)
        await heard.end()

    assert run(story).finished[0]["outcome"] == "cut"


def test_no_server_is_told_in_a_sentence(run: Run) -> None:
    async def story(heard: Heard) -> None:
        heard.player.play("http://127.0.0.1:9/v1")
        await heard.end()

    assert run(story).failed == ["No server answers at 127.0.0.1:9; start it, then play again."]


@pytest.mark.parametrize(("key", "works"), [("secret", True), ("wrong", False)])
def test_a_key_is_sent_and_a_refusal_is_told(run: Run, key: str, works: bool) -> None:
    async def story(heard: Heard) -> None:
        heard.player.play(server.base_url, key)
        await heard.end()

    with RunningServer(tokens_per_second=0, time_to_first_token=0, api_key="secret") as server:
        heard = run(story)

    assert bool(heard.finished) is works
    assert works or heard.failed[0].startswith("The server answered 401: Incorrect API key")
    assert works or "Incorrect API key" in json.loads(heard.frames[0][1])["error"]["message"]


def test_going_on_and_stepping_without_an_answer_do_nothing(run: Run) -> None:
    async def story(heard: Heard) -> None:
        for act in (heard.player.pause, heard.player.resume, heard.player.step, heard.player.stop):
            act()

    heard = run(story)

    assert (heard.finished, heard.failed, heard.texts) == ([], [], [])
