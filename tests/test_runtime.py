"""Builds what a front end needs, in the order that starts fastest."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from mockpanel.core.settings import Settings, validated
from mockpanel.headless import fastest_loop
from mockpanel.runtime import build_server, start_services
from mockpanel.server.binding import bind
from tests.processes import children, is_running, run, wait_until

STARTS_FIRST = """
import os, sys
from mockpanel.core.settings import Settings
from mockpanel.runtime import start_services
from tests.processes import children, wait_until

services = start_services(Settings())
print(wait_until(lambda: len(children(os.getpid())) == 1), "fastapi" in sys.modules)
services.tokenizer.close()
print(len(children(os.getpid())))
"""


def test_the_tokenizer_starts_before_the_web_framework_is_imported() -> None:
    result = run([sys.executable, "-c", STARTS_FIRST])

    assert (result.stderr, result.stdout) == ("", "True False\n0\n")


def test_the_tokenizer_loads_the_encoding_of_the_settings_without_waiting() -> None:
    services = start_services(validated(Settings, {"tokenizer_model": "gpt2"}))

    tokens = asyncio.run(services.tokenizer.tokenize("Hello there", "gpt2"))
    services.tokenizer.close()

    assert len(tokens) == 2


@pytest.mark.usefixtures("own_tokenizers")
@pytest.mark.parametrize("loop_factory", [fastest_loop, asyncio.new_event_loop], ids=["fastest", "asyncio"])
def test_a_server_says_once_that_it_serves_and_ends_all_that_it_started(loop_factory: object) -> None:
    others = set(children(os.getpid()))
    services = start_services(Settings(port=0))
    sock = bind("127.0.0.1", 0)
    ready: list[bool] = []

    def stop_when_ready() -> None:
        ready.append(server.started)
        server.stop()

    server = build_server(services, stop_when_ready)
    assert wait_until(lambda: bool(set(children(os.getpid())) - others))
    started = set(children(os.getpid())) - others
    with asyncio.Runner(loop_factory=loop_factory) as runner:  # type: ignore[arg-type]
        runner.run(server.serve(sockets=[sock]))
    sock.close()

    assert ready == [True]
    assert len(started) == 1
    assert wait_until(lambda: not any(is_running(pid) for pid in started))
