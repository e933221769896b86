"""`mockpanel --no-gui` as a process: what it prints, when it serves, and how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import httpx
import pytest

from mockpanel import headless
from mockpanel.core.capture_file import parse_capture
from tests.processes import (
    MOCKPANEL,
    READY,
    SOON_S,
    START_S,
    TEXT,
    Serving,
    Started,
    accepts,
    ask,
    children,
    client,
    connect,
    free_port,
    get,
    is_running,
    run,
    run_mockpanel,
    started,
    wait_until,
)

STOP_S = 2.0
"""The promise: Ctrl-C and SIGTERM end the process within so long."""

CLOCK = r"^\d\d:\d\d:\d\d  "
WHERE_QT_IS = """
import atexit, sys

def tell():
    names = sorted({name.partition(".")[0] for name in sys.modules})
    print("loaded:", *(name for name in names if name in ("PySide6", "shiboken6", "qasync", "mockpanel")), flush=True)

atexit.register(tell)
from mockpanel.cli import main
raise SystemExit(main(["--no-gui", "--port", "0"]))
"""
INTERRUPTED_IN = """
import functools, importlib, os, signal, sys
from mockpanel.cli import main

place, number = sys.argv[1], int(sys.argv[2])
owner = importlib.import_module(place.partition(":")[0])
*way, name = place.partition(":")[2].split(".")
for part in way:
    owner = getattr(owner, part)
function = getattr(owner, name)

@functools.wraps(function)
def interrupted(*arguments, **options):
    os.kill(os.getpid(), number)
    return function(*arguments, **options)

setattr(owner, name, interrupted)
raise SystemExit(main(["--no-gui", "--port", "0"]))
"""
PLACES = [
    "mockpanel.headless:bind",
    "mockpanel.headless:start_logging",
    "mockpanel.headless:start_services",
    "mockpanel.headless:serve",
    "asyncio:Runner.run",
    "mockpanel.server.services:Services.start",
    "mockpanel.server.services:Tokenizer.tokenize",
    "mockpanel.server.app:create_app",
    "mockpanel.server.lifecycle:MockServer.serve",
    "mockpanel.server.lifecycle:MockServer.startup",
]
"""What a start comes through, in this order."""

SLOW = {"stream": True, "tokens_per_second": 1, "time_to_first_token": 0}


def read_line(pipe: IO[bytes] | None) -> str:
    """The next line of a process that nobody else reads."""
    assert pipe is not None
    return pipe.readline().decode().rstrip("\n")


def ended(server: Serving) -> tuple[int, float]:
    """The exit code of a process that was told to stop, and how long it took from now."""
    began = time.monotonic()
    code = server.wait()
    return code, time.monotonic() - began


def test_the_line_with_the_base_url_comes_when_it_serves() -> None:
    with Serving() as server, connect(server.port) as connection:
        connection.sendall(b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

        answer = connection.recv(12)

        assert answer == b"HTTP/1.1 200"
        assert server.ready_line == f"mockpanel serves http://127.0.0.1:{server.port}/v1"
        assert server.out.so_far()[0] == server.ready_line


def test_nothing_is_printed_before_it_serves() -> None:
    port = free_port()

    with Started([*MOCKPANEL, "--no-gui", "--port", str(port)]) as server:
        assert wait_until(lambda: accepts(port) or bool(server.out.so_far()), START_S)  # the socket is bound first
        before = server.out.so_far()
        server.out.wait_for(READY, START_S)
        status = get(f"http://127.0.0.1:{port}/health").status_code

        assert before in ([], [f"mockpanel serves http://127.0.0.1:{port}/v1"])
        assert status == 200
        assert server.out.so_far() == [f"mockpanel serves http://127.0.0.1:{port}/v1"]


def test_port_0_picks_a_free_one_for_each_server_and_says_which() -> None:
    with Serving() as one, Serving() as other:
        statuses = [get(f"{server.base_url}/models").status_code for server in (one, other)]

        assert statuses == [200, 200]
        assert one.port != other.port
        assert 0 not in (one.port, other.port)


def test_a_streamed_request_is_one_line_with_all_that_was_asked_and_measured() -> None:
    with Serving("--time-to-first-token", "0.25") as server, client() as http:
        http.post(f"{server.base_url}/chat/completions", json=ask(model="gpt-x", stream=True, tokens_per_second=50))

        (line,) = server.request_lines(1)

    found = re.fullmatch(
        CLOCK + r"POST  /v1/chat/completions  model=gpt-x  stream  "
        r"\[mock_response=Hello there, dear reader\. tokens_per_second=50\]  200  completed  6/6 tokens  "
        r"TTFT 250 → (\d+\.\d) ms  TPS 50 → (\d+\.\d\d)",
        line,
    )
    assert found, line
    assert 250 <= float(found[1]) < 1000
    assert float(found[2]) == pytest.approx(50, rel=0.5)


def test_the_other_kinds_of_request_are_one_line_each() -> None:
    with Serving("--tokens-per-second", "0", "--time-to-first-token", "0") as server, client() as http:
        http.post(f"{server.base_url}/chat/completions", json=ask())
        http.post(f"{server.base_url}/completions?tokens_per_second=0", json={"prompt": "Hi", "stream": True})
        http.get(f"{server.base_url}/models")
        http.post(f"{server.base_url}/chat/completions", json={"messages": "Hi"})
        http.get(f"{server.base_url}/nothing")
        http.delete(f"{server.base_url}/models")

        lines = server.request_lines(6)

    patterns = [
        rf"POST  /v1/chat/completions  model=m  whole  \[mock_response={TEXT}\]  200  completed  6/6 tokens  \d+ ms",
        r"POST  /v1/completions\?tokens_per_second=0  model=mock-gpt4  stream  \[tokens_per_second=0.*\]  200  "
        r"completed  1/1 tokens  TTFT 0 → \d+\.\d ms  TPS unpaced → -",
        r"GET  /v1/models  200  completed",
        r"POST  /v1/chat/completions  400  rejected  messages must be a list, got \"Hi\"",
        r"GET  /v1/nothing  404  rejected  Invalid URL \(GET /v1/nothing\)",
        r"DELETE  /v1/models  405  rejected  Not allowed to DELETE on /v1/models; use GET.*",
    ]
    assert len(lines) == len(patterns)
    for line, pattern in zip(lines, patterns, strict=True):
        assert re.fullmatch(CLOCK + pattern, line), line


def test_a_client_that_goes_in_mid_stream_is_one_line_that_says_so() -> None:
    with Serving() as server, client() as http:
        with http.stream("POST", f"{server.base_url}/chat/completions", json=ask(**SLOW)) as answer:
            next(answer.iter_bytes())

        (line,) = server.request_lines(1)

    assert re.search(r"stream  .*  200  client gone  1/6 tokens  TTFT 0 → \d+\.\d ms  TPS 1 → -$", line), line


def test_the_server_s_own_pages_are_not_in_its_lines() -> None:
    with Serving() as server:
        for path in ("/health", "/docs", "/openapi.json", "/mock/settings", "/mock/requests"):
            assert get(server.root_url + path).status_code == 200
        get(server.base_url + "/models")

        lines = server.request_lines(1)

    assert len(lines) == 1
    assert "/v1/models" in lines[0]


def test_a_log_level_above_info_prints_no_requests() -> None:
    with Serving("--log-level", "warning") as server:
        status = get(server.base_url + "/models").status_code
        server.signal(signal.SIGTERM)
        server.wait()

        assert status == 200
        assert server.out.whole() == server.ready_line + "\n"


def test_neither_path_nor_model_nor_setting_can_forge_a_line_or_an_escape_sequence() -> None:
    evil = "x\n12:00:00  GET  /forged\r\x1b[31m\x1b]0;title\x07\x9b2J\u2028\u202e\u200b\x85"
    escaped = "%0A12:00:00%20%20GET%20%20/forged%0D%1B%5B31m%C2%9B2J%E2%80%A8%E2%80%AE"
    with Serving("--time-to-first-token", "0", "--strict-models") as server, client() as http:
        http.post(f"{server.base_url}/chat/completions", json=ask(evil, model="gpt-4", stream=True))
        http.post(f"{server.base_url}/chat/completions", json=ask(model=evil))
        http.post(f"{server.base_url}/chat/completions", json=ask(model="gpt-4", tokenizer_model=evil))
        http.post(f"{server.base_url}/chat/completions", json=ask(model="gpt-4", **{evil: 1}, n=evil))
        http.get(f"{server.base_url}/{escaped}?q={escaped}&{escaped}={escaped}&api_key={escaped}")
        http.get(f"{server.base_url}/models/{escaped}")

        lines = server.request_lines(6)

        assert server.err.so_far() == []
    assert len(lines) == 6
    assert all(line.isprintable() and re.match(CLOCK + r"(GET|POST)  /v1/", line) for line in lines), lines


def test_a_terminal_that_cannot_show_all_characters_still_shows_every_line() -> None:
    with Serving("--time-to-first-token", "0", environment={"PYTHONIOENCODING": "ascii"}) as server, client() as http:
        http.post(f"{server.base_url}/chat/completions", json=ask(stream=True, tokens_per_second=0, model="größe ✅"))
        http.get(f"{server.base_url}/models")

        lines = server.request_lines(2)

        assert re.search(r"POST  /v1/chat/completions  model=.*  200  completed  6/6 tokens  TTFT 0 ", lines[0])
        assert re.search(r"GET  /v1/models  200  completed", lines[1])
        assert server.err.so_far() == []


def test_bytes_that_are_no_http_make_no_line_and_no_trouble() -> None:
    with Serving() as server:
        with connect(server.port) as connection:
            connection.sendall(b"GET /\x1b[31m\nforged HTTP/1.1\r\n\r\n\x00\xff\xff")
            answer = connection.recv(12)
        status = get(server.base_url + "/models").status_code

        lines = server.request_lines(1)

        assert answer == b"HTTP/1.1 400"
        assert status == 200
        assert len(lines) == 1
        assert all(line.isprintable() and "forged" not in line for line in lines + server.err.so_far())


def test_no_secret_is_printed() -> None:
    with Serving("--api-key", "sk-right") as server, client() as http:
        for key in ("sk-right", "sk-wrong"):
            url = f"{server.base_url}/chat/completions?api_key={key}&key={key}"
            http.post(url, json=ask(tokens_per_second=0), headers={"authorization": f"Bearer {key}"})

        lines = server.request_lines(2)

        assert [re.search(r"  (\d\d\d)  ", line[10:]) is not None for line in lines] == [True, True]
        assert "sk-" not in "".join(server.out.so_far() + server.err.so_far())


def test_settings_come_from_flags_over_environment_over_profile() -> None:
    environment = {
        "MOCKPANEL_PROFILE": "painful",
        "MOCKPANEL_TIME_TO_FIRST_TOKEN": "0.125",
        "MOCKPANEL_TOKENS_PER_CHUNK": "3",
    }

    with Serving("--tokens-per-chunk", "7", environment=environment) as server:
        settings = get(server.root_url + "/mock/settings").json()

    assert settings["tokens_per_second"] == 0.6
    assert settings["time_to_first_token"] == 0.125
    assert settings["tokens_per_chunk"] == 7


def test_qt_is_never_loaded() -> None:
    with Started([sys.executable, "-c", WHERE_QT_IS]) as server, client() as http:
        ready = READY.match(server.out.wait_for(READY, START_S))
        assert ready is not None
        status = http.post(f"{ready[1]}/chat/completions", json=ask(stream=True, tokens_per_second=0)).status_code
        server.signal(signal.SIGTERM)
        server.wait()

        assert status == 200
        assert server.out.whole().splitlines()[-1] == "loaded: mockpanel"


def test_without_a_display_plain_mockpanel_says_so_and_serves() -> None:
    if sys.platform in ("darwin", "win32"):
        pytest.skip("there is always a display")

    with Serving(gui=True) as server:
        status = get(server.base_url + "/models").status_code

        assert status == 200
        assert server.err.so_far() == ["mockpanel: there is no display to open a window on; serving as with --no-gui."]


@pytest.mark.parametrize("workers", [(), ("--workers", "2")], ids=["alone", "workers"])
def test_a_taken_port_is_one_sentence_with_the_way_out_and_exit_code_1(workers: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = run_mockpanel("--no-gui", "--port", str(port), *workers)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert f"port {port} on 127.0.0.1 is taken" in result.stderr
    assert "port 0" in result.stderr


def test_a_port_taken_by_another_mockpanel_is_told_as_well() -> None:
    with Serving() as server:
        result = run_mockpanel("--no-gui", "--port", str(server.port))

        assert result.returncode == 1
        assert f"port {server.port} on 127.0.0.1 is taken" in result.stderr
        assert get(server.base_url + "/models").status_code == 200


def test_a_port_can_be_taken_again_at_once_after_a_server_with_open_streams() -> None:
    with Serving() as server, client() as http:
        with http.stream("POST", f"{server.base_url}/chat/completions", json=ask(**SLOW)) as answer:
            next(answer.iter_bytes())
            server.signal(signal.SIGTERM)
            server.wait()

        with Started([*MOCKPANEL, "--no-gui", "--port", str(server.port)]) as again:
            line = again.out.wait_for(READY, START_S)

            assert line == server.ready_line


def test_a_host_that_is_none_exits_1_with_one_sentence() -> None:
    result = run_mockpanel("--no-gui", "--port", "0", "--host", "x" * 70)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"mockpanel: host {'x' * 70} is no address of this machine; 127.0.0.1 is one\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_all_that_is_open_and_the_process_with_exit_code_0(number: signal.Signals) -> None:
    with Serving() as server, client() as http, ExitStack() as open_things:
        stream = open_things.enter_context(http.stream("POST", f"{server.base_url}/chat/completions", json=ask(**SLOW)))
        tokens = stream.iter_bytes()
        next(tokens)
        events = open_things.enter_context(http.stream("GET", f"{server.root_url}/mock/events"))
        told = events.iter_bytes()
        next(told)
        idle = open_things.enter_context(connect(server.port))
        idle.sendall(b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(12) == b"HTTP/1.1 200"
        server.request_lines(1)
        below = children(server.pid)

        server.signal(number)
        code, elapsed = ended(server)

        assert code == 0
        assert elapsed < STOP_S
        assert below
        assert not any(is_running(pid) for pid in below)
        with pytest.raises(httpx.RemoteProtocolError):  # cut off, not ended: the client can tell
            for _ in tokens:
                pass
        assert b'"stream":true,"outcome":"cut"' in b"".join(told)
        assert server.err.whole() == ""
        assert re.search(r"  stream  .*  200  cut  1/6 tokens", server.out.whole())


def test_a_signal_does_not_wait_for_a_whole_answer_nor_for_half_a_request() -> None:
    with Serving() as server, connect(server.port) as waiting, connect(server.port) as half:
        body = b'{"messages":[{"role":"user","content":"Hi"}],"time_to_first_token":60}'
        head = b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
        waiting.sendall(head + body)
        half.sendall(head + body[:20])
        assert wait_until(lambda: get(server.root_url + "/mock/requests").json()["total"] == 2)

        server.signal(signal.SIGTERM)
        code, elapsed = ended(server)

        assert code == 0
        assert elapsed < STOP_S
        for answer in (waiting.recv(65536), half.recv(65536)):  # cut off, or told why
            assert answer == b"" or answer.startswith(b"HTTP/1.1 503")
        assert server.err.whole() == ""


def test_a_signal_ends_a_stream_whose_client_does_not_read() -> None:
    with Serving("--tokens-per-second", "0", "--time-to-first-token", "0") as server, connect(server.port) as stuck:
        body = b'{"stream":true,"prompt":"%b"}' % (b"All work and no play. " * 20_000)
        stuck.sendall(b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\n")
        stuck.sendall(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        assert stuck.recv(12) == b"HTTP/1.1 200"

        server.signal(signal.SIGTERM)
        code, elapsed = ended(server)

        assert code == 0
        assert elapsed < STOP_S


def test_a_second_ctrl_c_ends_the_process_at_once() -> None:
    with Serving() as server, connect(server.port) as half:
        half.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
        assert wait_until(lambda: get(server.root_url + "/mock/requests").json()["total"] == 1)
        server.signal(signal.SIGINT)
        assert wait_until(lambda: not accepts(server.port))  # stopping, and waiting for the half request

        server.signal(signal.SIGINT)
        code, elapsed = ended(server)

        assert code == headless.INTERRUPTED
        assert elapsed < STOP_S
        assert server.err.whole() == ""


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.rpartition(":")[2])
def test_ctrl_c_anywhere_in_its_start_ends_it_without_a_traceback(place: str) -> None:
    result = run([sys.executable, "-c", INTERRUPTED_IN, place, str(int(signal.SIGINT))])

    assert result.stderr == ""
    assert result.returncode in (0, headless.INTERRUPTED, -signal.SIGINT)
    assert result.stdout.count("\n") <= 1  # it may have been ready already


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_the_tokenizer_s_process_ends_with_its_parent(number: signal.Signals) -> None:
    with Serving() as server:
        below = children(server.pid)

        server.signal(number)
        server.wait()

        assert len(below) == 1
        assert wait_until(lambda: not any(is_running(pid) for pid in below), STOP_S)


def test_a_reader_that_goes_does_not_stop_the_server() -> None:
    with started([*MOCKPANEL, "--no-gui", "--port", "0"]) as process:
        ready = READY.match(read_line(process.stdout))
        assert ready is not None
        assert process.stdout is not None
        process.stdout.close()

        statuses = [get(ready[1] + "/models").status_code for _ in range(20)]
        process.send_signal(signal.SIGTERM)

        assert statuses == [200] * 20
        assert process.wait(SOON_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_reader_that_is_gone_from_the_start_does_not_stop_the_server() -> None:
    port = free_port()
    reading, writing = os.pipe()
    os.close(reading)

    with started([*MOCKPANEL, "--no-gui", "--port", str(port)], stdout=writing) as process:
        os.close(writing)
        serves = wait_until(lambda: accepts(port), START_S)
        statuses = [get(f"http://127.0.0.1:{port}/v1/models").status_code for _ in range(3)]
        process.send_signal(signal.SIGTERM)

        assert serves
        assert statuses == [200] * 3
        assert process.wait(SOON_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2)], ids=["stdout", "stderr", "both"])
def test_without_a_standard_output_it_serves_in_silence(closed: tuple[int, ...]) -> None:
    port = free_port()
    closing = " ".join(f"{number}>&-" for number in closed)

    with started(["sh", "-c", f'exec "$@" {closing}', "sh", *MOCKPANEL, "--no-gui", "--port", str(port)]) as process:
        serves = wait_until(lambda: accepts(port), START_S)
        statuses = [get(f"http://127.0.0.1:{port}/v1/{path}").status_code for path in ("models", "nothing", "models")]
        process.send_signal(signal.SIGTERM)

        assert serves
        assert statuses == [200, 404, 200]
        assert process.wait(SOON_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_terminal_that_stands_still_delays_neither_requests_nor_the_end() -> None:
    with started([*MOCKPANEL, "--no-gui", "--port", "0"]) as process, client() as http:
        ready = READY.match(read_line(process.stdout))
        assert ready is not None
        long = "x" * 2000
        statuses = {http.get(f"{ready[1]}/models?{long}").status_code for _ in range(200)}  # six pipes full
        began = time.monotonic()

        process.send_signal(signal.SIGTERM)
        code = process.wait(SOON_S)

        assert statuses == {200}
        assert code == 0
        assert time.monotonic() - began < STOP_S
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_it_runs_on_uvloop_where_there_is_one() -> None:
    pytest.importorskip("uvloop")

    loop = headless.fastest_loop()
    loop.close()

    assert type(loop).__module__.startswith("uvloop")


def test_it_runs_on_asyncio_s_own_loop_where_there_is_no_uvloop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)

    loop = headless.fastest_loop()
    loop.close()

    assert isinstance(loop, asyncio.BaseEventLoop)


def test_record_mode_is_told_of_at_the_start_and_keeps_what_comes_in_the_users_folder(tmp_path: Path) -> None:
    secret = "sk-a-secret-of-its-own"
    environment = {"XDG_DATA_HOME": str(tmp_path), "MOCKPANEL_CAPTURE_API_KEY": secret}
    with (
        Serving("--tokens-per-second", "0", "--time-to-first-token", "0") as upstream,
        Serving("--capture-from", upstream.base_url, environment=environment) as server,
        client() as http,
    ):
        answer = http.post(f"{server.base_url}/chat/completions", json=ask(stream=True))
        told = server.err.wait_for(f"requests are passed on to {upstream.base_url}, and its answers captured")
        line = server.out.wait_for("from 127")
        assert wait_until(lambda: len(list(tmp_path.rglob("m-*.jsonl"))) == 1)

    (kept,) = tmp_path.rglob("*.jsonl")
    assert answer.status_code == 200
    assert parse_capture(kept.read_text("utf-8")).text == TEXT
    assert secret not in told + line + kept.read_text("utf-8")
