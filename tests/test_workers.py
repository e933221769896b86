"""`mockpanel --workers 2`: one port served by several processes, and a refusal of what they cannot share."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.processes import MOCKPANEL, START_S, TEXT, Serving, Started, ask, children, client, is_running, wait_until

STOP_S = 3.0
"""About two seconds, on a busy machine."""

REFUSED = [
    ("PATCH", "/mock/settings"),
    ("PUT", "/mock/models"),
    ("GET", "/mock/requests"),
    ("DELETE", "/mock/requests"),
    ("GET", "/mock/requests/req_1"),
    ("GET", "/mock/events"),
    ("POST", "/mock/streams/all/pause"),
    ("POST", "/mock/streams/all/resume"),
    ("POST", "/mock/streams/all/cut"),
    ("POST", "/mock/streams/req_1/cut"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """Two workers, for the tests that end nothing."""
    with Serving("--workers", "2", "--tokens-per-second", "0", "--time-to-first-token", "0") as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[Serving]:
    """Two workers of the test's own."""
    with Serving("--workers", "2") as running:
        yield running


def worker_numbers(server: Serving) -> list[int]:
    """The processes that serve: those with a child of their own, their tokenizer."""
    return [pid for pid in children(server.pid) if children(pid)]


def is_importing(pid: int) -> bool:
    """Whether a process has begun to import what it needs, some of which is compiled (Linux)."""
    try:
        return "pydantic_core" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    except OSError:
        return False


def test_it_is_ready_when_it_says_so_and_only_once(server: Serving) -> None:
    with client() as http:
        status = http.get(server.base_url + "/models").status_code

    assert status == 200
    assert server.out.so_far().count(server.ready_line) == 1
    assert len(worker_numbers(server)) == 2


def test_streams_over_many_connections_are_whole_and_a_line_each(server: Serving) -> None:
    before = len(server.out.so_far())
    answers = []
    for _ in range(20):
        with client() as http:
            answers.append(http.post(server.base_url + "/chat/completions", json=ask(stream=True)))

    lines = server.out.wait_until(lambda lines: len(lines) >= before + 20)[before:]

    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.text.endswith("data: [DONE]\n\n") for answer in answers)
    assert all(answer.text.count('"delta":{"content"') == 6 for answer in answers)
    assert len(lines) == 20
    shown = (
        rf"\d\d:\d\d:\d\d  POST  /v1/chat/completions  model=m  stream  \[mock_response={TEXT}\]  200  completed  .*"
    )
    assert all(re.fullmatch(shown, line) for line in lines), lines


@pytest.mark.parametrize(("method", "path"), REFUSED)
def test_what_workers_cannot_share_is_refused_with_409_and_a_sentence(method: str, path: str, server: Serving) -> None:
    with client() as http:
        answer = http.request(
            method, server.root_url + path, json={"tokens_per_second": 3} if method != "GET" else None
        )

    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["message"].startswith("With 2 workers the server cannot ")
    assert "--workers 1" in error["message"]
    assert error["code"] == "several_workers"


def test_what_each_worker_can_do_alone_works(server: Serving) -> None:
    with client() as http:
        settings = [http.get(server.root_url + "/mock/settings").json() for _ in range(4)]
        tokens = http.post(server.root_url + "/mock/tokenize", json={"text": TEXT}).json()

    assert [each["tokens_per_second"] for each in settings] == [0] * 4
    assert tokens["count"] == 6


def test_each_worker_knows_profiles_as_models(server: Serving) -> None:
    answers = []
    for _ in range(8):
        with client() as http:
            body = ask(model="groq-llama-3-3-70b", stream=False, simulate_latency=False)
            answers.append(http.post(server.base_url + "/chat/completions", json=body))

    assert [answer.headers["x-mock-tokens-per-second"] for answer in answers] == ["270"] * 8


def test_sigterm_ends_open_streams_and_all_processes_with_exit_code_0(own_server: Serving) -> None:
    below = children(own_server.pid)
    slow = ask(stream=True, tokens_per_second=1, time_to_first_token=0)
    with client() as http, http.stream("POST", own_server.base_url + "/chat/completions", json=slow) as answer:
        tokens = answer.iter_bytes()
        next(tokens)

        own_server.signal(signal.SIGTERM)
        began = time.monotonic()
        code = own_server.wait()
        elapsed = time.monotonic() - began

        with pytest.raises(httpx.HTTPError):
            for _ in tokens:
                pass
    assert code == 0
    assert elapsed < STOP_S
    assert len(below) >= 4
    assert wait_until(lambda: not any(is_running(pid) for pid in below), 1)
    assert own_server.err.whole() == ""


def test_ctrl_c_in_a_terminal_which_all_processes_get_ends_without_a_traceback(own_server: Serving) -> None:
    below = children(own_server.pid)

    os.killpg(own_server.pid, signal.SIGINT)
    began = time.monotonic()
    code = own_server.wait()

    assert code == 0
    assert time.monotonic() - began < STOP_S
    assert wait_until(lambda: not any(is_running(pid) for pid in below), 1)
    assert own_server.err.whole() == ""


def test_ctrl_c_while_the_workers_start_ends_all_without_a_traceback() -> None:
    with Started([*MOCKPANEL, "--no-gui", "--workers", "2", "--port", "0"]) as starting:
        assert wait_until(lambda: sum(is_importing(pid) for pid in children(starting.pid)) == 2, START_S)
        below = children(starting.pid)

        os.killpg(starting.pid, signal.SIGINT)
        code = starting.wait()

        assert code in (0, 130, -signal.SIGINT)
        assert wait_until(lambda: not any(is_running(pid) for pid in below), 1)
        assert starting.err.whole() == ""


def test_a_worker_that_dies_is_replaced_and_its_tokenizer_goes_with_it(own_server: Serving) -> None:
    first, second = worker_numbers(own_server)
    (tokenizer,) = children(first)

    os.kill(first, signal.SIGKILL)
    replaced = wait_until(lambda: len(worker_numbers(own_server)) == 2 and first not in worker_numbers(own_server))

    assert replaced
    assert second in worker_numbers(own_server)
    assert wait_until(lambda: not is_running(tokenizer))
    with client() as http:
        assert http.get(own_server.base_url + "/models").status_code == 200


def test_no_worker_outlives_a_supervisor_that_was_killed(own_server: Serving) -> None:
    below = children(own_server.pid)

    own_server.signal(signal.SIGKILL)
    own_server.wait()

    assert len(below) >= 4
    assert wait_until(lambda: not any(is_running(pid) for pid in below), 5)
