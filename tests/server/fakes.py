"""A clock, an alarm, a sink and a voice of the test's own, and plans without a tokenizer."""

from __future__ import annotations

import asyncio
import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from mockpanel.core.choices import Choice, Part, PartKind, choose
from mockpanel.core.plan import Ask, Override, Prompt, StreamPlan, Usage
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import Tokens
from mockpanel.server.pacer import Pacer
from mockpanel.server.sinks import nothing
from mockpanel.server.stream import LiveStream

MS = 1_000_000
SECOND = 1000 * MS


class FakeClock:
    """Time that stands still until it is moved."""

    def __init__(self, now_ns: int = 0) -> None:
        self.now_ns = now_ns

    def __call__(self) -> int:
        return self.now_ns


class FakeAlarm:
    """Notes what it was set to; rings when told."""

    def __init__(self, _loop: object, ring: Callable[[], None]) -> None:
        self.ring = ring
        self.at_ns: int | None = None
        self.closed = False

    def set(self, at_ns: int) -> None:
        self.at_ns = at_ns

    def close(self) -> None:
        self.closed = True


class FakePacing:
    """A pacer on a clock of the test's own; `run_until` lets its alarm ring when it is time."""

    def __init__(self, late_ns: int = 0) -> None:
        self.clock = FakeClock()
        self.late_ns = late_ns
        loop: Any = None
        self.pacer = Pacer(loop, self.clock, self._make_alarm)

    def run_until(self, end_ns: int) -> None:
        """Moves the clock on, ringing on the way."""
        while self.alarm.at_ns is not None and self.alarm.at_ns + self.late_ns <= end_ns:
            self.ring()
        self.clock.now_ns = max(self.clock.now_ns, end_ns)

    def ring(self) -> None:
        """Moves the clock to the alarm's time, and rings it."""
        assert self.alarm.at_ns is not None
        self.clock.now_ns = max(self.clock.now_ns, self.alarm.at_ns + self.late_ns)
        self.alarm.at_ns = None
        self.alarm.ring()

    def _make_alarm(self, loop: object, ring: Callable[[], None]) -> FakeAlarm:
        self.alarm = FakeAlarm(loop, ring)
        return self.alarm


class FakeSink:
    """Keeps what is written; full when told."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.full = False
        self.aborted = False
        self.flushed = False
        self.interrupted = False
        self.on_writable: Callable[[], None] = nothing

    @property
    def data(self) -> bytes:
        return b"".join(self.written)

    def write(self, data: bytes) -> None:
        self.written.append(data)

    async def run(self, ended: asyncio.Future[Any]) -> bool:
        await ended
        return True

    def interrupt(self) -> None:
        self.interrupted = True

    async def finish(self) -> None:
        self.written.append(b"FINISHED")

    async def abort(self, *, flush: bool = False) -> bool:
        self.aborted, self.flushed = True, flush
        return True


SIMPLE = (PartKind.TEXT, PartKind.REASONING)


class FakeVoice:
    """Frames that a test can read: `<0`, `[0:piece]` of text, `(0:piece)` of reasoning, `0>` and `END`.

    Parts other than these are `{0:name`, `[0:piece]` and `}`.
    """

    media_type = b"text/plain"

    def opening(self, choice: Choice) -> bytes:
        return b"<%d" % choice.index

    def part_opening(self, choice: Choice, part: Part) -> bytes:
        return b"" if part.kind in SIMPLE else b"{%d:%b" % (choice.index, part.name.encode())

    def pieces(self, choice: Choice, part: Part, pieces: list[bytes], _sent: Sequence[int]) -> bytes:
        around = b"(%d:%b)" if part.kind is PartKind.REASONING else b"[%d:%b]"
        return b"".join(around % (choice.index, piece) for piece in pieces)

    def part_ending(self, _choice: Choice, part: Part) -> bytes:
        return b"" if part.kind in SIMPLE else b"}"

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        return b"[%d:%b:%d-%d]" % (choice.index, piece, start, end)

    def ending(self, choice: Choice) -> bytes:
        return b"%d>" % choice.index

    def closing(self) -> bytes:
        return b"END"

    def whole(self) -> bytes:
        return b"WHOLE"


def tokens_of(*pieces: bytes) -> Tokens:
    """Tokens with these bytes; their join must be UTF-8."""
    data = b"".join(pieces)
    ends = list(accumulate(map(len, pieces)))
    json_ends = [len(_inside(_whole_characters(data[:end]))) for end in ends]
    return Tokens(
        "fake",
        data,
        array("I", range(len(pieces))),
        array("Q", ends),
        _inside(data.decode()),
        array("Q", json_ends),
    )


def letters(count: int) -> Tokens:
    """So many tokens of one letter each."""
    return tokens_of(*(b"abcdefghijklmnopqrstuvwxyz"[place % 26 :][:1] for place in range(count)))


def plan_of(
    *answers: Tokens,
    stream: bool = True,
    overrides: Mapping[str, Override] | None = None,
    alternatives: int | None = None,
    **settings: Any,
) -> StreamPlan:
    """A plan for some answers; without settings, unpaced and at once."""
    used = StreamSettings(**{"tokens_per_second": 0.0, "time_to_first_token": 0.0, **settings})
    choices = tuple(choose(index, answer, None) for index, answer in enumerate(answers or (letters(3),)))
    ask = Ask("model", (Prompt(("prompt",)),), stream=stream, alternatives=alternatives)
    usage = Usage(1, sum(choice.count for choice in choices))
    return StreamPlan(ask, used, used, overrides or {}, choices, usage)


def record_of(name: str = "req_1") -> RequestRecord:
    """A record that no log knows."""
    return RequestRecord(name, 1, 0.0, "POST", "/v1/chat/completions")


def live_stream(plan: StreamPlan, origin_ns: int = 0, record: RequestRecord | None = None) -> LiveStream:
    """A running answer with fakes around it."""

    async def make() -> LiveStream:
        return LiveStream(record or record_of(), plan, FakeVoice(), FakeSink(), origin_ns)

    return asyncio.run(make())


def sink_of(stream: LiveStream) -> FakeSink:
    """The fake sink of a stream."""
    assert isinstance(stream.sink, FakeSink)
    return stream.sink


def _inside(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode()


def _whole_characters(data: bytes) -> str:
    return data.decode("utf-8", "ignore")
