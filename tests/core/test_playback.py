"""What is shown of a played answer while it runs, stands and steps, and what is measured."""

from __future__ import annotations

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.playback import Ending, Playback, Shown
from mockpanel.core.sse_reader import Event


def event(text: str = "", **fields: object) -> Event:
    data = json.dumps({"choices": [{"index": 0, "delta": {"content": text}}], **fields})
    return Event(f"data: {data}", "", data)


def texts(shown: list[Shown]) -> list[str]:
    return [event.text for event in shown if event.text]


def test_what_comes_is_shown_with_its_time() -> None:
    playback = Playback(0.0)
    playback.begin(10.0)

    shown = playback.take(10.9, event("Hello"))

    assert [(round(item.seconds, 6), item.text) for item in shown] == [(0.9, "Hello")]


def test_a_pause_holds_back_and_is_not_measured() -> None:
    playback = Playback(0.0)
    playback.take(1.0, event("a"))
    playback.take(1.5, event("b"))

    playback.pause(1.6)
    held = playback.take(1.7, event("c"))
    shown = playback.resume(11.6)
    playback.take(12.1, event("d"))
    playback.take(12.1, event(usage={"completion_tokens": 5}))

    assert (held, texts(shown)) == ([], ["c"])
    figures = playback.figures()
    assert (figures["ttft"], figures["tokens"], figures["chunks"]) == (1.0, 5, 4)
    assert math.isclose(figures["tps"], 4 / 1.1)


def test_a_step_shows_one_chunk_that_has_come() -> None:
    playback = Playback(0.0)
    playback.pause(0.5)
    for text in ("", "a", "b"):
        playback.take(0.6, event(text))

    assert [texts(playback.step(1.0)), texts(playback.step(2.0))] == [["a"], ["b"]]
    assert playback.stands


def test_a_step_waits_for_a_chunk_that_has_not_come() -> None:
    playback = Playback(0.0)
    playback.pause(0.5)

    assert playback.step(1.0) == []
    assert not playback.stands
    assert texts(playback.take(1.2, event("a"))) == ["a"]
    assert playback.stands
    assert playback.take(1.3, event("b")) == []


def test_it_is_over_when_all_has_come_and_all_is_shown() -> None:
    playback = Playback(0.0)
    playback.pause(0.0)
    playback.take(1.0, event("a"))

    playback.ending = Ending.COMPLETED

    assert not playback.over
    playback.resume(2.0)
    assert playback.over
    assert playback.figures()["outcome"] == "completed"


ACTS = st.lists(st.sampled_from(["take", "pause", "resume", "step"]), max_size=40)


@given(ACTS)
def test_nothing_is_lost_reordered_or_counted_twice(acts: list[str]) -> None:
    playback, shown, came = Playback(0.0), [], 0
    for now, act in enumerate(acts):
        match act:
            case "take":
                came += 1
                shown += playback.take(now, event(f"{came} "))
            case "pause":
                playback.pause(now)
            case "resume":
                shown += playback.resume(now)
            case _:
                shown += playback.step(now)
        assert playback.chunks == len(shown)
    shown += playback.resume(len(acts))

    assert texts(shown) == [f"{number} " for number in range(1, came + 1)]
    assert playback.figures()["chunks"] == playback.chunks == came
