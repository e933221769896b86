"""What the terminal shows: a line when the server serves, a line for each request, and problems on standard error."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
import threading
import time
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path
from queue import Full, Queue, SimpleQueue
from typing import TextIO

from mockpanel import __version__
from mockpanel.core.asked import asked_first_token, asked_rate
from mockpanel.core.base_urls import cleartext_warning
from mockpanel.core.events import RequestEnded, RequestEvent
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.sentences import counted
from mockpanel.core.settings import LogLevel
from mockpanel.log_file import NOTES, Masked, note, open_log_file
from mockpanel.server.binding import base_url, listens_beyond_this_machine
from mockpanel.server.masking import printable
from mockpanel.server.services import Services

LAST_LINES_S = 0.5
WAITING_LINES = 2000
LONGEST_SHOWN = 40
"""A model's name or an override's value in a request's line."""


class Printer:
    """Prints a line for each request that is over, from a thread of its own: a terminal that stands still delays no
    stream, and loses lines rather than filling memory. Connect `show` to a request log."""

    def __init__(self, out: TextIO) -> None:
        if isinstance(out, TextIOWrapper):
            out.reconfigure(errors="backslashreplace")
        self._out = out
        self._waiting: Queue[RequestRecord | None] = Queue(WAITING_LINES)
        self._thread = threading.Thread(target=self._print, name="printer", daemon=True)
        self._thread.start()

    def show(self, event: RequestEvent) -> None:
        """Notes what happened to a request."""
        if isinstance(event, RequestEnded) and self._thread.is_alive():
            with contextlib.suppress(Full):
                self._waiting.put_nowait(event.request)

    def close(self) -> None:
        """Prints what is left, for a moment at most."""
        with contextlib.suppress(Full):
            self._waiting.put_nowait(None)
        self._thread.join(timeout=LAST_LINES_S)

    def _print(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            while (record := self._waiting.get()) is not None:
                self._out.write(request_line(record) + "\n")
                self._out.flush()


class _Listener(QueueListener):
    def stop(self) -> None:
        """Writes what is left, and closes the log file."""
        super().stop()
        for handler in self.handlers:
            if isinstance(handler, logging.FileHandler):
                handler.close()


def start_logging(level: LogLevel, *, file: Path | None = None) -> QueueListener:
    """Sends problems to standard error, and to a file if one is given, from a thread as well; stop() it at the end."""
    logging.raiseExceptions = False  # a closed terminal is no reason for a traceback
    problems = logging.StreamHandler(sys.stderr)
    problems.setFormatter(Masked("mockpanel: %(levelname)s: %(message)s"))
    problems.addFilter(lambda record: record.name != NOTES)
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    root = logging.getLogger()
    root.addHandler(QueueHandler(queue))
    root.setLevel(logging.WARNING)
    logging.getLogger("mockpanel").setLevel(level.upper())
    # The app tells of its own failures; uvicorn would add a traceback for each request that a stop cuts short.
    quiet = logging.DEBUG if level is LogLevel.DEBUG else logging.CRITICAL
    for name in ("uvicorn", "asyncio"):
        logging.getLogger(name).setLevel(quiet)
    log_file = open_log_file(file) if file else None
    listener = _Listener(queue, problems, *([log_file] if log_file else []))
    listener.start()
    note(f"mockpanel {__version__} starts on Python {sys.version.split()[0]}, {sys.platform}")
    return listener


def start_printing(services: Services) -> Printer | None:
    """Prints the services' requests, where the log level lets them through."""
    if services.settings.log_level not in (LogLevel.DEBUG, LogLevel.INFO) or sys.stdout is None:
        return None
    printer = Printer(sys.stdout)
    services.log.happened.connect(printer.show)
    return printer


def announce(url: str, open_host: str = "") -> None:
    """The line that says where to point a client; `open_host` is an address that other machines can reach."""
    with contextlib.suppress(OSError, ValueError):  # nobody reads
        print(f"mockpanel serves {url}", flush=True)
    if open_host:
        tell(f"listening on {open_host}: other machines on the network can use this server.")


def announce_capture(base_url: str) -> None:
    """Where requests are passed on to, if they are, and what to know of the way there."""
    if base_url:
        tell(f"requests are passed on to {base_url}, and its answers captured.")
    if warning := cleartext_warning(base_url):
        tell(warning)


def announce_socket(sock: socket.socket) -> None:
    """The same for a bound socket."""
    announce(base_url(sock), sock.getsockname()[0] if listens_beyond_this_machine(sock) else "")


def tell(sentence: str) -> None:
    """A sentence on standard error, if there is one."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"mockpanel: {sentence}\n")
            sys.stderr.flush()


def request_line(record: RequestRecord) -> str:
    """One request in one line: what came, how it is answered, overrides, queue, fault, status, asked, measured."""
    clock = time.strftime("%H:%M:%S", time.localtime(record.arrived_at))
    parts = [clock, record.method, record.path]
    if record.model is not None:
        parts.append(f"model={_shown(record.model)}")
    if record.stream is not None:
        parts.append("stream" if record.stream else "whole")
    if record.captured_from is not None:
        parts.append(f"from {printable(record.captured_from)}")
    if record.overrides:
        parts.append("[" + " ".join(f"{n}={_shown(o.value)}" for n, o in record.overrides.items()) + "]")
    if record.queued is not None:
        parts.append(f"queued {record.queued:.1f} s")
    if record.fault:
        parts.append(f"{{{record.fault}}}")
    parts.append(str(record.status) if record.status is not None else "-")
    parts.append(record.outcome)
    if record.settings is not None:
        parts += _timing(record)
    elif record.captured_from is not None:
        parts += _measured(record)
    if record.error:
        parts.append(printable(record.error))
    return "  ".join(parts)


def _timing(record: RequestRecord) -> list[str]:
    ledger = record.ledger
    parts = [f"{record.sent_tokens or 0}/{record.completion_tokens} tokens"]
    if not record.stream:
        return [*parts, f"{(record.duration or 0) * 1000:.0f} ms"]
    first, rate = ledger.time_to_first_token, ledger.tokens_per_second
    asked_first, asked = asked_first_token(record) or 0, asked_rate(record)
    parts.append(f"TTFT {asked_first * 1000:.0f} → {_number(first and first * 1000, '.1f')} ms")
    parts.append(f"TPS {f'{asked:g}' if asked else 'unpaced'} → {_number(rate, '.2f')}")
    return parts


def _measured(record: RequestRecord) -> list[str]:
    """What came from elsewhere was not asked for in any time, so this is all there is."""
    ledger = record.ledger
    first, rate = ledger.time_to_first_token, ledger.tokens_per_second
    parts = [counted(ledger.tokens, "token"), f"TTFT {_number(first and first * 1000, '.1f')} ms"]
    return [*parts, f"TPS {_number(rate, '.2f')}"] if record.stream else parts


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _shown(value: object) -> str:
    text = printable(str(value))
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
