"""What is measured: how each scenario loads a server, and which figures it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from .client import Sample, Stream, run_streams
from .closed_loop import run_calls
from .errors import BenchError
from .figures import NS_PER_MS, Arrivals, paced_figures, spread, ttft_error_ms, unpaced_figures
from .processes import CpuMeter
from .servers import Server
from .text import prose
from .wire import chat_request, read_answer

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


def all_scenarios(scale: float = 1.0) -> list[Scenario]:
    """Every scenario in its order; durations and amounts are multiplied by `scale`."""
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


def measure_one(server: Server, rate: int, seconds: float) -> dict[str, float]:
    """One stream at that rate for about that long."""
    tokens = max(round(rate * seconds), 1) + 1
    fields = answer_fields(tokens=tokens, rate=rate, ttft=TTFT_S)
    streams = play(server, [stream(server, fields)], tokens, seconds)
    return paced_figures(streams, rate, TTFT_S)


def measure_many(server: Server, count: int, rate: int, seconds: float) -> dict[str, float]:
    """Many streams at that rate, and the CPU load from the last one's beginning to the first one's end."""
    tokens = round(rate * seconds) + 1
    fields = answer_fields(tokens=tokens, rate=rate, ttft=TTFT_S)
    streams = [stream(server, fields, after_s=RAMP_S * place / count) for place in range(count)]
    meter = CpuMeter(server.pid)
    samples = [Sample(RAMP_S + TTFT_S, meter.sample), Sample(TTFT_S + seconds, meter.sample)]
    arrivals = play(server, streams, tokens, seconds, samples)
    return paced_figures(arrivals, rate, TTFT_S) | meter.figures()


def measure_unpaced(server: Server, tokens: int) -> dict[str, float]:
    """One stream as fast as the server can, several times."""
    fields = answer_fields(tokens=tokens, rate=0, ttft=0)
    return unpaced_figures([play(server, [stream(server, fields)], tokens, seconds=1)[0] for _ in range(UNPACED_RUNS)])


def measure_calls(server: Server, seconds: float) -> dict[str, float]:
    """Answers that are not streamed and have no delay, as many as the server can give."""
    fields = {"stream": False, "tokens_per_second": 0, "time_to_first_token": 0, "simulate_latency": False}
    request = chat_request(server.port, fields, keep_alive=True)
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
        "stream": True,
        "tokens_per_second": rate,
        "time_to_first_token": ttft,
        "tokenizer_model": "gpt-4",
        "tokens_per_chunk": 1,
    }
    return fields if tokens == ANSWER_TOKENS else {**fields, "mock_response": prose(tokens)}


def stream(server: Server, fields: Mapping[str, object], after_s: float = 0.0) -> Stream:
    """A stream that asks for those fields after that many seconds."""
    return Stream(chat_request(server.port, fields), after_s)


def play(
    server: Server, streams: list[Stream], tokens: int, seconds: float, samples: list[Sample] | None = None
) -> list[Arrivals]:
    """Run the streams and say when their tokens came. Raises BenchError unless all came whole."""
    limit_s = PATIENCE * (seconds + 1)
    # One stream leaves the client idle, and to be woken would take it longer than the errors to be measured.
    spin = server.cores.apart and len(streams) == 1
    run_streams(server.port, streams, limit_s, samples or (), spin=spin)
    return [arrivals_of(each, tokens, limit_s) for each in streams]


def arrivals_of(recorded: Stream, tokens: int, limit_s: float) -> Arrivals:
    """When the stream's tokens came. Raises BenchError if they are not that many."""
    answer = read_answer(recorded.parts, recorded.times_ns)
    if not recorded.ended:
        raise BenchError(
            f"a stream had brought only {len(answer.arrivals_ns)} of {tokens} tokens after {limit_s:.0f} s"
        )
    if answer.problem:
        raise BenchError(f"a stream {answer.problem}")
    if len(answer.arrivals_ns) != tokens:
        raise BenchError(f"a stream brought {len(answer.arrivals_ns)} content events instead of {tokens}")
    return Arrivals(recorded.sent_ns, answer.arrivals_ns)
