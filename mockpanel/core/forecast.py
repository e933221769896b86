"""What a stream will be like before it is played: when its chunks are due, and the gaps between them. Pure.

The times are those that a stream gets, from the same pace, rhythm and schedule; a forecast only asks for them early.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mockpanel.core.answer_parts import REASONING, TEXT, held_texts, sent_parts
from mockpanel.core.chunks import chunk_end
from mockpanel.core.gaps import GapFigures
from mockpanel.core.laying import Laid
from mockpanel.core.ledger import Sent
from mockpanel.core.pacing import SECOND_NS, Pace
from mockpanel.core.rhythm import STRETCH_TOKENS, compose
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shaped import ShapedSchedule, Timetable, start
from mockpanel.core.shapes import Counts, paced, shape_of
from mockpanel.core.tokens import Tokens

MOST_TOKENS = 3000
"""A longer text is foreseen as if it ended here, so that a forecast follows the hand that drags."""

HORIZONS_NS = (2 * SECOND_NS, 3 * SECOND_NS, 5 * SECOND_NS, 10 * SECOND_NS)
"""How much of a stream is pictured: the shortest that holds it whole, or else the longest."""

LEAD_NS = 2 * SECOND_NS
"""Of a longer wait for the first token only its end is pictured."""

FIRST_NUMBER = 1
"""Where no seed is set, a stream is foreseen as the first request's would be."""

_PARAGRAPHS = """\
An empty response echoes the last message, so this text stands in for it: a few sentences, with commas, and a pause now
and then. It is long enough to show how a rhythm settles; no more than that.

A second paragraph follows. Does it hesitate? It may. Some streams wait behind every sentence, and others never do.

```python
def greet(name: str) -> str:
    return f"Hello, {name}."
```

Then the text goes on as before.

"""
STAND_IN = 4 * _PARAGRAPHS
"""What is foreseen where there is no response: it has all that a shape can pause behind."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """All chunks of an answer with the times at which they are due, in ns since the request was complete."""

    pace: Pace
    tokens_per_chunk: int
    tokens: int
    rows: Sequence[Sent]
    figures: GapFigures
    fits: float = 1.0
    """How much of its pauses there is time for at this rate."""
    replays: bool = False
    """Whether the rhythm is a captured one."""

    @property
    def unpaced(self) -> bool:
        """Whether all is sent as fast as the client reads, so that there are no gaps to foresee."""
        return self.pace.gap_ns == 0

    @property
    def even_gap_ns(self) -> float:
        """How long each gap would be without a shape."""
        return self.pace.gap_ns * self.tokens_per_chunk

    @property
    def first_ns(self) -> int:
        """When the answer's first chunk is due, its thinking included."""
        return self.rows[0].planned_ns if self.rows else self.pace.wait_ns

    @property
    def last_ns(self) -> int:
        """When the last one is."""
        return self.rows[-1].planned_ns if self.rows else self.pace.wait_ns

    @property
    def begins_ns(self) -> int:
        """Where the picture begins."""
        return max(self.first_ns - LEAD_NS, 0)

    @property
    def ends_ns(self) -> int:
        """Where the picture ends."""
        wanted_ns = self.last_ns - self.begins_ns
        return self.begins_ns + next((span_ns for span_ns in HORIZONS_NS if span_ns >= wanted_ns), HORIZONS_NS[-1])

    @property
    def pictured(self) -> list[Sent]:
        """The chunks that are due in the picture's time."""
        ends_ns = self.ends_ns
        return [row for row in self.rows if row.planned_ns <= ends_ns]


def foreseen_texts(settings: StreamSettings) -> list[str]:
    """The texts that a forecast of the default answer can be made of, reasoning aside; of a replay only the response.

    None where all of them are empty, or made only when a request comes.
    """
    texts = held_texts(settings)
    sent = [TEXT] if settings.replay else [part for part in sent_parts(settings) if part != REASONING]
    return [text for part in sent if (text := texts[part])]


def foresee(
    settings: StreamSettings, tokens: Tokens, thinking: int = 0, laid: Laid | None = None
) -> Iterator[Forecast | None]:
    """Makes the forecast of a text under some settings, with so many tokens of reasoning before it, and no other stream
    beside it; gives None again and again to be stopped at, and the Forecast last. Where it is replayed, the text is
    that of the one answer that was `laid`."""
    if laid is not None:
        yield from _foresee_replay(settings, laid)
        return
    count, seed = min(len(tokens), MOST_TOKENS), settings.seed or FIRST_NUMBER
    pace = paced(settings, seed, Counts(0, count, thinking, thinks=True))
    shape, rhythm = shape_of(settings), None
    if shape is not None and pace.gap_ns and count:
        for rhythm in compose(shape, seed if shape.by_chance else 0, tokens, count):  # noqa: B007 - the last one is meant
            yield None
    figures, rows = GapFigures(), list[Sent]()
    timetable = start(0, pace, 0, rhythm)
    coming = _rows(timetable, tokens, count, settings.tokens_per_chunk, unpaced=pace.gap_ns == 0)
    while stretch := list(islice(coming, STRETCH_TOKENS)):
        rows += stretch
        figures.add(stretch)
        yield None
    fits = timetable.fits if isinstance(timetable, ShapedSchedule) else 1.0
    yield Forecast(pace, settings.tokens_per_chunk, count, rows, figures, fits)


def foreseen(settings: StreamSettings, tokens: Tokens, thinking: int = 0, laid: Laid | None = None) -> Forecast:
    """The forecast, made without a stop."""
    *_, forecast = foresee(settings, tokens, thinking, laid)
    assert forecast is not None
    return forecast


def _foresee_replay(settings: StreamSettings, laid: Laid) -> Iterator[Forecast | None]:
    """The same of a captured rhythm, whose beats are its chunks."""
    beats, pace = laid.longest, laid.replay.pace(settings)
    choice, figures, rows = beats.choice, GapFigures(), list[Sent]()
    timetable = start(0, pace, 0, beats.rhythm() if beats.span > 0 and pace.gap_ns else None)
    for begin in range(0, choice.count, STRETCH_TOKENS):
        units = range(begin, min(begin + STRETCH_TOKENS, choice.count))
        due = ((timetable.due_ns(unit), choice.tokens.counted(unit + 1)) for unit in units)
        stretch = [Sent(due_ns, due_ns, tokens, 1) for due_ns, tokens in due]
        rows += stretch
        figures.add(stretch)
        yield None
    yield Forecast(pace, 1, choice.token_count, rows, figures, replays=True)


def _rows(timetable: Timetable, tokens: Tokens, count: int, size: int, *, unpaced: bool) -> Iterator[Sent]:
    if unpaced and count:
        due_ns = timetable.due_ns(0)
        yield Sent(due_ns, due_ns, count, -(-count // size))
        return
    sent = json_at = 0
    while sent < count:
        end = chunk_end(tokens.json_ends, json_at, sent, size, count)
        due_ns = timetable.due_ns(end - 1 if sent else 0)
        yield Sent(due_ns, due_ns, end, 1)
        sent, json_at = end, tokens.json_ends[end - 1]
