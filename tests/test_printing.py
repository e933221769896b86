"""What the terminal shows: a line for each request, from a thread that never holds anybody up."""

from __future__ import annotations

import io
import logging
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mockpanel.core.events import RequestArrived, RequestEnded, RequestsCleared, StreamStarted
from mockpanel.core.ledger import Ledger
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.plan import Override, Source
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.settings import LogLevel, Settings, StreamSettings
from mockpanel.printing import (
    LAST_LINES_S,
    LONGEST_SHOWN,
    Printer,
    announce_capture,
    announce_socket,
    request_line,
    start_logging,
    start_printing,
)
from mockpanel.server.services import Services
from tests.processes import SOON_S, wait_until

ARRIVED_AT = time.mktime((2026, 1, 2, 10, 3, 45, 0, 0, -1))


class Stuck(io.StringIO):
    """A terminal that stands still until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def write(self, text: str) -> int:
        """Waits, then writes."""
        self.go.wait(SOON_S)
        return super().write(text)


class Gone(io.StringIO):
    """A terminal that nobody reads any more."""

    def __init__(self) -> None:
        super().__init__()
        self.tries = 0

    def write(self, text: str) -> int:
        """Fails as a broken pipe does."""
        self.tries += 1
        raise BrokenPipeError


def record(**fields: Any) -> RequestRecord:
    """A request that is over."""
    known: dict[str, Any] = {"outcome": Outcome.COMPLETED, "status": 200, **fields}
    return RequestRecord("req_1", 1, ARRIVED_AT, "POST", known.pop("path", "/v1/chat/completions"), **known)


def streamed(ledger: Ledger, **changes: Any) -> RequestRecord:
    """A streamed request with its ledger."""
    settings = StreamSettings().changed({"tokens_per_second": 12.0, "time_to_first_token": 0.9, **changes})
    sent = {"completion_tokens": 141, "sent_tokens": ledger.tokens, "ledger": ledger}
    return record(model="gpt-x", stream=True, settings=settings, **sent)


def ledger_of(*rows: tuple[float, int]) -> Ledger:
    """A ledger with chunks sent after so many seconds, up to so many tokens."""
    ledger = Ledger()
    for seconds, tokens in rows:
        ledger.add(int(seconds * SECOND_NS), int(seconds * SECOND_NS), tokens)
    return ledger


@pytest.fixture
def plain_logging() -> Iterator[None]:
    """Puts logging back as it was."""
    root, ours, asyncios = logging.getLogger(), logging.getLogger("mockpanel"), logging.getLogger("asyncio")
    before = (root.handlers[:], root.level, ours.level, asyncios.level, logging.raiseExceptions)
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])
    asyncios.setLevel(before[3])
    logging.raiseExceptions = before[4]


def test_a_stream_s_line_holds_all_that_was_asked_and_measured() -> None:
    request = streamed(ledger_of((0.9002, 1), (1.9002, 13), (12.5669, 141)))
    request.overrides = {"tokens_per_second": Override(Source.BODY, 12), "mock_response": Override(Source.HEADER, "Hi")}

    line = request_line(request)

    assert line == (
        "10:03:45  POST  /v1/chat/completions  model=gpt-x  stream  [tokens_per_second=12 mock_response=Hi]  200  "
        "completed  141/141 tokens  TTFT 900 → 900.2 ms  TPS 12 → 12.00"
    )


def test_an_answer_in_one_piece_shows_how_long_it_took() -> None:
    sent = {"completion_tokens": 3, "sent_tokens": 3, "ledger": ledger_of((0.3333, 3))}
    request = record(model="m", stream=False, settings=StreamSettings(), duration=0.3337, **sent)

    line = request_line(request)

    assert line.endswith("model=m  whole  200  completed  3/3 tokens  334 ms")


def test_what_was_not_measured_is_a_dash() -> None:
    never_begun, one_chunk = streamed(Ledger()), streamed(ledger_of((0.9, 1)), tokens_per_second=0)

    lines = [request_line(never_begun), request_line(one_chunk)]

    assert lines[0].endswith("0/141 tokens  TTFT 900 → - ms  TPS 12 → -")
    assert lines[1].endswith("1/141 tokens  TTFT 900 → 900.0 ms  TPS unpaced → -")


def test_a_refused_request_shows_why() -> None:
    request = record(outcome=Outcome.REJECTED, status=400, error="n must be between 1 and 128, got 0")

    line = request_line(request)

    assert line == "10:03:45  POST  /v1/chat/completions  400  rejected  n must be between 1 and 128, got 0"


def test_a_request_without_an_answer_has_a_dash_for_its_status() -> None:
    line = request_line(record(outcome=Outcome.CLIENT_GONE, status=None))

    assert line == "10:03:45  POST  /v1/chat/completions  -  client gone"


def test_a_request_that_was_made_to_fail_shows_how() -> None:
    line = request_line(record(model="m", stream=True, fault="cut after 10 tokens", outcome=Outcome.CUT))

    assert line == "10:03:45  POST  /v1/chat/completions  model=m  stream  {cut after 10 tokens}  200  cut"


def test_long_names_and_values_are_shortened() -> None:
    request = record(model="m" * 500, overrides={"mock_response": Override(Source.BODY, "x" * 500)})

    line = request_line(request)

    assert "m" * (LONGEST_SHOWN - 1) + "…  " in line
    assert "x" * (LONGEST_SHOWN - 1) + "…]" in line
    assert len(line) < 200


@pytest.mark.parametrize(
    "evil", ["\n", "\r", "\x1b[2J", "\x07", "\x9b31m", "\u2028", "\u202e", "\x85", "\udcff", "\x00"]
)
def test_a_line_stays_one_line_of_printable_text_whatever_a_request_holds(evil: str) -> None:
    request = record(
        model=f"a{evil}b",
        error=f"c{evil}d",
        overrides={
            "mock_response": Override(Source.BODY, f"e{evil}f"),
            "tokenizer_model": Override(Source.QUERY, evil),
        },
    )

    line = request_line(request)

    assert line.isprintable()
    assert evil not in line


def test_the_printer_writes_a_line_when_a_request_is_over_and_not_before() -> None:
    out, request = io.StringIO(), record()
    printer = Printer(out)

    for event in (RequestArrived(request), StreamStarted(request), RequestEnded(request), RequestsCleared()):
        printer.show(event)
    printer.close()

    assert out.getvalue() == request_line(request) + "\n"


def test_the_printer_writes_what_is_left_when_it_is_closed_in_order() -> None:
    out = io.StringIO()
    printer = Printer(out)

    for number in range(500):
        printer.show(RequestEnded(record(path=f"/{number}")))
    printer.close()

    assert re.findall(r"/(\d+)", out.getvalue()) == [str(number) for number in range(500)]


def test_a_terminal_that_stands_still_holds_up_neither_requests_nor_the_end() -> None:
    out = Stuck()
    printer = Printer(out)
    began = time.monotonic()

    for _ in range(1000):
        printer.show(RequestEnded(record()))
    showed = time.monotonic()
    printer.close()
    closed = time.monotonic()
    out.go.set()

    assert showed - began < LAST_LINES_S
    assert closed - began < LAST_LINES_S + 1
    assert wait_until(lambda: out.getvalue().count("\n") == 1000)


def test_a_terminal_that_is_gone_is_no_error() -> None:
    out = Gone()
    printer = Printer(out)

    for _ in range(3):
        printer.show(RequestEnded(record()))
    printer.close()

    assert out.tries >= 1


@pytest.mark.parametrize("level", [LogLevel.DEBUG, LogLevel.INFO])
def test_requests_are_printed_up_to_the_level_info(level: LogLevel, capsys: pytest.CaptureFixture[str]) -> None:
    services = Services(Settings(log_level=level))

    printer = start_printing(services)
    assert printer is not None
    request = services.log.arrived("req_1", at=ARRIVED_AT, method="GET", path="/v1/models")
    services.log.ended(request, Outcome.COMPLETED, status=200)
    printer.close()

    assert capsys.readouterr().out == "10:03:45  GET  /v1/models  200  completed\n"


@pytest.mark.parametrize("level", [LogLevel.WARNING, LogLevel.ERROR])
def test_requests_are_not_printed_above_it(level: LogLevel, capsys: pytest.CaptureFixture[str]) -> None:
    services = Services(Settings(log_level=level))

    printer = start_printing(services)
    services.log.ended(services.log.arrived("req_1", at=0, method="GET", path="/"), Outcome.COMPLETED)

    assert printer is None
    assert capsys.readouterr() == ("", "")


def test_the_first_line_is_the_base_url(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        announce_socket(sock)

        port = sock.getsockname()[1]
    assert capsys.readouterr() == (f"mockpanel serves http://127.0.0.1:{port}/v1\n", "")


def test_a_server_that_the_network_can_reach_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as sock:
        sock.bind(("0.0.0.0", 0))
        announce_socket(sock)

        port = sock.getsockname()[1]
    out, err = capsys.readouterr()
    assert out == f"mockpanel serves http://127.0.0.1:{port}/v1\n"
    assert err == "mockpanel: listening on 0.0.0.0: other machines on the network can use this server.\n"


@pytest.mark.usefixtures("plain_logging")
def test_problems_go_to_standard_error_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    listener = start_logging(LogLevel.INFO)

    logging.getLogger("mockpanel.server").warning("The tokenizer %s.", "stumbled")
    logging.getLogger("uvicorn.error").info("chatter")
    logging.getLogger("mockpanel.server").debug("chatter")
    logging.getLogger("asyncio").warning("chatter")
    listener.stop()

    assert capsys.readouterr() == ("", "mockpanel: WARNING: The tokenizer stumbled.\n")


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (LogLevel.DEBUG, ["DEBUG", "INFO", "WARNING", "ERROR"]),
        (LogLevel.INFO, ["INFO", "WARNING", "ERROR"]),
        (LogLevel.WARNING, ["WARNING", "ERROR"]),
        (LogLevel.ERROR, ["ERROR"]),
    ],
)
@pytest.mark.usefixtures("plain_logging")
def test_the_log_level_chooses_which_of_our_own_problems_are_shown(
    level: LogLevel, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    listener = start_logging(level)

    for name in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger("mockpanel.anything"), name)("x")
    listener.stop()

    assert re.findall(r"mockpanel: (\w+): x\n", capsys.readouterr().err) == shown


@pytest.mark.usefixtures("plain_logging")
def test_a_standard_error_that_is_gone_makes_no_second_error(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Gone()
    monkeypatch.setattr(sys, "stderr", gone)
    listener = start_logging(LogLevel.INFO)

    logging.getLogger("mockpanel").warning("x")
    listener.stop()

    assert gone.tries == 1


def test_a_captured_answer_is_one_line_with_its_host_and_what_was_measured() -> None:
    ledger = Ledger()
    for place in range(3):
        at = (500 + 20 * place) * 1_000_000
        ledger.add(at, at, place + 1)
    made = {"model": "m", "captured_from": "api.example.org", "ledger": ledger}

    streamed_line = request_line(record(stream=True, **made))
    whole_line = request_line(record(stream=False, **made))

    assert streamed_line.endswith(
        "model=m  stream  from api.example.org  200  completed  3 tokens  TTFT 500.0 ms  TPS 50.00"
    )
    assert whole_line.endswith("model=m  whole  from api.example.org  200  completed  3 tokens  TTFT 500.0 ms")


@pytest.mark.parametrize(
    ("url", "lines"),
    [
        ("", []),
        ("https://a.example/v1", ["requests are passed on to https://a.example/v1, and its answers captured."]),
        (
            "http://a.example/v1",
            [
                "requests are passed on to http://a.example/v1, and its answers captured.",
                "http to a.example is not encrypted: the key and all texts can be read on the way; use https.",
            ],
        ),
    ],
)
def test_where_requests_are_passed_on_to_is_told_with_what_to_know(
    url: str, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    announce_capture(url)

    assert capsys.readouterr().err.splitlines() == [f"mockpanel: {line}" for line in lines]
