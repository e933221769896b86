"""A captured rhythm in the place of speed and shape: on its own text, on another, faster, slower, with reasoning."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from mockpanel.core.captures import Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Override, Prompt, Source, StreamPlan
from mockpanel.server.planning import make_plan
from tests.core.plans import DirectTokenizer, settings_with
from tests.core.replays import answers, timed_capture
from tests.server.fakes import SECOND, live_stream
from tests.server.test_stream import run_out

CAPTURE = timed_capture((1.0, "One"), (1.25, ", two"), (1.25, ", "), (2.0, "three ✅."))
THOUGHTFUL = timed_capture((3.0, "Yes"), (3.5, "."), thinking=((0.5, "Hm"), (1.5, ", well")))
ASK = Ask("m", (Prompt(("Hi",), echo="Hi"),), stream=True, thinks=True)


def replayed(
    capture: Capture = CAPTURE, ask: Ask = ASK, given_in_body: dict[str, Any] | None = None, **settings: Any
) -> StreamPlan:
    """The plan of a request while a capture is played."""
    tokenizer: Any = DirectTokenizer()
    overrides = {name: Override(Source.BODY, value) for name, value in (given_in_body or {}).items()}
    defaults = settings_with(**{"replay": "made", **settings})
    return asyncio.run(make_plan(ask, overrides, defaults, tokenizer, captures={"made": capture}.__getitem__))


def heard(plan: StreamPlan, **later: Any) -> list[tuple[float, str]]:
    """Seconds and text of each write; `later` are defaults that change before anything is sent."""
    stream = live_stream(plan)
    if later:
        stream.retune(plan.defaults.changed(later), 0)
    return [(now / SECOND, data.decode()) for now, data in run_out(stream)]


def chunks(plan: StreamPlan, **later: Any) -> list[tuple[float, list[str]]]:
    """Seconds, and the pieces of text that came then."""
    return [
        (seconds, [part.split("]")[0] for part in text.split("[0:")[1:]])
        for seconds, text in heard(plan, **later)
        if "[0:" in text
    ]


def test_a_capture_comes_as_it_came() -> None:
    plan = replayed()

    assert chunks(plan) == [(1.0, ["One"]), (1.25, [", two", ", "]), (2.0, ["three ✅."])]
    assert plan.choices[0].text == CAPTURE.text
    assert plan.usage.completion_tokens == plan.choices[0].token_count


@pytest.mark.parametrize(("speed", "times"), [(2.0, [0.5, 0.625, 1.0]), (0.5, [2.0, 2.5, 4.0])])
def test_it_is_played_faster_or_slower(speed: float, times: list[float]) -> None:
    assert [seconds for seconds, _ in chunks(replayed(replay_speed=speed))] == times


def test_a_running_replay_follows_its_speed_and_keeps_its_rhythm() -> None:
    found = chunks(replayed(), replay_speed=2.0, tokens_per_second=3.0, jitter=1.0, replay="other")

    assert [seconds for seconds, _ in found] == [0.5, 0.625, 1.0]


def test_a_total_duration_is_the_master_here_too() -> None:
    assert [seconds for seconds, _ in chunks(replayed(total_duration=3.0))] == [1.0, 1.5, 3.0]


@given(answers())
def test_every_capture_is_played_within_a_microsecond(capture: Capture) -> None:
    plan = replayed(capture)

    found = chunks(plan)

    times = [seconds for seconds, _ in found]
    assert all(min(abs(arrival.seconds - seconds) for seconds in times) < 1e-6 for arrival in capture.answer)
    assert all(min(abs(arrival.seconds - seconds) for arrival in capture.answer) < 1e-6 for seconds in times)
    assert plan.choices[0].text == capture.text


def test_reasoning_is_played_in_its_own_chunks_before_the_answer() -> None:
    found = heard(replayed(THOUGHTFUL))

    assert found == [(0.5, "<0(0:Hm)"), (1.5, "(0:, well)"), (3.0, "[0:Yes]"), (3.5, "[0:.]0>END")]


def test_reasoning_is_only_waited_for_where_the_protocol_has_no_place_for_it() -> None:
    found = heard(replayed(THOUGHTFUL, replace(ASK, thinks=False)))

    assert found == [(3.0, "<0[0:Yes]"), (3.5, "[0:.]0>END")]


def test_the_requests_own_text_is_laid_on_the_captured_gaps() -> None:
    plan = replayed(given_in_body={"mock_response": "a b c d e f g h"})

    found = chunks(plan)

    assert "".join(piece for _, pieces in found for piece in pieces) == "a b c d e f g h"
    assert [seconds for seconds, _ in found][:2] == [1.0, 1.25]


def test_another_text_repeats_or_draws_the_gaps() -> None:
    text = " ".join("word" for _ in range(60))

    repeated = replayed(mock_response=text, replay_mode="repeat")
    drawn = [replayed(mock_response=text, replay_mode="resample", seed=seed) for seed in (1, 1, 2)]

    assert "".join(piece for _, pieces in chunks(repeated) for piece in pieces) == text
    assert chunks(drawn[0]) == chunks(drawn[1]) != chunks(drawn[2])
    assert chunks(repeated) != chunks(drawn[0])


def test_a_limit_and_a_stop_string_cut_a_replay() -> None:
    cut = replayed(ask=replace(ASK, max_tokens=3))
    stopped = replayed(ask=replace(ASK, stop=("two",)))

    assert cut.choices[0].finish_reason == "length"
    assert cut.usage.completion_tokens == 3
    assert CAPTURE.text.startswith(cut.choices[0].text)
    assert chunks(stopped) == [(1.0, ["One"]), (1.25, [", "])]


def test_an_answer_in_one_piece_comes_when_the_last_chunk_would() -> None:
    stream = live_stream(replayed(ask=replace(ASK, stream=False)))

    assert stream.due_ns == 2 * SECOND


def test_a_capture_without_an_answer_is_refused() -> None:
    with pytest.raises(InvalidValue, match="holds no text"):
        replayed(timed_capture())


def test_without_captures_a_name_is_refused_with_the_name() -> None:
    tokenizer: Any = DirectTokenizer()

    with pytest.raises(InvalidValue, match='got "mine"; there are none'):
        asyncio.run(make_plan(ASK, {}, settings_with(replay="mine"), tokenizer))
