"""What shapes cost: many streams with one beside as many even ones, and how far tokens are from their planned times."""

import random
from functools import partial

from mockpanel.core.pacing import SECOND_NS, Schedule
from mockpanel.core.rhythm import composed
from mockpanel.core.settings import StreamSettings, validated
from mockpanel.core.shaped import spread
from mockpanel.core.shapes import shape_of
from mockpanel.core.tokens import tokenize

from .figures import over_percent, paced_figures, shaped_figures
from .scenarios import (
    MANY_STREAMS,
    MANY_STREAMS_RATE,
    MANY_STREAMS_S,
    RAMP_S,
    TTFT_S,
    Scenario,
    answer_fields,
    play,
    play_many,
    stream,
    tokens_in,
)
from .servers import Server
from .text import prose

SEED = 7
SHAPE = {"seed": SEED, "jitter": 0.5, "burst_pause": 0.04, "sentence_pause": 0.05}
"""Half of the time is spread by chance, and half is rests."""


def shape_scenarios(scale: float = 1.0) -> list[Scenario]:
    """In their order; durations are multiplied by `scale`."""
    seconds = MANY_STREAMS_S * scale
    one = f"1 shaped stream at {MANY_STREAMS_RATE} tok/s"
    return [
        Scenario("shapes-one", one, partial(measure_one_shaped, seconds=seconds), compared=False),
        *(
            Scenario(
                f"shapes-{count}",
                f"{count} shaped streams at {MANY_STREAMS_RATE} tok/s",
                partial(measure_many_shaped, count=count, seconds=seconds),
                compared=False,
            )
            for count in MANY_STREAMS
        ),
    ]


def measure_one_shaped(server: Server, seconds: float) -> dict[str, float]:
    """One stream with the shape."""
    tokens = tokens_in(MANY_STREAMS_RATE, seconds)
    fields = {**answer_fields(tokens, MANY_STREAMS_RATE, TTFT_S), **SHAPE}
    streams = play(server, [stream(server, fields)], tokens, seconds)
    return shaped_figures(streams, planned_ns(tokens, MANY_STREAMS_RATE), MANY_STREAMS_RATE, TTFT_S)


def measure_many_shaped(server: Server, count: int, seconds: float) -> dict[str, float]:
    """Many streams without the shape, then as many with it."""
    tokens = tokens_in(MANY_STREAMS_RATE, seconds)
    fields = answer_fields(tokens, MANY_STREAMS_RATE, TTFT_S)
    # At equal distances even streams would be due together, which costs less than any shape can.
    chance = random.Random(SEED)
    starts_s = [RAMP_S * chance.random() for _ in range(count)]
    arrivals, load = play_many(server, starts_s, fields, tokens, seconds)
    even = paced_figures(arrivals, MANY_STREAMS_RATE, TTFT_S) | load

    arrivals, load = play_many(server, starts_s, {**fields, **SHAPE}, tokens, seconds)
    planned = planned_ns(tokens, MANY_STREAMS_RATE)
    shaped = shaped_figures(arrivals, planned, MANY_STREAMS_RATE, TTFT_S) | load
    return shaped | over_even(shaped, even)


def over_even(shaped: dict[str, float], even: dict[str, float]) -> dict[str, float]:
    """What the shape costs: schedule and, where it is known, CPU."""
    schedule = "schedule_error_p99_ms"
    over = {"schedule_over_even_ms": max(shaped[schedule] - even[schedule], 0.0)}
    if "cpu_us_per_token" in shaped.keys() & even.keys():
        over["cpu_over_even_percent"] = over_percent(shaped["cpu_us_per_token"], even["cpu_us_per_token"])
    return over


def planned_ns(tokens: int, rate: float) -> list[int]:
    """When the tokens of a shaped stream are due, from the first on, as mockpanel's own arithmetic says."""
    settings = validated(StreamSettings, SHAPE)
    shape = shape_of(settings)
    assert shape is not None
    rhythm = composed(shape, SEED, tokenize(prose(tokens), settings.encoding), tokens)
    timetable = spread(Schedule(0, 0, SECOND_NS / rate), rhythm)
    return [timetable.due_ns(token) for token in range(tokens)]
