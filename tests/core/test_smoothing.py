"""Client-side smoothers: nothing is lost or reordered, and each keeps its pace."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.smoothing import MOST_BEHIND, Characters, JitterBuffer, Smoothing, Words, smoother

COMING = st.lists(st.tuples(st.text("ab \n漢", max_size=40), st.floats(0, 2)), max_size=20)


@given(st.sampled_from(Smoothing), COMING)
def test_what_comes_out_is_what_went_in(kind: Smoothing, coming: list[tuple[str, float]]) -> None:
    smooth, now, shown = smoother(kind), 100.0, ""

    for text, wait in coming:
        now += wait
        smooth.add(text, now)
        shown += smooth.take(now)
        assert "".join(piece for piece, _ in coming).startswith(shown)
    smooth.finish()
    shown += smooth.take(math.inf)

    assert shown == "".join(text for text, _ in coming)
    assert smooth.behind == 0


def test_raw_holds_nothing_back() -> None:
    raw = smoother(Smoothing.RAW)

    raw.add("half a wo", 1.0)

    assert raw.take(1.0) == "half a wo"


def test_words_come_whole_and_ten_milliseconds_apart() -> None:
    words = Words()

    words.add("one two three fo", 1.0)

    assert [words.take(1.0), words.take(1.005), words.take(1.0101), words.take(1.5)] == ["one ", "", "two ", "three "]
    assert words.behind == 2
    words.finish()
    assert words.take(1.6) == "fo"


def test_the_jitter_buffer_is_never_more_than_so_far_behind() -> None:
    buffer = JitterBuffer()

    buffer.add("x" * 1000, 5.0)

    assert len(buffer.take(5.0)) == 1000 - MOST_BEHIND


@pytest.mark.parametrize(("backlog", "per_second"), [(120, 420), (1, 72)])
def test_the_jitter_buffer_is_as_fast_as_its_backlog_asks(backlog: int, per_second: int) -> None:
    buffer = JitterBuffer()
    buffer.add("x" * backlog, 0.0)

    before = buffer._backlog
    buffer._advance(0.001)

    assert math.isclose((before - buffer._backlog) / 0.001, per_second, rel_tol=0.05)


@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=30))
def test_the_jitter_buffer_does_not_mind_how_often_it_is_asked(waits: list[float]) -> None:
    often, once = JitterBuffer(), JitterBuffer()
    for buffer in (often, once):
        buffer.add("x" * 119, 0.0)

    now, shown = 0.0, 0
    for wait in waits:
        now += wait
        shown += len(often.take(now))

    assert abs(shown - len(once.take(now))) <= 1


@pytest.mark.parametrize(("backlog", "gap"), [(50, 0.008), (150, 0.004), (500, 0.002)])
def test_the_typewriter_is_faster_with_more_to_write(backlog: int, gap: float) -> None:
    typewriter = Characters()
    typewriter.add("x" * backlog, 1.0)

    shown = len(typewriter.take(1.0 + 9.5 * gap))

    assert shown == 10


def test_every_choice_has_a_name_and_a_sentence() -> None:
    assert all(kind.label and kind.help.endswith(".") for kind in Smoothing)
