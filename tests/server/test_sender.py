"""An answer of parts on its way: each opened, sent and closed in turn, at the asked rate, faults included."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import Part, PartKind, choose
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.plan import StreamPlan
from mockpanel.core.request_record import Outcome
from mockpanel.core.tokens import chained
from mockpanel.server.faulty import make_stream
from mockpanel.server.stream import LiveStream
from tests.server.fakes import SECOND, FakeSink, FakeVoice, letters, plan_of, record_of, sink_of
from tests.server.test_stream import run_out

PACED: dict[str, Any] = {"tokens_per_second": 10.0, "time_to_first_token": 0.5}


def plan_of_parts(*parts: tuple[PartKind, int], **settings: Any) -> StreamPlan:
    """A plan whose answer has these parts, each with so many tokens of one letter."""
    plan = plan_of(**settings)
    made: list[Part] = []
    for place, (kind, count) in enumerate(parts):
        start = made[-1].end if made else 0
        made.append(Part(kind, place, start, start + count, "f" if kind is PartKind.TOOL_CALL else ""))
    choice = choose(0, chained([letters(count) for _, count in parts]), None, parts=tuple(made))
    return replace(plan, choices=(choice,), usage=replace(plan.usage, completion_tokens=choice.count))


def started(plan: StreamPlan, fault: Fault | None = None) -> LiveStream:
    async def make() -> LiveStream:
        return make_stream(fault, record_of(), plan, FakeVoice(), FakeSink(), 0, 0)

    return asyncio.run(make())


MIXED = ((PartKind.TEXT, 2), (PartKind.TOOL_CALL, 2), (PartKind.TOOL_CALL, 1))


@pytest.mark.parametrize("settings", [PACED, {}], ids=["paced", "unpaced"])
def test_each_part_is_opened_sent_and_closed_in_turn(settings: dict[str, Any]) -> None:
    stream = started(plan_of_parts(*MIXED, **settings))

    run_out(stream)

    assert sink_of(stream).data == b"<0[0:a][0:b]{0:f[0:a][0:b]}{0:f[0:a]}0>END"
    assert stream.outcome is Outcome.COMPLETED
    assert stream.record.ledger.tokens == 5


def test_a_part_is_opened_with_its_first_token_and_not_before() -> None:
    found = run_out(started(plan_of_parts(*MIXED, **PACED)))

    assert [(now / SECOND, data) for now, data in found] == [
        (0.5, b"<0[0:a]"),
        (0.6, b"[0:b]"),
        (0.7, b"{0:f[0:a]"),
        (0.8, b"[0:b]}"),
        (0.9, b"{0:f[0:a]}0>END"),
    ]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 5), st.booleans())
def test_no_chunk_reaches_from_one_part_into_the_next(counts: list[int], size: int, paced: bool) -> None:
    parts = [(PartKind.TOOL_CALL, count) for count in counts]
    stream = started(plan_of_parts(*parts, **(PACED if paced else {}), tokens_per_chunk=size))

    run_out(stream)

    calls = [call.split(b"}")[0] for call in sink_of(stream).data.split(b"{0:f")[1:]]
    assert [b"".join(piece.split(b"]")[0] for piece in call.split(b"[0:")) for call in calls] == [
        b"abcd"[:count] for count in counts
    ]
    assert stream.record.ledger.tokens == sum(counts)


@pytest.mark.parametrize(("after", "sent"), [(1, b"<0[0:a]"), (2, b"<0[0:a][0:b]"), (3, b"<0[0:a][0:b]{0:f[0:a]")])
def test_a_cut_leaves_the_part_open_that_it_falls_in(after: int, sent: bytes) -> None:
    stream = started(plan_of_parts(*MIXED, **PACED), Fault(kind=FaultKind.CUT, after_tokens=after))

    run_out(stream)

    assert sink_of(stream).data == sent
    assert stream.outcome is Outcome.CUT


@pytest.mark.parametrize("after", [1, 2, 3, 4])
@pytest.mark.parametrize("settings", [PACED, {}], ids=["paced", "unpaced"])
def test_a_stall_stands_between_any_two_tokens_and_nothing_is_lost(after: int, settings: dict[str, Any]) -> None:
    stream = started(plan_of_parts(*MIXED, **settings), Fault(kind=FaultKind.STALL, after_tokens=after, seconds=3))

    found = run_out(stream)

    times = [now / SECOND for now, data in found]
    assert sink_of(stream).data == b"<0[0:a][0:b]{0:f[0:a][0:b]}{0:f[0:a]}0>END"
    assert max(later - sooner for sooner, later in itertools.pairwise(times)) >= 3
    assert times[-1] == pytest.approx((0.9 if settings else 0.0) + 3)
