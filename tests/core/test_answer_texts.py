"""The texts of every protocol's events are found, reasoning told from the answer, and nothing else is taken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.answer_texts import Said, model_of, said

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "delta", "message", "content", "type", "text", "output", "index", "thinking"]),
            inside,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"choices": [{"delta": {"content": "Hi"}}]}, [Said("Hi")]),
        ({"choices": [{"index": 1, "delta": {"content": "Hi"}}]}, []),
        ({"choices": [{"delta": {"reasoning_content": "Hm"}}]}, [Said("Hm", True)]),
        ({"choices": [{"delta": {"reasoning": "Hm", "content": "Hi"}}]}, [Said("Hm", True), Said("Hi")]),
        ({"choices": [{"delta": {"reasoning": "Hm", "reasoning_content": "Hm"}}]}, [Said("Hm", True)]),
        ({"choices": [{"delta": {"role": "assistant", "content": ""}}]}, []),
        ({"choices": [{"delta": {"tool_calls": [{"function": {"arguments": "{"}}]}}]}, []),
        ({"choices": [], "usage": {}}, []),
        ({"choices": [{"message": {"content": "Hi"}}]}, [Said("Hi")]),
        ({"choices": [{"text": "Hi", "index": 0}]}, [Said("Hi")]),
        ({"type": "response.output_text.delta", "delta": "Hi"}, [Said("Hi")]),
        ({"type": "response.reasoning_summary_text.delta", "delta": "Hm"}, [Said("Hm", True)]),
        ({"type": "response.output_text.done", "text": "Hi"}, []),
        ({"type": "response.completed", "response": {"output": [{"content": [{"type": "text", "text": "Hi"}]}]}}, []),
        (
            {
                "object": "response",
                "output": [
                    {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}]},
                    {"type": "message", "content": [{"type": "output_text", "text": "Hi"}]},
                ],
            },
            [Said("Hm", True), Said("Hi")],
        ),
        ({"type": "content_block_delta", "delta": {"type": "text_delta", "text": "Hi"}}, [Said("Hi")]),
        ({"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "Hm"}}, [Said("Hm", True)]),
        ({"type": "content_block_delta", "delta": {"type": "input_json_delta", "partial_json": "{"}}, []),
        ({"type": "content_block_start", "content_block": {"type": "text", "text": ""}}, []),
        ({"type": "message", "content": [{"type": "text", "text": "Hi"}]}, [Said("Hi")]),
        ({"type": "ping"}, []),
    ],
)
def test_the_text_of_an_event_is_found(document: dict[str, Any], expected: list[Said]) -> None:
    found = said(document)

    assert found == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"model": "gpt-4o"}, "gpt-4o"),
        ({"type": "message_start", "message": {"model": "claude"}}, "claude"),
        ({"type": "response.created", "response": {"model": "o3"}}, "o3"),
        ({"model": None}, ""),
    ],
)
def test_the_model_is_found_where_each_protocol_has_it(document: dict[str, Any], expected: str) -> None:
    found = model_of(document)

    assert found == expected


@given(document=st.dictionaries(st.sampled_from(["choices", "delta", "type", "content", "output", "object"]), JSON))
def test_no_shape_of_json_is_too_strange(document: dict[str, Any]) -> None:
    found = said(document)

    assert all(each.text for each in found)
