"""Input items: texts, messages, calls, results, images and files, as they are listed and counted."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from openai.types.responses import ResponseItemList

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.wire.responses_input import IMAGE_TOKENS, LOW_IMAGE_TOKENS, Item, prompt_of, read_input
from tests.wire.responses_speaking import NoMemory, check

KEPT: Item = {"id": "msg_9", "type": "message", "status": "completed", "role": "assistant", "content": []}
PDF = base64.b64encode(b"%PDF-1.7\xff" * 100).decode()
TEXT_FILE = base64.b64encode("Größe".encode()).decode()


def items(*given: dict[str, Any]) -> tuple[Item, ...]:
    return read_input(list(given), NoMemory((KEPT,)).item)


def user(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"role": "user", "content": list(parts)}


def test_every_item_is_listed_as_the_client_s_type_has_it() -> None:
    found = items(
        {"role": "user", "content": "Hi"},
        {"type": "message", "role": "assistant", "content": "Hello"},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Hello"}]},
        {"role": "developer", "content": [{"type": "input_text", "text": "Be brief."}]},
        user({"type": "input_image", "image_url": "data:,"}, {"type": "input_file", "file_id": "file_1"}),
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAAAA"},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "r"},
        {"type": "custom_tool_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "r"}]},
        {"type": "item_reference", "id": "msg_9"},
        {"id": "msg_9"},
    )

    ends = {"first_id": found[0]["id"], "last_id": found[-1]["id"], "has_more": False, "object": "list"}
    check(ResponseItemList, {"data": list(found), **ends})
    assert len({item["id"] for item in found}) == len(found) - 1


def test_an_item_keeps_its_own_id_and_status() -> None:
    (call,) = items(
        {"type": "function_call", "id": "fc_7", "call_id": "c", "name": "f", "arguments": "", "status": "incomplete"}
    )

    assert (call["id"], call["status"]) == ("fc_7", "incomplete")


def test_a_reference_that_nothing_is_kept_of_is_refused() -> None:
    with pytest.raises(RequestRefused) as caught:
        items({"role": "user", "content": "Hi"}, {"type": "item_reference", "id": "msg_8"})

    assert (caught.value.status, caught.value.param) == (404, "input[1].id")


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ({}, "input[0].role is required"),
        ({"role": "robot"}, 'input[0].role must be one of user, assistant, system or developer, got "robot"'),
        ({"role": "user"}, "input[0].content is required"),
        ({"role": "user", "content": 5}, "input[0].content must be a string or a list of parts, got 5"),
        ({"role": "user", "content": [{}]}, "input[0].content[0].type is required"),
        (user({"type": "input_text", "text": 5}), "input[0].content[0].text must be a string, got 5"),
        ({"type": "function_call", "call_id": "c"}, "input[0].name is required"),
        ({"type": "function_call", "call_id": "c", "name": "f"}, "input[0].arguments is required"),
        ({"type": "function_call_output", "output": "r"}, "input[0].call_id is required"),
        ({"type": "function_call_output", "call_id": "c"}, "input[0].output is required"),
        ({"type": "custom_tool_call", "call_id": "c", "name": "f"}, "input[0].input is required"),
    ],
    ids=str,
)
def test_what_an_item_lacks_is_named(item: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        items(item)

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_parts_of_a_message_are_counted_one_by_one() -> None:
    found = items(user({"type": "input_text", "text": "a"}, {"type": "refusal", "refusal": "b"}, {"type": "other"}))

    prompt = prompt_of(None, found, ())

    assert (prompt.texts, prompt.echo) == (("user", "a", "b"), "ab")


@pytest.mark.parametrize(
    ("part", "tokens", "text"),
    [
        ({"type": "input_image", "image_url": "data:,"}, IMAGE_TOKENS, ""),
        ({"type": "input_image", "image_url": "data:,", "detail": "low"}, LOW_IMAGE_TOKENS, ""),
        ({"type": "input_file", "file_id": "file_1"}, 0, ""),
        ({"type": "input_file", "file_data": f"data:application/pdf;base64,{PDF}"}, 225, ""),
        ({"type": "input_file", "file_data": PDF}, 225, ""),
        ({"type": "input_file", "file_data": f"data:text/plain;base64,{TEXT_FILE}"}, 0, "Größe"),
        ({"type": "input_file", "file_data": "no base64!"}, 0, ""),
    ],
    ids=str,
)
def test_images_and_files_are_counted(part: dict[str, Any], tokens: int, text: str) -> None:
    prompt = prompt_of(None, items(user(part)), ())

    assert prompt.overhead == 6 + tokens
    assert prompt.texts[1:] == ((text,) if text else ())


def test_the_images_of_a_tool_s_result_count_too() -> None:
    output = [{"type": "input_image", "image_url": "data:,"}, {"type": "input_text", "text": "r"}]

    prompt = prompt_of(None, items({"type": "function_call_output", "call_id": "c", "output": output}), ())

    assert (prompt.overhead, prompt.texts) == (3 + IMAGE_TOKENS, ("r",))


@pytest.mark.parametrize("kind", ["web_search_call", "mcp_call", "computer_call_output", "no_such_kind"])
def test_items_of_other_kinds_are_welcome(kind: str) -> None:
    (found,) = items({"type": kind, "output": {"of": "any"}, "action": {"type": "x"}})

    assert found["type"] == kind
    assert found["action"] == {"type": "x"}
    assert prompt_of(None, (found,), ()).texts == ()
