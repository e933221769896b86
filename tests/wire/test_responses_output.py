"""The items of a response: one for each part, known again when it is cut, with its text as the part has it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockpanel.core.choices import first_tokens
from mockpanel.core.tokens import json_inside
from mockpanel.wire.responses_object import Status
from mockpanel.wire.responses_output import Output, key_of, text_part
from mockpanel.wire.responses_voice import ASKED
from tests.core.texts import SHARED_TOKENS, TEXTS
from tests.wire.responses_speaking import voice_of

NOTE = {"type": "custom", "name": "note"}
CALLS = [
    {"name": "weather", "arguments": {"city": "Köln 🏙"}, "id": "call_mine"},
    {"name": "note", "arguments": "Hi ✅"},
]
ALL: dict[str, Any] = {"tools": [NOTE], "mock_reasoning": "Hm.", "mock_response": "Look.", "mock_tool_calls": CALLS}


def output_of(**fields: Any) -> tuple[Output, Any]:
    """The output of an answer, and its choice."""
    plan = voice_of(**fields).plan
    return Output(plan, plan.ask.extras[ASKED]), plan.choices[0]


def test_every_part_is_an_item_of_its_own_type_and_id() -> None:
    output, _ = output_of(**ALL)

    types = [output.type_of(part) for part in output.parts]
    assert types == ["reasoning", "message", "function_call", "custom_tool_call"]
    assert [output.place(part) for part in output.parts] == [0, 1, 2, 3]
    assert [output.id_of(part).decode() for part in output.parts] == output.ids
    assert [identifier.partition("_")[0] for identifier in output.ids] == ["rs", "msg", "fc", "ctc"]


def test_an_item_begins_without_its_text_and_ends_with_it() -> None:
    output, choice = output_of(**ALL)

    begun = [json.loads(output.begun(part)) for part in output.parts]
    done = [json.loads(output.done(choice, part, Status.COMPLETED)) for part in output.parts]

    assert (begun[0]["content"], done[0]["content"]) == ([], [{"type": "reasoning_text", "text": "Hm."}])
    assert (begun[1]["content"], done[1]["content"][0]["text"]) == ([], "Look.")
    assert (begun[2]["arguments"], done[2]["arguments"]) == ("", '{"city":"Köln 🏙"}')
    assert (begun[3]["input"], done[3]["input"]) == ("", "Hi ✅")
    assert [item["id"] for item in begun] == [item["id"] for item in done] == output.ids
    assert [item.get("call_id") for item in begun] == [item.get("call_id") for item in done]
    assert begun[2]["call_id"] == "call_mine"


def test_only_the_last_item_has_the_answer_s_own_status() -> None:
    output, choice = output_of(**{**ALL, "mock_tool_calls": CALLS[:1]})

    items = [json.loads(item) for item in output.all_done(choice, Status.INCOMPLETE)]

    assert [item.get("status") for item in items] == [None, "completed", "incomplete"]


@given(TEXTS, st.integers(0, 12))
def test_a_part_that_is_cut_is_known_again_and_has_the_text_that_was_sent_of_it(text: str, count: int) -> None:
    output, choice = output_of(mock_response=text)
    cut = first_tokens(choice, count)
    (part,) = cut.parts

    found = output.text_of(cut, part)

    assert (output.place(part), key_of(part)) == (0, key_of(choice.parts[0]))
    assert found == json_inside(text)[: cut.json_end]
    assert output.text_of(choice, choice.parts[0]) == json_inside(text)


@example(SHARED_TOKENS["cl100k_base"], 4)
@given(TEXTS, st.integers(1, 9))
def test_a_limit_leaves_the_whole_characters_that_its_tokens_hold(text: str, limit: int) -> None:
    output, choice = output_of(mock_response=text, max_output_tokens=limit, tokenizer_model="cl100k_base")

    found = output.text_of(choice, choice.parts[0])

    assert found == json_inside(choice.text)


@pytest.mark.parametrize("scores", [b"", b'{"token":"a"},{"token":"b"}'])
def test_a_text_as_content_is_json(scores: bytes) -> None:
    content = json.loads(text_part(json_inside('"\u2028✅'), b'[{"url":"u"}]', scores))

    assert content == {
        "type": "output_text",
        "annotations": [{"url": "u"}],
        "logprobs": json.loads(b"[%b]" % scores),
        "text": '"\u2028✅',
    }
    assert json.loads(text_part()) == {"type": "output_text", "annotations": [], "logprobs": [], "text": ""}


def test_sealed_reasoning_is_the_same_for_one_item_and_another_for_the_next() -> None:
    fields: dict[str, Any] = {"mock_reasoning": "Hm.", "include": ["reasoning.encrypted_content"]}
    (one, choice), (other, _) = output_of(**fields), output_of(**fields)
    (thought, _), (next_thought, _) = one.parts, other.parts

    items = one.begun(thought), one.done(choice, thought, Status.COMPLETED), other.begun(next_thought)

    begun, done, next_one = (json.loads(item)["encrypted_content"] for item in items)
    assert begun == done != next_one
    assert "Hm" not in begun
