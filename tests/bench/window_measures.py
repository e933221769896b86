"""What several scenarios of the window measure: streams, memory; and what they load it with: a preview, a client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from .client import Stream, run_streams
from .cores import Cores
from .errors import BenchError
from .figures import NS_PER_MS, NS_PER_S, Arrivals, paced_figures, percentile
from .processes import memory_mib
from .protocols import request_bytes
from .readings import Reading
from .scenarios import PATIENCE, TTFT_S, arrivals_of
from .servers import ROOT
from .text import prose
from .window import Window

RATE = 50
PREVIEW_S = 10.0
RUNNING = "running"
MEMORY_LIMIT_MIB = 250.0
RATE_LIMIT_PERCENT = 0.1


def measure_streams(window: Window, count: int, seconds: float, *, spin: bool) -> list[dict[str, float]]:
    """The figures of some streams of that length, one after the other. Raises BenchError."""
    return [_measure_stream(window, seconds, spin=spin) for _ in range(count)]


def _measure_stream(window: Window, seconds: float, *, spin: bool) -> dict[str, float]:
    """A stream with a text and a pace of its own."""
    tokens = round(RATE * seconds) + 1
    fields = {
        "stream": True,
        "tokens_per_second": RATE,
        "time_to_first_token": TTFT_S,
        "tokenizer_model": "gpt-4",
        "tokens_per_chunk": 1,
        "mock_response": prose(tokens),
    }
    limit_s = PATIENCE * (seconds + 1)
    stream = Stream(request_bytes(window.port, fields))
    run_streams(window.port, [stream], limit_s, spin=spin)
    arrivals = arrivals_of(stream, tokens, limit_s)
    late = percentile(lateness_ms(arrivals, RATE, TTFT_S), 99)
    return {**paced_figures([arrivals], RATE, TTFT_S), "lateness_p99_ms": late}


def lateness_ms(stream: Arrivals, rate: float, time_to_first_token: float) -> list[float]:
    """For each frame k, how much later than (request + time to first token + k / rate) it came."""
    due_ns, step_ns = stream.sent_ns + time_to_first_token * NS_PER_S, NS_PER_S / rate
    return [(at - due_ns - place * step_ns) / NS_PER_MS for place, at in enumerate(stream.content_ns)]


def stream_readings(
    streams: list[dict[str, float]], *, p50_limit_ms: float | None, p99_limit_ms: float
) -> list[Reading]:
    """What matters of the streams' figures: the median of each, and the worst of several at the end."""

    def middle(name: str) -> float:
        return median(figures[name] for figures in streams)

    def worst(name: str) -> float:
        return max((figures[name] for figures in streams), key=abs)

    p99 = "schedule_error_p99_ms"
    beside = [
        Reading(f"rate error, worst of {len(streams)}", worst("rate_error_percent"), "%"),
        Reading(f"schedule error, p99, worst of {len(streams)}", worst(p99), "ms"),
    ]
    return [
        Reading("rate error", middle("rate_error_percent"), "%", RATE_LIMIT_PERCENT),
        Reading("schedule error, p50", middle("schedule_error_p50_ms"), "ms", p50_limit_ms),
        Reading("schedule error, p99", middle(p99), "ms", p99_limit_ms),
        Reading("lateness, p99", middle("lateness_p99_ms"), "ms"),
        Reading("first token, lateness", middle("ttft_error_p50_ms"), "ms"),
        *(beside if len(streams) > 1 else []),
    ]


def memory_readings(window: Window) -> list[Reading]:
    """What the window and its tokenizer take, together by their shares; nothing where the system does not tell."""
    own, others = memory_mib(window.pid), [memory_mib(pid) for pid in window.children]
    if not own or not all(others):
        return []

    def whole(kind: str) -> float:
        return sum(each[kind] for each in others)

    return [
        Reading("memory in all (PSS)", own["pss"] + whole("pss"), "MiB", MEMORY_LIMIT_MIB),
        Reading("memory, window (PSS)", own["pss"], "MiB"),
        Reading("memory, window (RSS)", own["rss"], "MiB"),
        Reading("memory, tokenizer (PSS)", whole("pss"), "MiB"),
        Reading("memory, tokenizer (RSS)", whole("rss"), "MiB"),
    ]


def may_spin(cores: Cores) -> bool:
    """Whether the client may keep a core: it has one, and is no real-time process, which would be held up for that."""
    return cores.apart and os.sched_getscheduler(0) == os.SCHED_OTHER


def start_preview(window: Window) -> str:
    """Plays the window's response; the request's id, once it runs. Raises BenchError if it does not."""
    window.display.press("F5")
    deadline = time.monotonic() + PREVIEW_S
    while time.monotonic() < deadline:
        time.sleep(PREVIEW_S / 100)
        for request in window.call("/mock/requests?limit=50")["requests"]:
            if request["outcome"] == RUNNING and "mock_response" not in request["overrides"]:
                return str(request["id"])
    raise BenchError("F5 did not start the preview")


def check_preview(window: Window, request_id: str) -> None:
    """Raises BenchError if the preview is no longer running."""
    outcome = window.call(f"/mock/requests/{request_id}")["outcome"]
    if outcome != RUNNING:
        raise BenchError(f"the preview was not running all the time; it was {outcome}")


@contextmanager
def load(kind: str, port: int, amount: int, seconds: float) -> Iterator[Callable[[], dict[str, float]]]:
    """Another process loads a server (load.py); what is yielded waits for its figures. Raises BenchError."""
    command = [sys.executable, "-m", f"{__package__}.load", kind, str(port), str(amount), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def figures() -> dict[str, float]:
        out, errors = process.communicate(timeout=PATIENCE * (seconds + 1))
        if process.returncode or errors:
            raise BenchError(f"the load failed: {(errors.strip().splitlines() or ['no reason given'])[-1]}")
        return {name: float(value) for name, value in json.loads(out).items()}

    try:
        yield figures
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
