"""The parts of a recorded answer: each grows in its turn, the reasoning evenly, and a call has its name."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.core.recorded_parts import pieces_at, recorded_parts, spoken_ends
from mockpanel.core.request_record import AnswerPart

PARTS = (
    AnswerPart(PartKind.REASONING, "Let me think."),
    AnswerPart(PartKind.TEXT, "Sunny."),
    AnswerPart(PartKind.TOOL_CALL, "{}", "now"),
    AnswerPart(PartKind.TOOL_CALL, "", "silent"),
)
TIMES = (100, 200, 300)
ENDS = (3, 7, 8)
THOUGHT = (10, 70)
KINDS = st.sampled_from(list(PartKind))


def test_each_part_stands_there_as_far_as_it_had_come() -> None:
    made = recorded_parts(PARTS, TIMES, ENDS, THOUGHT)

    thought = Piece(PartKind.REASONING, "Let me think.")
    assert list(pieces_at(made, 9)) == []
    assert list(pieces_at(made, 100)) == [thought, Piece(PartKind.TEXT, "Sun")]
    assert list(pieces_at(made, 200))[2:] == [Piece(PartKind.TOOL_CALL, "{", 0, "now")]
    assert list(pieces_at(made, 300))[2:] == [
        Piece(PartKind.TOOL_CALL, "{}", 0, "now"),
        Piece(PartKind.TOOL_CALL, "", 1, "silent"),
    ]
    assert spoken_ends(made, len(TIMES)) == (3, 6, 6)


def test_reasoning_grows_evenly_between_its_first_and_its_last_chunk() -> None:
    (made, *_) = recorded_parts(PARTS, TIMES, ENDS, THOUGHT)

    grown = [piece.text for ns in (10, 30, 50, 70) if (piece := made.at(ns)) is not None]

    assert grown == ["Let ", "Let me t", "Let me think", "Let me think."]


def test_reasoning_that_was_not_streamed_is_there_with_the_answer() -> None:
    (made, *_) = recorded_parts(PARTS, TIMES, ENDS, None)

    assert made.at(99) is None
    assert made.at(100) == Piece(PartKind.REASONING, "Let me think.")


@given(st.lists(st.builds(AnswerPart, KINDS, st.text(max_size=9)), min_size=1, max_size=6), st.data())
def test_parts_only_grow_and_all_of_them_stand_at_the_end(parts: list[AnswerPart], data: st.DataObject) -> None:
    length = sum(len(part.text) for part in parts if part.kind is not PartKind.REASONING)
    ends = [*sorted(data.draw(st.lists(st.integers(0, length), max_size=8))), length]
    times = tuple(range(100, 100 + len(ends)))

    made = recorded_parts(parts, times, ends, (1, 90))

    for part in made:
        seen = [piece.text for ns in (0, 50, *times) if (piece := part.at(ns)) is not None]
        assert all(after.startswith(before) for before, after in pairwise(seen))
    assert [piece.text for piece in pieces_at(made, times[-1])] == [part.text for part in parts]
