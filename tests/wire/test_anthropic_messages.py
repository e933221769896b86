"""Anthropic messages: events and answers as the real API and its client have them, whatever is answered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.wire.anthropic_messages import MessageVoice, answer_headers
from tests.core.texts import ENCODINGS, SAMPLES, TEXTS
from tests.wire.anthropic_speaking import MESSAGES, PING, message, pieces, spoken, text_of
from tests.wire.speaking import streamed, voice_of

HEAD = ["model", "id", "type", "role", "content", "stop_reason", "stop_sequence", "stop_details", "container", "usage"]
CALL = {"name": "weather", "arguments": {"city": "Ulm ☀"}, "id": "toolu_given"}
SOURCE = {"url": "https://example.com", "title": "Example"}


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in found]


def citations(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sources that the deltas bring."""
    return [event["delta"]["citation"] for event in found if "citation" in event.get("delta", {})]


def test_a_stream_has_the_events_of_the_service_in_its_order() -> None:
    found = spoken(mock_response="Hello, World!")

    assert kinds(found) == [
        "message_start",
        "content_block_start",
        "ping",
        *["content_block_delta"] * 4,
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert found[1] == {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    assert found[3] == {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hello"}}
    assert found[-3] == {"type": "content_block_stop", "index": 0}
    assert found[-1] == {"type": "message_stop"}


def test_a_message_begins_empty_and_with_its_prompt_counted() -> None:
    start = spoken(model="größe")[0]["message"]

    assert list(start) == HEAD
    assert (start["content"], start["stop_reason"], start["role"], start["model"]) == ([], None, "assistant", "größe")
    assert start["usage"]["input_tokens"] > 0
    assert start["usage"]["output_tokens"] == 1
    assert start["id"].startswith("msg_")


def test_a_message_ends_with_its_reason_and_all_that_it_used() -> None:
    found = spoken(mock_response="Hello, World!")

    assert found[-2] == {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn", "stop_sequence": None, "stop_details": None, "container": None},
        "usage": {
            "input_tokens": found[0]["message"]["usage"]["input_tokens"],
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": 4,
            "output_tokens_details": {"thinking_tokens": 0},
        },
    }


def test_a_message_in_one_piece_says_the_same() -> None:
    answer = message(mock_response="Hello, World!")

    assert list(answer) == HEAD
    assert answer["content"] == [{"type": "text", "text": "Hello, World!"}]
    assert (answer["type"], answer["role"], answer["stop_reason"]) == ("message", "assistant", "end_turn")
    assert answer["usage"]["output_tokens"] == 4


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, size=st.integers(1, 6))
def test_the_pieces_of_any_text_join_to_it_byte_for_byte(encoding: str, text: str, size: int) -> None:
    found = spoken(size, mock_response=text, tokenizer_model=encoding)

    assert text_of(found) == text
    assert sum(piece.count("\ufffd") for piece in pieces(found, "text_delta", "text")) == text.count("\ufffd")


@pytest.mark.parametrize("text", SAMPLES)
def test_stream_and_single_piece_bring_the_same_text(text: str) -> None:
    whole = "".join(block["text"] for block in message(mock_response=text)["content"])

    assert text_of(spoken(mock_response=text)) == whole == text


@given(text=TEXTS, name=TEXTS.filter(bool))
def test_no_reader_finds_a_line_end_inside_an_event(text: str, name: str) -> None:
    calls = [{"name": name, "arguments": {"text": text}}]

    lines = streamed(MESSAGES, mock_response=text, mock_tool_calls=calls, model=name).decode().splitlines()

    assert lines[2::3] == [""] * (len(lines) // 3)
    assert all(line.startswith("event: ") for line in lines[::3])
    assert all(line.startswith("data: ") for line in lines[1::3])


def test_an_empty_answer_has_no_block() -> None:
    found = spoken(mock_response="")

    assert kinds(found) == ["message_start", "message_delta", "message_stop"]
    assert found[-2]["delta"]["stop_reason"] == "end_turn"
    assert message(mock_response="")["content"] == []


def test_the_one_ping_comes_behind_the_first_block_s_start() -> None:
    found = spoken(mock_reasoning="Let me think.", mock_response="Hello", mock_tool_calls=[CALL])

    assert found.index(PING) == 2
    assert found.count(PING) == 1


def test_thoughts_are_a_block_of_their_own_with_a_signature() -> None:
    found = spoken(mock_reasoning="Let me think 🤔.", mock_response="Hello")

    assert found[1]["content_block"] == {"type": "thinking", "thinking": "", "signature": ""}
    assert "".join(pieces(found, "thinking_delta", "thinking", 0)) == "Let me think 🤔."
    (signature,) = pieces(found, "signature_delta", "signature", 0)
    assert "".join(pieces(found, "text_delta", "text", 1)) == "Hello"
    whole = message(mock_reasoning="Let me think 🤔.", mock_response="Hello")
    assert whole["content"][0] == {"type": "thinking", "thinking": "Let me think 🤔.", "signature": signature}
    assert whole["usage"]["output_tokens_details"]["thinking_tokens"] > 3
    assert whole["usage"]["output_tokens"] > whole["usage"]["output_tokens_details"]["thinking_tokens"]


def test_thoughts_that_are_not_to_be_shown_are_signed_and_counted() -> None:
    thinking = {"type": "adaptive", "display": "omitted"}

    found = spoken(mock_reasoning="Let me think.", mock_response="Hello", thinking=thinking)

    assert pieces(found, "thinking_delta", "thinking") == []
    (signature,) = pieces(found, "signature_delta", "signature", 0)
    whole = message(mock_reasoning="Let me think.", mock_response="Hello", thinking=thinking)
    assert whole["content"][0] == {"type": "thinking", "thinking": "", "signature": signature}
    assert whole["usage"]["output_tokens_details"]["thinking_tokens"] == 4


def test_a_request_that_switches_thinking_off_gets_no_thoughts() -> None:
    found = spoken(mock_reasoning="Let me think.", mock_response="Hello", thinking={"type": "disabled"})

    assert [event["content_block"]["type"] for event in found if event["type"] == "content_block_start"] == ["text"]
    assert found[-2]["usage"]["output_tokens"] == 1


def test_a_tool_s_input_comes_in_pieces_behind_an_empty_one() -> None:
    found = spoken(mock_tool_calls=[CALL])

    block = {"type": "tool_use", "id": "toolu_given", "name": "weather", "input": {}, "caller": {"type": "direct"}}
    assert found[1]["content_block"] == block
    first, *rest = pieces(found, "input_json_delta", "partial_json", 0)
    assert first == ""
    assert "".join(rest) == '{"city":"Ulm ☀"}'
    assert found[-2]["delta"]["stop_reason"] == "tool_use"
    assert message(mock_tool_calls=[CALL])["content"] == [{**block, "input": {"city": "Ulm ☀"}}]


def test_text_and_several_calls_are_blocks_one_after_the_other() -> None:
    calls = [{"name": "one"}, {"name": "two", "arguments": "no JSON"}, {"name": "three", "arguments": ""}]

    found = spoken(mock_response="I look.", mock_tool_calls=calls)

    starts = [event for event in found if event["type"] == "content_block_start"]
    assert [event["index"] for event in starts] == [0, 1, 2, 3]
    assert [event["content_block"].get("name") for event in starts] == [None, "one", "two", "three"]
    assert len({event["content_block"]["id"] for event in starts[1:]}) == 3
    assert "".join(pieces(found, "input_json_delta", "partial_json", 2)) == "no JSON"
    blocks = message(mock_response="I look.", mock_tool_calls=calls)["content"]
    assert [block.get("input") for block in blocks] == [None, {}, {}, {}]


def test_a_text_cites_its_sources_before_it_stops() -> None:
    cited = [SOURCE, {"url": "https://example.org", "start": 7, "end": 12}]

    found = spoken(mock_response="Hello, World!", mock_citations=cited)

    one, two = citations(found)
    assert found[1]["content_block"]["citations"] == []
    assert (one["url"], one["title"], one["cited_text"]) == ("https://example.com", "Example", "Hello, World!")
    assert (two["url"], two["title"], two["cited_text"]) == ("https://example.org", "https://example.org", "World")
    assert one["encrypted_index"] != two["encrypted_index"]
    assert kinds(found)[-3] == "content_block_stop"
    assert message(mock_response="Hello, World!", mock_citations=cited)["content"][0]["citations"] == [one, two]


def test_a_refusal_is_text_that_ends_as_one() -> None:
    found = spoken(mock_refusal="I won't.", mock_citations=[SOURCE])

    assert text_of(found) == "I won't."
    details = {"type": "refusal", "category": None, "explanation": "I won't."}
    end = {"stop_reason": "refusal", "stop_sequence": None, "stop_details": details, "container": None}
    assert found[-2]["delta"] == end
    whole = message(mock_refusal="I won't.")
    assert whole["content"] == [{"type": "text", "text": "I won't."}]
    assert whole["stop_details"] == details


def test_the_same_thoughts_have_the_same_signature() -> None:
    one, again, other = (message(mock_reasoning=text)["content"][0]["signature"] for text in ("a", "a", "b"))

    assert one == again != other


def test_nothing_but_text_is_in_the_way_of_a_scored_piece() -> None:
    voice, plan = voice_of(MESSAGES, stream=True)

    frame = voice.scored_piece(plan.choices[0], b"Hi", 0, 1)

    assert frame == voice.pieces(plan.choices[0], plan.choices[0].parts[0], [b"Hi"], (1,))


def test_an_answer_s_headers_name_the_request() -> None:
    voice, plan = voice_of(MESSAGES)

    headers = answer_headers(plan, 5, "req_1")

    assert isinstance(voice, MessageVoice)
    assert headers == [(b"request-id", b"req_1")]
