"""Plays a response through a real HTTP request, as a client would; what comes is told with the time it came at.

Pausing holds back what has come and lets the server's stream stand still, so that going on goes on where it stood.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time

from PySide6.QtCore import QObject, Signal

from mockpanel.core.dialects.table import dialect_of
from mockpanel.core.playback import Ending, Playback, Shown
from mockpanel.core.question import Question, preview_question
from mockpanel.core.sse_reader import Event, error_sentence
from mockpanel.core.stream_readers import Reader, reader_of
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.http_stream import Answer, HttpBroken, open_stream, tell
from mockpanel.server.tasks import Tasks

log = logging.getLogger(__name__)


class _Run:
    """One request and what is known of it."""

    def __init__(self, origin: str, question: Question, api_key: str, together: asyncio.Barrier | None) -> None:
        self.origin = origin
        self.together = together
        self.question = question
        self.api_key = api_key
        self.request_id = ""
        self.playback = Playback(time.monotonic(), dialect_of(question.target).listen())
        self.server_stands = False
        self.steering = False


class Player(QObject):
    """One preview at a time; needs a running event loop. Tells at most once a frame."""

    started = Signal(str)
    """The request's id in the log, when the answer begins."""
    frames = Signal(list)
    """Triples: seconds since the request, the frame's text, and the pieces that it brings."""
    text_came = Signal(str, int)
    """Text, a refusal's too, and the chunks so far."""
    pieces_came = Signal(list)
    """Pieces of all parts, in their order; the text is told by `text_came` as well."""
    chunk_came = Signal(float)
    """A chunk with text may be shown, or several at once: when, on time.monotonic. Not held back for a frame."""
    finished = Signal(dict)
    """ttft (s), tps, tokens, chunks, outcome (completed, cut, stopped), request_id."""
    failed = Signal(str)
    """A sentence; `finished` does not follow."""

    def __init__(self, clock: FrameClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._tasks = Tasks()
        self._run: _Run | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: list[Shown] = []
        clock.frame.connect(self._flush)

    @property
    def playing(self) -> bool:
        """Whether a request is under way, paused or not."""
        return self._run is not None

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._run is not None and self._run.playback.paused

    def play(
        self,
        base_url: str,
        api_key: str = "",
        question: Question | None = None,
        together: asyncio.Barrier | None = None,
    ) -> None:
        """Sends a question, the preview's own where none is given, to `http://host:port/v1`; stops one under way.

        Players that are given one barrier send at one instant.
        """
        self.stop()
        origin = base_url.rstrip("/").removesuffix("/v1")
        run = self._run = _Run(origin, question or preview_question(), api_key, together)
        self._reading = self._tasks.start(self._play(run), "preview")

    def pause(self) -> None:
        """Shows nothing more until resumed; the server's stream stands still too."""
        if self._run is not None:
            self._run.playback.pause(time.monotonic())
            self._steer(self._run)

    def resume(self) -> None:
        """Goes on."""
        if (run := self._run) is not None:
            self._show(run, run.playback.resume(time.monotonic()))
            self._steer(run)

    def step(self) -> None:
        """Shows one chunk, and stands still again."""
        if (run := self._run) is not None:
            self._show(run, run.playback.step(time.monotonic()))
            self._steer(run)

    def stop(self) -> None:
        """Breaks the request off; `finished` says stopped."""
        if self._run is not None:
            self._run.playback.ending = Ending.STOPPED
            self._end(self._run)
        if self._reading is not None:
            self._reading.cancel()

    async def close(self) -> None:
        """Stops, and waits until all is over."""
        self.stop()
        await self._tasks.cancel_all()
        self._clock.frame.disconnect(self._flush)

    async def _play(self, run: _Run) -> None:
        try:
            async with open_stream(run.origin, run.question, run.api_key, run.together) as answer:
                run.playback.begin(answer.asked_at)
                await answer.head()
                if answer.status != 200:
                    await self._read_refusal(run, answer)
                elif reader := reader_of(answer.headers.get("content-type", ""), run.question.target):
                    await self._read(run, answer, reader)
                else:
                    await self._read_whole(run, answer)
        except HttpBroken as error:
            self._fail(run, str(error))
        except Exception as error:
            log.exception("the preview failed")
            self._fail(run, f"The preview failed: {error}")

    async def _read(self, run: _Run, answer: Answer, reader: Reader) -> None:
        run.request_id = answer.headers.get("x-request-id", "")
        self.started.emit(run.request_id)
        self._steer(run)
        playback = run.playback
        while run is self._run and (portion := await answer.portion()) is not None:
            now, data = portion
            for event in reader.feed(data):
                shown = playback.take(now, event)
                if playback.error:
                    self._fail(run, f"The answer broke off with an error: {playback.error}")
                    return
                self._show(run, shown)
            self._steer(run)
        playback.ending = Ending.COMPLETED if playback.done and answer.complete else Ending.CUT
        self._show(run, [])

    async def _read_refusal(self, run: _Run, answer: Answer) -> None:
        """What the server says instead of an answer: a frame like any other, and a sentence."""
        body = (await answer.rest()).decode("utf-8", "replace")
        if body and run is self._run:
            self._waiting.append(Shown(time.monotonic() - answer.asked_at, body.strip(), ""))
        self._fail(run, _refusal(answer.status, body))

    async def _read_whole(self, run: _Run, answer: Answer) -> None:
        """An answer in one piece: its text, or where it has none all of it."""
        self.started.emit(answer.headers.get("x-request-id", ""))
        data = (await answer.rest()).decode("utf-8", "replace")
        shown = run.playback.take(time.monotonic(), Event(data, "", data))
        self._show(run, [part if part.pieces else part._replace(text=data) for part in shown])
        run.playback.ending = Ending.COMPLETED if answer.complete else Ending.CUT
        self._show(run, [])

    def _show(self, run: _Run, shown: list[Shown]) -> None:
        if run is not self._run:
            return
        self._waiting += shown
        if any(event.full for event in shown):
            self.chunk_came.emit(time.monotonic())
        if run.playback.over:
            self._end(run)
        elif self._waiting:
            self._clock.want()

    def _flush(self) -> None:
        """Tells what has gathered."""
        shown, self._waiting = self._waiting, []
        if not shown or self._run is None:
            return
        chunks = self._run.playback.chunks
        self.frames.emit([(event.seconds, event.raw, event.pieces) for event in shown])
        if pieces := [piece for event in shown for piece in event.pieces]:
            self.pieces_came.emit(pieces)
        if text := "".join(event.text for event in shown):
            self.text_came.emit(text, chunks)

    def _steer(self, run: _Run) -> None:
        """Lets the server stand or go as we do, one order after the other."""
        if self._orders(run) and not run.steering:
            run.steering = True
            self._tasks.start(self._tell(run), "preview pause")

    def _orders(self, run: _Run) -> bool:
        """Whether the server has to be told."""
        playback = run.playback
        under_way = run is self._run and run.request_id != "" and playback.ending is None
        return under_way and playback.stands != run.server_stands

    async def _tell(self, run: _Run) -> None:
        try:
            while self._orders(run):
                stands = run.playback.stands
                # A refusal (the answer is over, or several processes serve) leaves the holding back to us.
                with contextlib.suppress(HttpBroken):
                    act = "pause" if stands else "resume"
                    await tell(run.origin, f"/mock/streams/{run.request_id}/{act}", run.api_key)
                run.server_stands = stands
        finally:
            run.steering = False

    def _end(self, run: _Run) -> None:
        if run is self._run:
            self._flush()
            self._run = None
            self.finished.emit({**run.playback.figures(), "request_id": run.request_id})

    def _fail(self, run: _Run, sentence: str) -> None:
        if run is self._run:
            self._flush()
            self._run = None
            self.failed.emit(sentence)


def _refusal(status: int, body: str) -> str:
    """What the server said instead of an answer."""
    sentence = error_sentence(Event("", "", body).document)
    return f"The server answered {status}: {sentence}" if sentence else f"The server answered {status}."
