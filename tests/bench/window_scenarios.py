"""What is measured of the window, how each scenario loads it, and the limits that it must hold."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .client import Stream, run_streams
from .cores import usable_cores
from .display import Display
from .errors import BenchError
from .figures import paced_figures, percentile
from .processes import CpuMeter, memory_mib
from .scenarios import PATIENCE, TTFT_S, arrivals_of
from .servers import ROOT
from .text import prose
from .window import Window, opened, send_all
from .window_clicks import click_delays_ms
from .wire import chat_request

RATE = 50
RESPONSE_TOKENS = 10_000
REQUESTS_PER_SECOND = 100
CROWD, CROWD_S_PER_CLICK, CROWD_LEAD_S = 200, 0.5, 3.0
OPEN_STREAMS = 50
SETTLE_S = 2.0
PLAYING_TOKENS = 20
TRACEBACK = "Traceback"


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure, and what it may be at most, if that is said."""

    what: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def met(self) -> bool:
        """Whether it is within its limit, on either side of 0."""
        return self.limit is None or abs(self.value) <= self.limit


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how often it is measured."""

    starts: int = 3
    idle_s: float = 10.0
    stream_s: float = 20.0
    clicks: int = 20
    closings: int = 3


THOROUGH = Effort()
QUICK = Effort(starts=1, idle_s=3.0, stream_s=5.0, clicks=10, closings=1)


@dataclass(frozen=True, slots=True)
class WindowScenario:
    """One load: its name for --only, its title for the table, and how to measure it (raises BenchError)."""

    name: str
    title: str
    measure: Callable[[Display, Effort], list[Reading]]


def window_scenarios() -> list[WindowScenario]:
    """Every scenario in its order."""
    load = f"{RESPONSE_TOKENS:,} tokens, {REQUESTS_PER_SECOND} requests/s, preview running"
    return [
        WindowScenario("start", "start, warm", measure_start),
        WindowScenario("idle", "idle", measure_idle),
        WindowScenario("busy-preview", f"{load}, Preview in sight", partial(measure_busy, tab_key="alt+2")),
        WindowScenario("busy-response", f"{load}, Response in sight", partial(measure_busy, tab_key="alt+1")),
        WindowScenario("click", f"{CROWD} streams at {RATE} tok/s, clicks on the speed", measure_clicks),
        WindowScenario("close", f"closed with {OPEN_STREAMS} streams open", measure_closing),
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
        Reading("first window, median", median(mapped), "s", 2.0),
        Reading("first window painted, median", median(painted), "s", 2.0),
        Reading("first window painted, slowest", max(painted), "s"),
        Reading("first request answered, median", median(served), "s"),
    ]


def measure_idle(display: Display, effort: Effort) -> list[Reading]:
    """Memory after a while, and one stream beside a window that has nothing to do."""
    cores = usable_cores()
    with opened(display) as window:
        window.focus()
        time.sleep(effort.idle_s)
        readings = memory_readings(window)
        cores.pin_server(window.pid)
        with cores.client_pinned():
            figures = measure_stream(window, effort.stream_s, spin=cores.apart)
    return [*stream_readings(figures, p50_limit_ms=0.6, p99_limit_ms=2.0), *readings]


def measure_busy(display: Display, effort: Effort, tab_key: str) -> list[Reading]:
    """One stream beside a window with a long response, a log that fills and a running preview, on all cores."""
    with TemporaryDirectory() as folder:
        response = Path(folder, "response.txt")
        response.write_text(prose(RESPONSE_TOKENS), encoding="utf-8", newline="")
        flags = ("--mock-response-file", str(response), "--tokens-per-second", str(RATE))
        seconds = effort.stream_s + 3 * SETTLE_S
        with opened(display, *flags) as window, load("requests", window, REQUESTS_PER_SECOND, seconds) as loaded:
            window.focus()
            start_preview(window)
            display.press(tab_key)
            time.sleep(SETTLE_S)
            meter, drawing = CpuMeter(window.pid), CpuMeter(display.pid)
            for each in (meter, drawing):
                each.sample()
            figures = measure_stream(window, effort.stream_s, spin=False)
            for each in (meter, drawing):
                each.sample()
            check_preview(window)
            readings = memory_readings(window)
            given = loaded()
    return [
        *stream_readings(figures, p50_limit_ms=None, p99_limit_ms=5.0),
        Reading("requests answered beside it", given["requests_per_second"], "requests/s"),
        Reading("processor, window", meter.figures()["server_cpu_percent"], "%"),
        Reading("processor, display", drawing.figures()["server_cpu_percent"], "%"),
        *readings,
    ]


def measure_clicks(display: Display, effort: Effort) -> list[Reading]:
    """How long a click takes until it can be seen, while many streams run."""
    seconds = CROWD_LEAD_S + effort.clicks * CROWD_S_PER_CLICK + SETTLE_S
    with opened(display) as window, load("streams", window, CROWD, seconds) as loaded:
        window.focus()
        time.sleep(CROWD_LEAD_S)
        meter = CpuMeter(window.pid)
        meter.sample()
        delays = click_delays_ms(window, effort.clicks)
        meter.sample()
        given = loaded()
    return [
        Reading("click to picture, median", median(delays), "ms"),
        Reading("click to picture, p95", percentile(delays, 95), "ms", 100.0),
        Reading("click to picture, slowest", max(delays), "ms"),
        Reading("schedule error of the streams, p99", given["schedule_error_p99_ms"], "ms"),
        Reading("processor, window", meter.figures()["server_cpu_percent"], "%"),
    ]


def measure_closing(display: Display, effort: Effort) -> list[Reading]:
    """How long the window takes to be gone, however it is closed. Raises BenchError if it does not end well."""
    ways: dict[str, Callable[[Window], None]] = {
        "by the window's cross": lambda window: window.screen.ask_to_close(window.number),
        "by Ctrl+Q": lambda window: display.press("ctrl+q"),
        "by Ctrl-C": lambda window: window.process.send_signal(signal.SIGINT),
        "by SIGTERM": lambda window: window.process.send_signal(signal.SIGTERM),
    }
    readings = []
    for way, close in ways.items():
        times = [close_once(display, close, way) for _ in range(effort.closings)]
        readings.append(Reading(f"{way}, slowest of {len(times)}", max(times), "s", 2.0))
    return readings


def close_once(display: Display, close: Callable[[Window], None], way: str) -> float:
    """The seconds from asking a window with open streams to close until its process is gone. Raises BenchError."""
    with opened(display) as window:
        fields = {"stream": True, "tokens_per_second": RATE, "mock_response": prose(RATE * 60)}
        sockets = send_all(window.port, [chat_request(window.port, fields)] * OPEN_STREAMS)
        window.focus()
        time.sleep(random.uniform(0.2, 0.8))  # at any moment of its work
        start = time.monotonic()
        close(window)
        code = window.wait()
        took = time.monotonic() - start
        for sock in sockets:
            sock.close()
        if code or TRACEBACK in window.errors():
            last = (window.errors().strip().splitlines() or ["nothing"])[-1]
            raise BenchError(f"closed {way}, it ended with exit code {code} and said {last!r}")
    return took


def measure_stream(window: Window, seconds: float, *, spin: bool) -> dict[str, float]:
    """One stream with a text and a pace of its own. Raises BenchError."""
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
    stream = Stream(chat_request(window.port, fields))
    run_streams(window.port, [stream], limit_s, spin=spin)
    return paced_figures([arrivals_of(stream, tokens, limit_s)], RATE, TTFT_S)


def stream_readings(
    figures: dict[str, float], *, p50_limit_ms: float | None, p99_limit_ms: float | None
) -> list[Reading]:
    """What matters of one stream's figures."""
    return [
        Reading("rate error", figures["rate_error_percent"], "%", 0.1),
        Reading("schedule error, p50", figures["schedule_error_p50_ms"], "ms", p50_limit_ms),
        Reading("schedule error, p99", figures["schedule_error_p99_ms"], "ms", p99_limit_ms),
        Reading("first token, error", figures["ttft_error_p50_ms"], "ms"),
    ]


def memory_readings(window: Window) -> list[Reading]:
    """What the window and its tokenizer take: together by proportional share, each with what is its alone."""
    window_mib = memory_mib(window.pid)
    others = [memory_mib(pid) for pid in window.children]
    if not window_mib:
        return []
    together = window_mib["pss"] + sum(each.get("pss", 0.0) for each in others)
    return [
        Reading("memory, window and tokenizer (PSS)", together, "MiB", 250.0),
        Reading("memory, window (PSS)", window_mib["pss"], "MiB"),
        Reading("memory, window (RSS)", window_mib["rss"], "MiB"),
        Reading("memory, tokenizer (PSS)", sum(each.get("pss", 0.0) for each in others), "MiB"),
        Reading("memory, tokenizer (RSS)", sum(each.get("rss", 0.0) for each in others), "MiB"),
    ]


def start_preview(window: Window) -> None:
    """Plays the response, and returns when it plays. Raises BenchError."""
    window.display.press("F5")
    found = window.screen.wait_for(lambda: previews(window, PLAYING_TOKENS) > 0, within_s=20)
    if found is None:
        raise BenchError("F5 did not start the preview")


def check_preview(window: Window) -> None:
    """Raises BenchError if no preview is running."""
    if not previews(window, PLAYING_TOKENS):
        raise BenchError("the preview ended too early")


def previews(window: Window, tokens: int) -> int:
    """How many running requests have sent so many tokens of the window's own response."""
    requests = window.call("/mock/requests?limit=100000")["requests"]
    return sum(
        each["outcome"] == "running" and "mock_response" not in each["overrides"] and each["sent_tokens"] >= tokens
        for each in requests
    )


@contextmanager
def load(kind: str, window: Window, amount: int, seconds: float) -> Iterator[Callable[[], dict[str, float]]]:
    """Another process loads the window's server; what is yielded waits for its figures. Raises BenchError."""
    command = [sys.executable, "-m", f"{__package__}.load", kind, str(window.port), str(amount), str(seconds)]
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
