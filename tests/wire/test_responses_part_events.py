"""The events of one part: numbered on, in the words of its kind, and at its end all that was sent of it once more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import Choice, Part, first_tokens
from mockpanel.core.tokens import json_inside
from mockpanel.wire.responses_events import PADDED_TO, Numbered
from mockpanel.wire.responses_object import Status
from mockpanel.wire.responses_output import Output
from mockpanel.wire.responses_part_events import PartEvents
from mockpanel.wire.responses_voice import ASKED
from tests.core.texts import TEXTS
from tests.wire.responses_speaking import events, voice_of

NOTE = {"type": "custom", "name": "note"}
LOGPROBS = ["message.output_text.logprobs"]
Said = list[dict[str, Any]]


class Speaker:
    """The events of an answer, and what they are made of."""

    def __init__(self, *, obfuscates: bool = False, **fields: Any) -> None:
        plan = voice_of(**fields).plan
        asked = plan.ask.extras[ASKED]
        self.choice: Choice = plan.choices[0]
        self.output = Output(plan, asked)
        self.events = PartEvents(
            self.output, Numbered(), self.choice, summarizes=asked.request.summarizes, obfuscates=obfuscates
        )

    def said(self, part: Part, *pieces: str, choice: Choice | None = None) -> Said:
        """All events of a part, which the client's own types know."""
        choice = choice or self.choice
        item = self.output.done(choice, part, Status.COMPLETED)
        sent = [json_inside(piece) for piece in pieces]
        begun = self.events.opening(part) + (self.events.pieces(part, sent) if sent else b"")
        return events(begun + self.events.ending(choice, part, item))


@pytest.mark.parametrize(
    ("fields", "name", "whole", "content"),
    [
        ({"mock_response": "Hi ✅"}, "output_text", "text", "content_part"),
        ({"mock_refusal": "Hi ✅"}, "refusal", "refusal", "content_part"),
        ({"mock_reasoning": "Hi ✅"}, "reasoning_text", "text", "content_part"),
        (
            {"mock_reasoning": "Hi ✅", "reasoning": {"summary": "auto"}},
            *("reasoning_summary_text", "text", "reasoning_summary_part"),
        ),
        ({"mock_tool_calls": [{"name": "f", "arguments": "Hi ✅"}]}, "function_call_arguments", "arguments", ""),
        (
            {"mock_tool_calls": [{"name": "note", "arguments": "Hi ✅"}], "tools": [NOTE]},
            *("custom_tool_call_input", "input", ""),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_kind_of_part_has_its_own_words(fields: dict[str, Any], name: str, whole: str, content: str) -> None:
    speaker = Speaker(**{"mock_response": "", **fields})
    part = speaker.output.parts[0]

    found = speaker.said(part, "Hi", " ✅")

    around = [[f"{content}.{what}"] if content else [] for what in ("added", "done")]
    assert [event["type"].removeprefix("response.") for event in found] == [
        *("output_item.added", *around[0], f"{name}.delta", f"{name}.delta"),
        *(f"{name}.done", *around[1], "output_item.done"),
    ]
    assert [event["delta"] for event in found if "delta" in event] == ["Hi", " ✅"]
    assert next(event for event in found if event["type"] == f"response.{name}.done")[whole] == "Hi ✅"
    assert {event["output_index"] for event in found} == {0}


@given(TEXTS, st.integers(0, 9))
def test_a_part_that_is_cut_ends_with_what_was_sent_of_it(text: str, count: int) -> None:
    speaker = Speaker(mock_response=text)
    cut = first_tokens(speaker.choice, count)
    (part,) = cut.parts

    found = speaker.said(part, choice=cut)

    done, content, item = found[-3:]
    assert done["text"] == content["part"]["text"] == item["item"]["content"][0]["text"]
    assert json_inside(done["text"]) == json_inside(text)[: cut.json_end]


@pytest.mark.parametrize("obfuscates", [True, False])
def test_scored_pieces_tell_their_own_tokens_and_the_end_tells_all(obfuscates: bool) -> None:
    speaker = Speaker(obfuscates=obfuscates, mock_response="Hello, World!", include=LOGPROBS, top_logprobs=1)
    (part,) = speaker.choice.parts

    spoken = [speaker.events.opening(part)]
    for piece, start, end in ((b"Hello", 0, 1), (b", World!", 1, 4)):
        spoken.append(speaker.events.scored_piece(speaker.choice, part, piece, start, end))
    item = speaker.output.done(speaker.choice, part, Status.COMPLETED)
    found = events(b"".join([*spoken, speaker.events.ending(speaker.choice, part, item)]))

    deltas = [event for event in found if "delta" in event]
    assert [[score["token"] for score in event["logprobs"]] for event in deltas] == [["Hello"], [",", " World", "!"]]
    assert found[-3]["logprobs"] == [score for event in deltas for score in event["logprobs"]]
    assert ["obfuscation" in event for event in deltas] == [obfuscates] * 2
    assert all(len(event["delta"] + event.get("obfuscation", "")) % PADDED_TO == 0 for event in deltas) is obfuscates
