"""Events are numbered one after the other, and padding hides the length of a delta."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.wire.responses_events import PADDED_TO, Numbered, around, obfuscated

DELTA = around(b"delta", b'"delta":"', b'"')
PIECES = st.lists(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1).map(str.encode), max_size=20)


@given(batches=st.lists(PIECES, max_size=4))
def test_every_event_has_the_next_number(batches: list[list[bytes]]) -> None:
    numbered = Numbered()

    frames = b"".join(numbered.event(b"mark", b'"of":1') + numbered.deltas(DELTA, pieces) for pieces in batches)

    found = [json.loads(frame.partition(b"data: ")[2]) for frame in frames.split(b"\n\n")[:-1]]
    assert [event["sequence_number"] for event in found] == list(range(len(found)))
    assert [event["delta"].encode() for event in found if event["type"] == "delta"] == [
        piece for pieces in batches for piece in pieces
    ]


@given(pieces=PIECES)
def test_a_delta_and_its_padding_together_tell_little(pieces: list[bytes]) -> None:
    frames = Numbered().deltas(DELTA, obfuscated(pieces))

    found = [json.loads(frame.partition(b"data: ")[2]) for frame in frames.split(b"\n\n")[:-1]]
    assert all(event["obfuscation"] for event in found)
    assert all(len(event["delta"] + event["obfuscation"]) % PADDED_TO == 0 for event in found)
