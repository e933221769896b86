"""What each protocol costs beside chat: one stream, many, and as fast as it goes, each in turn with chat."""

from collections.abc import Callable, Sequence
from functools import partial

from .figures import fastest, over_percent, unpaced_figures
from .protocols import CHAT, WIRES, Wire
from .scenarios import (
    MANY_STREAMS,
    MANY_STREAMS_RATE,
    MANY_STREAMS_S,
    ONE_STREAM_S,
    UNPACED_TOKENS,
    Scenario,
    measure_many,
    measure_one,
    measure_unpaced,
    play_unpaced,
)
from .servers import Server

Figures = dict[str, float]

PAIRS = 15
"""Unpaced runs of each protocol, and of chat before each: one takes about 20 ms, which others easily double."""

TURNS = 2
"""Runs of streams with a rate, of each protocol and of chat before each: what else the machine does comes and goes."""


def protocol_scenarios(scale: float = 1.0) -> list[Scenario]:
    """In their order, the same load of all protocols together; durations and amounts are multiplied by `scale`."""
    rate, tokens = MANY_STREAMS_RATE, round(UNPACED_TOKENS * scale)
    one = partial(measure_one, rate=rate, seconds=ONE_STREAM_S * scale)
    loads = [("one", f"1 stream at {rate} tok/s", partial(beside_chat, one))]
    for count in MANY_STREAMS:
        many = partial(measure_many, count=count, rate=rate, seconds=MANY_STREAMS_S * scale)
        loads.append((f"many-{count}", f"{count} streams at {rate} tok/s", partial(beside_chat, many)))
    loads.append(("unpaced", f"unpaced, {tokens} tokens", partial(unpaced_beside_chat, tokens)))
    return [_scenario(wire, load, title, partial(measure, wire)) for load, title, measure in loads for wire in WIRES]


def _scenario(wire: Wire, load: str, title: str, measure: Callable[[Server], Figures]) -> Scenario:
    return Scenario(f"protocol-{wire.name}-{load}", f"{wire.name}: {title}", measure, compared=False)


def beside_chat(measure: Callable[..., Figures], wire: Wire, server: Server) -> Figures:
    """A protocol's figures, and how far the least of them are above the least of chat's, each measured in turn."""
    if wire is CHAT:
        return measure(server)
    chat: list[Figures] = []
    own: list[Figures] = []
    for _ in range(TURNS):
        chat.append(measure(server))
        own.append(measure(server, wire=wire))
    return own[-1] | over_chat(least(own), least(chat))


def unpaced_beside_chat(tokens: int, wire: Wire, server: Server) -> Figures:
    """The same for unpaced streams, run by run in turn; the fastest runs are compared, which others disturbed least."""
    if wire is CHAT:
        return measure_unpaced(server, tokens)
    chat, own = zip(
        *((play_unpaced(server, tokens), play_unpaced(server, tokens, wire)) for _ in range(PAIRS)), strict=True
    )
    slower = over_percent(fastest(chat), fastest(own))
    return unpaced_figures(own) | {"slower_than_chat_percent": slower}


def least(runs: Sequence[Figures]) -> Figures:
    """The least of each figure: what the run took that others disturbed least."""
    return {name: min(run[name] for run in runs) for name in runs[0]}


def over_chat(own: Figures, chat: Figures) -> Figures:
    """How much more a protocol takes than chat: schedule and CPU, each where both have it."""
    both = own.keys() & chat.keys()
    over: Figures = {}
    if "schedule_error_p99_ms" in both:
        over["schedule_over_chat_ms"] = max(own["schedule_error_p99_ms"] - chat["schedule_error_p99_ms"], 0.0)
    if "cpu_us_per_token" in both:
        over["cpu_over_chat_percent"] = over_percent(own["cpu_us_per_token"], chat["cpu_us_per_token"])
    return over
