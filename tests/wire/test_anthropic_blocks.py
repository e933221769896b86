"""Content blocks of a message: which parts are some, how each begins, grows and ends."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from mockpanel.core.choices import Part, PartKind
from mockpanel.wire.anthropic_blocks import LONGEST_QUOTE, Blocks, delta, key, made_up
from tests.core.texts import TEXTS
from tests.wire.anthropic_speaking import MESSAGES
from tests.wire.speaking import voice_of

CALL = {"name": "weather", "arguments": {"city": "Ulm ☀"}, "id": "toolu_given"}
TEXT, CALLED = Part(PartKind.TEXT, 0, 0, 3), Part(PartKind.TOOL_CALL, 1, 3, 9, "f")


def blocks(**fields: Any) -> Blocks:
    """The blocks of an answer."""
    _, plan = voice_of(MESSAGES, **fields)
    return Blocks(plan, silent=False)


def test_thoughts_text_and_calls_are_blocks_in_their_order() -> None:
    made = blocks(mock_reasoning="Hm.", mock_response="Look.", mock_tool_calls=[CALL, {"name": "now"}])

    assert [part.kind for part in made.parts] == ["reasoning", "text", "tool_call", "tool_call"]
    assert [made.number(part) for part in made.parts] == [0, 1, 2, 3]
    assert [made.begun(part)["type"] for part in made.parts] == ["thinking", "text", "tool_use", "tool_use"]


def test_an_empty_text_is_no_block_and_a_call_without_arguments_is_one() -> None:
    made = blocks(mock_response="", mock_tool_calls=[{"name": "now", "arguments": ""}])

    assert [part.name for part in made.parts] == ["now"]
    assert made.number(TEXT) is None
    assert blocks(mock_response="").parts == []


def test_a_part_that_a_fault_made_shorter_is_the_same_block() -> None:
    made = blocks(mock_reasoning="Hm.", mock_response="Look here.")
    _, text = made.parts

    shorter = replace(text, end=1)

    assert made.number(shorter) == 1
    assert key(shorter) == key(text) != key(made.parts[0])


def test_a_block_begins_empty_and_is_whole_with_all_its_content() -> None:
    made = blocks(mock_reasoning="Hm 🤔.", mock_response="Look.", mock_tool_calls=[CALL])

    call = {"type": "tool_use", "id": "toolu_given", "name": "weather", "caller": {"type": "direct"}}
    assert [made.begun(part) for part in made.parts] == [
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "text", "text": ""},
        {**call, "input": {}},
    ]
    assert [made.whole(part) for part in made.parts] == [
        {"type": "thinking", "thinking": "Hm 🤔.", "signature": made_up("Hm 🤔.")},
        {"type": "text", "text": "Look."},
        {**call, "input": {"city": "Ulm ☀"}},
    ]


@pytest.mark.parametrize("arguments", ["no JSON", "[1]", "", "null"])
def test_a_call_whose_arguments_are_no_object_has_an_empty_input(arguments: str) -> None:
    made = blocks(mock_response="", mock_tool_calls=[{"name": "now", "arguments": arguments}])

    assert made.whole(made.parts[0])["input"] == {}


def test_a_call_without_an_id_keeps_the_one_that_it_was_given() -> None:
    made = blocks(mock_response="", mock_tool_calls=[{"name": "now"}, {"name": "now"}])

    ids = [(made.begun(part)["id"], made.whole(part)["id"]) for part in made.parts]

    assert all(begun == whole and begun.startswith("toolu_") for begun, whole in ids)
    assert ids[0] != ids[1]


def test_sources_stand_in_the_text_and_come_behind_its_last_piece() -> None:
    cited = [{"url": "https://a.example", "title": "A", "start": 2, "end": 4}, {"url": "https://b.example"}]
    made = blocks(mock_response="é 漢字" + "x" * LONGEST_QUOTE, mock_citations=cited, mock_tool_calls=[CALL])
    text, call = made.parts

    found = made.whole(text)["citations"]

    assert [(each["cited_text"], each["title"]) for each in found] == [
        ("漢字", "A"),
        ("é 漢字" + "x" * (LONGEST_QUOTE - 4), "https://b.example"),
    ]
    assert made.begun(text) == {"citations": [], "type": "text", "text": ""}
    assert made.closing(text) == [{"type": "citations_delta", "citation": each} for each in found]
    assert made.closing(call) == []


def test_a_refusal_is_a_text_without_sources() -> None:
    made = blocks(mock_refusal="No.", mock_citations=[{"url": "https://a.example"}])

    assert [made.whole(part) for part in made.parts] == [{"type": "text", "text": "No."}]
    assert made.closing(made.parts[0]) == []


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (TEXT, {"type": "text_delta", "text": "✅"}),
        (replace(TEXT, kind=PartKind.REFUSAL), {"type": "text_delta", "text": "✅"}),
        (replace(TEXT, kind=PartKind.REASONING), {"type": "thinking_delta", "thinking": "✅"}),
        (CALLED, {"type": "input_json_delta", "partial_json": "✅"}),
    ],
)
def test_a_piece_is_a_delta_of_its_kind(part: Part, expected: dict[str, str]) -> None:
    assert delta(part, "✅") == expected


@given(TEXTS, TEXTS)
def test_what_stands_for_a_secret_is_base64_and_the_same_for_the_same_text(one: str, other: str) -> None:
    assert len(base64.b64decode(made_up(one), validate=True)) == 64
    assert (made_up(one) == made_up(other)) == (one == other)
