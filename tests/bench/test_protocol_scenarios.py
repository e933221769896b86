"""Each protocol in turn with chat."""

from __future__ import annotations

from functools import partial

import pytest

from .protocol_scenarios import beside_chat, least, over_chat, unpaced_beside_chat
from .protocols import CHAT, WIRES
from .scenarios import measure_one
from .servers import Server

OLLAMA = next(wire for wire in WIRES if wire.name == "ollama")


def test_a_protocol_is_measured_beside_chat_and_chat_alone(measured: Server) -> None:
    measure = partial(measure_one, rate=500, seconds=0.04)

    chat, ollama = (beside_chat(measure, wire, measured) for wire in (CHAT, OLLAMA))

    assert ollama.keys() - chat.keys() == {"schedule_over_chat_ms"}


def test_unpaced_streams_take_turns(measured: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{unpaced_beside_chat.__module__}.PAIRS", 2)

    ollama, chat = (unpaced_beside_chat(500, wire, measured) for wire in (OLLAMA, CHAT))

    assert ollama.keys() - chat.keys() == {"slower_than_chat_percent"}


def test_the_least_of_each_figure_is_compared() -> None:
    assert least([{"a": 2.0, "b": 1.0}, {"a": 1.0, "b": 3.0}]) == {"a": 1.0, "b": 1.0}


def test_only_what_is_more_than_chats_counts() -> None:
    chat = {"schedule_error_p99_ms": 1.0, "cpu_us_per_token": 10.0}
    own = {"schedule_error_p99_ms": 1.25, "cpu_us_per_token": 8.0}

    assert over_chat(own, chat) == pytest.approx({"schedule_over_chat_ms": 0.25, "cpu_over_chat_percent": 0})
    assert over_chat({}, chat) == {}
