"""How exactly a capture is replayed: its gaps as a client captures them again, beside those in its file."""

from functools import partial

from mockpanel.core.capture_examples import examples
from mockpanel.core.replay_settings import ReplayMode

from .client import run_streams
from .figures import NS_PER_S, gap_differences_ms, spread
from .scenarios import (
    MANY_STREAMS_RATE,
    PATIENCE,
    RAMP_S,
    TTFT_S,
    Scenario,
    answer_fields,
    arrivals_of,
    stream,
    tokens_in,
)
from .servers import Server

BESIDE = 200
"""Streams that run at the same time, where there is load."""

QUICK_SPEED = 4.0


def replay_scenarios(scale: float = 1.0) -> list[Scenario]:
    """In their order; below a scale of 1 the capture is played faster."""
    speed = 1.0 if scale >= 1 else QUICK_SPEED
    return [
        Scenario("replay-one", "1 capture replayed", partial(measure_replay, speed=speed, beside=0), compared=False),
        Scenario(
            f"replay-{BESIDE}",
            f"1 capture replayed beside {BESIDE} streams",
            partial(measure_replay, speed=speed, beside=BESIDE),
            compared=False,
        ),
    ]


def measure_replay(server: Server, speed: float, beside: int) -> dict[str, float]:
    """The first example's own text in its own rhythm, while so many other streams run."""
    capture = examples()[0]
    seconds = capture.answer[-1].seconds / speed
    replay = stream(
        server,
        {"replay": capture.name, "replay_mode": ReplayMode.OWN_TEXT, "replay_speed": speed},
        after_s=RAMP_S if beside else 0.0,
    )
    tokens = tokens_in(MANY_STREAMS_RATE, seconds + RAMP_S)
    fields = answer_fields(tokens, MANY_STREAMS_RATE, TTFT_S)
    others = [stream(server, fields, RAMP_S * place / beside) for place in range(beside)]
    limit_s = PATIENCE * (seconds + RAMP_S + 1)
    run_streams(server.port, [replay, *others], limit_s, spin=server.cores.apart and not others)

    for other in others:
        arrivals_of(other, tokens, limit_s)
    arrivals = arrivals_of(replay, len(capture.answer), limit_s)
    planned = [arrival.seconds * NS_PER_S / speed for arrival in capture.answer]
    return spread("gap_difference", gap_differences_ms(arrivals.content_ns, planned))
