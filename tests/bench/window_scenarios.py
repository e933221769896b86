"""What is measured of the window, how each scenario loads it, and the limits that it must hold."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .cores import usable_cores
from .display import Display
from .errors import BenchError
from .figures import percentile
from .processes import CpuMeter
from .protocols import request_bytes
from .readings import Reading
from .text import prose
from .window import Window, opened, send_all
from .window_clicks import click_delays_ms
from .window_measures import (
    RATE,
    check_preview,
    load,
    may_spin,
    measure_streams,
    memory_readings,
    start_preview,
    stream_readings,
)

RESPONSE_TOKENS = 10_000
REQUESTS_PER_SECOND = 100
CROWD, CROWD_LEAD_S, CROWD_CLICK_S = 200, 3.0, 0.5
OPEN_STREAMS = 50
SETTLE_S = 2.0
START_LIMIT_S = CLOSE_LIMIT_S = 2.0
CLICK_LIMIT_MS = 100.0
TRACEBACK = "Traceback"


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how often it is measured."""

    starts: int = 3
    idle_s: float = 10.0
    streams: int = 3
    stream_s: float = 20.0
    clicks: int = 20
    closings: int = 3


THOROUGH = Effort()
QUICK = Effort(starts=1, idle_s=3.0, streams=1, stream_s=5.0, clicks=10, closings=1)


@dataclass(frozen=True, slots=True)
class WindowScenario:
    """One load: its name for --only, its title for the table, and how to measure it (raises BenchError)."""

    name: str
    title: str
    measure: Callable[[Display, Effort], list[Reading]]


def window_scenarios() -> list[WindowScenario]:
    """Every scenario in its order."""
    return [
        WindowScenario("start", "start", measure_start),
        WindowScenario("idle", "idle window", measure_idle),
        WindowScenario("busy", "busy window, Preview shown", partial(measure_busy, tab_key="alt+2")),
        WindowScenario("busy-response", "busy window, Response shown", partial(measure_busy, tab_key="alt+1")),
        WindowScenario("click", f"clicks beside {CROWD} streams", measure_clicks),
        WindowScenario("close", f"closed with {OPEN_STREAMS} streams", measure_closing),
    ]


def measure_start(display: Display, effort: Effort) -> list[Reading]:
    """From the command until there is a window, until something is painted in it, and until a request is answered."""
    mapped, painted, served = [], [], []
    for place in range(effort.starts + 1):
        with opened(display) as window:
            if place:  # the first start warms up
                mapped.append(window.mapped_s)
                painted.append(window.painted_s)
                served.append(window.served_s)
    return [
        Reading("first window", median(mapped), "s", START_LIMIT_S),
        Reading("something painted", median(painted), "s", START_LIMIT_S),
        Reading("first request answered", median(served), "s"),
        Reading(f"something painted, slowest of {len(painted)}", max(painted), "s"),
    ]


def measure_idle(display: Display, effort: Effort) -> list[Reading]:
    """Memory after a while, and one stream beside a window that has nothing else to do."""
    cores = usable_cores()
    with opened(display) as window:
        window.focus()
        time.sleep(effort.idle_s)
        memory = memory_readings(window)
        cores.pin_server(window.pid)
        with cores.client_pinned():
            streams = measure_streams(window, effort.streams, effort.stream_s, spin=may_spin(cores))
    return [*stream_readings(streams, p50_limit_ms=0.6, p99_limit_ms=2.0), *memory]


def measure_busy(display: Display, effort: Effort, tab_key: str) -> list[Reading]:
    """One stream beside a window with a long response, a log that fills and a running preview, on all cores."""
    load_s = effort.streams * (effort.stream_s + 1) + 3 * SETTLE_S
    with ExitStack() as stack:
        response = Path(stack.enter_context(TemporaryDirectory()), "response.txt")
        response.write_text(prose(RESPONSE_TOKENS), encoding="utf-8", newline="")
        flags = ("--mock-response-file", str(response), "--tokens-per-second", str(RATE))
        window = stack.enter_context(opened(display, *flags))
        loaded = stack.enter_context(load("requests", window.port, REQUESTS_PER_SECOND, load_s))
        window.focus()
        preview = start_preview(window)
        display.press(tab_key)
        time.sleep(SETTLE_S)
        meters = [CpuMeter(window.pid), CpuMeter(display.pid)]
        sample(meters)
        streams = measure_streams(window, effort.streams, effort.stream_s, spin=False)
        sample(meters)
        check_preview(window, preview)
        memory = memory_readings(window)
        given = loaded()
    return [
        *stream_readings(streams, p50_limit_ms=None, p99_limit_ms=5.0),
        Reading("requests answered beside it", given["requests_per_second"], "/s"),
        *cpu_readings(meters),
        *memory,
    ]


def measure_clicks(display: Display, effort: Effort) -> list[Reading]:
    """How long a click takes until it can be seen, while many streams run."""
    seconds = CROWD_LEAD_S + effort.clicks * CROWD_CLICK_S + SETTLE_S
    with opened(display) as window, load("streams", window.port, CROWD, seconds) as loaded:
        window.focus()
        time.sleep(CROWD_LEAD_S)
        meters = [CpuMeter(window.pid), CpuMeter(display.pid)]
        sample(meters)
        delays = click_delays_ms(window, effort.clicks)
        sample(meters)
        given = loaded()
    return [
        Reading("click to picture, median", median(delays), "ms"),
        Reading("click to picture, p95", percentile(delays, 95), "ms", CLICK_LIMIT_MS),
        Reading("click to picture, slowest", max(delays), "ms"),
        Reading("schedule error of the streams, p99", given["schedule_error_p99_ms"], "ms"),
        *cpu_readings(meters),
    ]


def measure_closing(display: Display, effort: Effort) -> list[Reading]:
    """How long the window takes to be gone, however it is closed. Raises BenchError if it does not end well."""
    ways: dict[str, Callable[[Window], None]] = {
        "the window's cross": lambda window: window.screen.ask_to_close(window.number),
        "Ctrl+Q": lambda _window: display.press("ctrl+q"),
        "Ctrl-C": lambda window: window.process.send_signal(signal.SIGINT),
        "SIGTERM": lambda window: window.process.send_signal(signal.SIGTERM),
    }
    readings = []
    for way, close in ways.items():
        times = [close_once(display, close, way) for _ in range(effort.closings)]
        readings.append(Reading(f"by {way}, slowest of {len(times)}", max(times), "s", CLOSE_LIMIT_S))
    return readings


def close_once(display: Display, close: Callable[[Window], None], way: str) -> float:
    """The seconds from asking a window with open streams to close until its process is gone. Raises BenchError."""
    with opened(display) as window, ExitStack() as stack:
        fields = {"stream": True, "tokens_per_second": RATE, "mock_response": prose(RATE * 60)}
        for sock in send_all(window.port, [request_bytes(window.port, fields)] * OPEN_STREAMS):
            stack.enter_context(sock)
        window.focus()
        time.sleep(random.uniform(0.2, 0.8))  # at any moment of its work
        start = time.monotonic()
        close(window)
        code = window.wait()
        took = time.monotonic() - start
        if code or TRACEBACK in window.errors():
            last = (window.errors().strip().splitlines() or ["nothing"])[-1]
            raise BenchError(f"closed by {way}, the window ended with exit code {code} and said {last!r}")
    return took


def sample(meters: list[CpuMeter]) -> None:
    """Lets the meters of window and display note what was used until now."""
    for meter in meters:
        meter.sample()


def cpu_readings(meters: list[CpuMeter]) -> list[Reading]:
    """The shares of one core that window and display used."""
    names = ("processor, window", "processor, display")
    shares = [meter.figures().get("server_cpu_percent") for meter in meters]
    return [Reading(name, share, "%") for name, share in zip(names, shares, strict=True) if share is not None]
