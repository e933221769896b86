"""What is measured of plain streams: how each scenario loads a server, and which figures it gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from .client import Sample, Stream, run_streams
from .closed_loop import run_calls
from .errors import BenchError
from .figures import NS_PER_MS, Arrivals, arrived_between, paced_figures, spread, ttft_error_ms, unpaced_figures
from .processes import CpuMeter
from .protocols import CHAT, Wire, request_bytes
from .servers import Server
from .text import prose
from .wire import read_answer

ONE_STREAM_RATES = (1, 12, 50, 200, 1000, 5000)
ONE_STREAM_S = 5.0
MANY_STREAMS = (200, 1000)
MANY_STREAMS_RATE = 50
MANY_STREAMS_S = 10.0
RAMP_S = 1.0  # Within which many streams start; not shortened by --quick, since it is part of the load.
TTFT_S = 0.2
TTFT_REQUESTS = 50
UNPACED_TOKENS = 100_000
UNPACED_RUNS = 5
CALLS_S = 5.0
CALLS_CONNECTIONS = 16
ANSWER_TOKENS = int(MANY_STREAMS_RATE * MANY_STREAMS_S) + 1  # The server's own answer, to requests without a text.
PATIENCE = 10  # A stream may take that many times as long as asked, and that many seconds more.


@dataclass(frozen=True, slots=True)
class Scenario:
    """One load: its name for --only, its title for the table, and how to measure it (raises BenchError)."""

    name: str
    title: str
    measure: Callable[[Server], dict[str, float]]
    compared: bool = True
    """Whether the naive server can do the same."""


def plain_scenarios(scale: float = 1.0) -> list[Scenario]:
    """Even streams of chat, in their order; durations and amounts are multiplied by `scale`."""
    one, many = ONE_STREAM_S * scale, MANY_STREAMS_S * scale
    requests = round(TTFT_REQUESTS * scale)
    tokens = round(UNPACED_TOKENS * scale)
    return [
        Scenario("ttft", f"{requests} requests, one after another", partial(measure_ttft, requests=requests)),
        *(
            Scenario(f"one-{rate}", f"1 stream at {rate} tok/s", partial(measure_one, rate=rate, seconds=one))
            for rate in ONE_STREAM_RATES
        ),
        *(
            Scenario(
                f"many-{count}",
                f"{count} streams at {MANY_STREAMS_RATE} tok/s",
                partial(measure_many, count=count, rate=MANY_STREAMS_RATE, seconds=many),
            )
            for count in MANY_STREAMS
        ),
        Scenario("unpaced", f"unpaced, {tokens} tokens", partial(measure_unpaced, tokens=tokens)),
        Scenario(
            "requests",
            f"not streamed, {CALLS_CONNECTIONS} connections",
            partial(measure_calls, seconds=CALLS_S * scale),
        ),
    ]


def measure_ttft(server: Server, requests: int) -> dict[str, float]:
    """Time to first token of short streams, each alone."""
    fields = answer_fields(tokens=2, rate=MANY_STREAMS_RATE, ttft=TTFT_S)
    streams = [play(server, [stream(server, fields)], tokens=2, seconds=TTFT_S)[0] for _ in range(requests)]
    return spread("ttft_error", [ttft_error_ms(each, TTFT_S) for each in streams])


def measure_one(server: Server, rate: int, seconds: float, wire: Wire = CHAT) -> dict[str, float]:
    """One stream at that rate for about that long."""
    tokens = tokens_in(rate, seconds)
    fields = answer_fields(tokens=tokens, rate=rate, ttft=TTFT_S)
    streams = play(server, [stream(server, fields, wire=wire)], tokens, seconds, wire=wire)
    return paced_figures(streams, rate, TTFT_S)


def measure_many(server: Server, count: int, rate: int, seconds: float, wire: Wire = CHAT) -> dict[str, float]:
    """Many streams at that rate, and the CPU load while all of them run."""
    tokens = tokens_in(rate, seconds)
    fields = answer_fields(tokens=tokens, rate=rate, ttft=TTFT_S)
    starts_s = [RAMP_S * place / count for place in range(count)]
    arrivals, load = play_many(server, starts_s, fields, tokens, seconds, wire)
    return paced_figures(arrivals, rate, TTFT_S) | load


def measure_unpaced(server: Server, tokens: int, wire: Wire = CHAT) -> dict[str, float]:
    """One stream as fast as the server can, several times."""
    return unpaced_figures([play_unpaced(server, tokens, wire) for _ in range(UNPACED_RUNS)])


def measure_calls(server: Server, seconds: float) -> dict[str, float]:
    """Answers that are not streamed and have no delay, as many as the server can give."""
    fields = {"stream": False, "tokens_per_second": 0, "time_to_first_token": 0, "simulate_latency": False}
    request = request_bytes(server.port, fields, keep_alive=True)
    latencies_ns = run_calls(server.port, request, CALLS_CONNECTIONS, seconds)
    if not latencies_ns:
        raise BenchError(f"no request was answered within {seconds:g} s")
    return {
        "requests_per_second": len(latencies_ns) / seconds,
        **spread("latency", [latency / NS_PER_MS for latency in latencies_ns]),
    }


def warm_up(server: Server) -> None:
    """One short stream, so that no scenario pays for loading the tokenizer. Raises BenchError."""
    measure_ttft(server, requests=1)


def answer_fields(tokens: int, rate: float, ttft: float) -> dict[str, object]:
    """The body fields for that many tokens at that pace; no text if the server's own answer is that long."""
    fields: dict[str, object] = {
        "tokens_per_second": rate,
        "time_to_first_token": ttft,
        "tokenizer_model": "gpt-4",
        "tokens_per_chunk": 1,
    }
    return fields if tokens == ANSWER_TOKENS else {**fields, "mock_response": prose(tokens)}


def tokens_in(rate: float, seconds: float) -> int:
    """How many tokens a stream at that rate has in that many seconds, from the first to the last."""
    return max(round(rate * seconds), 1) + 1


def stream(server: Server, fields: Mapping[str, object], after_s: float = 0.0, wire: Wire = CHAT) -> Stream:
    """A stream that asks for those fields after that many seconds."""
    return Stream(request_bytes(server.port, fields, wire), after_s)


def play_unpaced(server: Server, tokens: int, wire: Wire = CHAT) -> Arrivals:
    """One stream as fast as the server can."""
    fields = answer_fields(tokens=tokens, rate=0, ttft=0)
    return play(server, [stream(server, fields, wire=wire)], tokens, seconds=1, wire=wire)[0]


def play_many(
    server: Server,
    starts_s: Sequence[float],
    fields: Mapping[str, object],
    tokens: int,
    seconds: float,
    wire: Wire = CHAT,
) -> tuple[list[Arrivals], dict[str, float]]:
    """Streams that start within RAMP_S, and the CPU load while all of them run, for each token too."""
    streams = [stream(server, fields, start_s, wire) for start_s in starts_s]
    meter = CpuMeter(server.pid)
    samples = [Sample(RAMP_S + TTFT_S, meter.sample), Sample(TTFT_S + seconds, meter.sample)]
    arrivals = play(server, streams, tokens, seconds, samples, wire)
    load = meter.figures()
    if load:
        from_ns, to_ns = meter.span_ns
        used_us = load["server_cpu_percent"] / 100 * (to_ns - from_ns) / 1000
        load["cpu_us_per_token"] = used_us / max(arrived_between(arrivals, from_ns, to_ns), 1)
    return arrivals, load


def play(
    server: Server,
    streams: list[Stream],
    tokens: int,
    seconds: float,
    samples: list[Sample] | None = None,
    wire: Wire = CHAT,
) -> list[Arrivals]:
    """Run the streams and say when their tokens came. Raises BenchError unless all came whole."""
    limit_s = PATIENCE * (seconds + 1)
    # One stream leaves the client idle, and to be woken would take it longer than the errors to be measured.
    spin = server.cores.apart and len(streams) == 1
    run_streams(server.port, streams, limit_s, samples or (), spin=spin)
    return [arrivals_of(each, tokens, limit_s, wire) for each in streams]


def arrivals_of(recorded: Stream, tokens: int, limit_s: float, wire: Wire = CHAT) -> Arrivals:
    """When the stream's tokens came. Raises BenchError if they are not that many."""
    answer = read_answer(recorded.parts, recorded.times_ns, wire)
    if not recorded.ended:
        raise BenchError(
            f"a stream had brought only {len(answer.arrivals_ns)} of {tokens} tokens after {limit_s:.0f} s"
        )
    if answer.problem:
        raise BenchError(f"a stream {answer.problem}")
    if len(answer.arrivals_ns) != tokens:
        raise BenchError(f"a stream brought {len(answer.arrivals_ns)} content events instead of {tokens}")
    return Arrivals(recorded.sent_ns, answer.arrivals_ns)
