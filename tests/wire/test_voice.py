"""What is true of every protocol's stream: the text whole, one id throughout, no line cut, [DONE] at the end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.wire.voice import Voice, WholeVoice
from tests.core.texts import ENCODINGS, SAMPLES, SHARED_TOKENS, TEXTS
from tests.wire.speaking import CHAT, FACES, LEGACY, Face, events, joined, streamed, voice_of, whole

each_face = pytest.mark.parametrize("face", FACES.values(), ids=FACES)
SCORED: dict[object, Any] = {CHAT.voice: True, LEGACY.voice: 1}
"""What asks for log probabilities."""

each_encoding = pytest.mark.parametrize("encoding", ENCODINGS)


@each_face
@each_encoding
@given(text=TEXTS, size=st.integers(1, 6), scored=st.booleans())
def test_the_chunks_of_any_text_join_to_it_byte_for_byte(
    face: Face, encoding: str, text: str, size: int, scored: bool
) -> None:
    logprobs = {"logprobs": SCORED[face.voice]} if scored else {}

    found = events(streamed(face, size, mock_response=text, tokenizer_model=encoding, **logprobs))

    assert joined(face, found) == text
    assert sum(joined(face, [event]).count("\ufffd") for event in found) == text.count("\ufffd")


@each_face
@given(text=TEXTS, model=TEXTS.filter(bool), include_usage=st.booleans())
def test_no_reader_finds_a_line_end_inside_an_event(face: Face, text: str, model: str, include_usage: bool) -> None:
    stream = streamed(face, mock_response=text, model=model, stream_options={"include_usage": include_usage})

    lines = stream.decode().splitlines()

    assert lines[1::2] == [""] * len(events(stream)) + [""]
    assert all(line.startswith("data: ") for line in lines[::2])
    assert all(event["model"] == model for event in events(stream))


@each_face
@pytest.mark.parametrize(
    "fields", [{}, {"n": 3}, {"stream_options": {"include_usage": True}}, {"max_tokens": 2}], ids=str
)
def test_id_created_object_and_model_are_the_same_throughout(face: Face, fields: dict[str, Any]) -> None:
    found = events(streamed(face, **fields))

    heads = {(event["id"], event["created"], event["object"], event["model"]) for event in found}
    assert len(heads) == 1
    assert len(found) > 2


@each_face
def test_two_answers_have_different_ids(face: Face) -> None:
    first, second = events(streamed(face)), events(streamed(face))

    assert first[0]["id"] != second[0]["id"]


@each_face
@pytest.mark.parametrize("name", SAMPLES)
def test_the_whole_answer_to_any_text_holds_it(face: Face, name: str) -> None:
    answer = whole(face, mock_response=SAMPLES[name])

    choice = answer["choices"][0]
    text = choice["message"]["content"] if "message" in choice else choice["text"]
    assert text == SAMPLES[name]


@each_face
@each_encoding
@given(text=TEXTS, limit=st.integers(1, 40), scored=st.booleans())
def test_a_limit_gives_the_same_text_streamed_and_whole(
    face: Face, encoding: str, text: str, limit: int, scored: bool
) -> None:
    logprobs = {"logprobs": SCORED[face.voice]} if scored else {}
    fields: dict[str, Any] = {"mock_response": text, "tokenizer_model": encoding, "max_tokens": limit, **logprobs}

    found = events(streamed(face, **fields))

    choice = whole(face, **fields)["choices"][0]
    assert joined(face, found) == (choice["message"]["content"] if "message" in choice else choice["text"])
    assert text.startswith(joined(face, found))
    assert found[-1]["choices"][0]["finish_reason"] == choice["finish_reason"]


@each_face
@pytest.mark.parametrize("encoding", SHARED_TOKENS)
def test_a_limit_at_a_token_that_two_characters_share_is_answered(face: Face, encoding: str) -> None:
    text = SHARED_TOKENS[encoding]

    streams = [streamed(face, mock_response=text, tokenizer_model=encoding, max_tokens=limit) for limit in range(1, 8)]

    assert {joined(face, events(stream)) for stream in streams} == {"", text[0], text}


@each_face
def test_an_empty_answer_still_ends_with_a_finish_reason(face: Face) -> None:
    found = events(streamed(face, mock_response=""))

    assert joined(face, found) == ""
    assert found[-1]["choices"][0]["finish_reason"] == "stop"


@each_face
def test_every_choice_has_its_index_its_text_and_one_finish_reason(face: Face) -> None:
    found = events(streamed(face, n=3, mock_response="one two three"))

    ends = [choice["index"] for event in found for choice in event["choices"] if choice["finish_reason"]]
    assert ends == [0, 1, 2]
    assert [joined(face, found, index) for index in range(3)] == ["one two three"] * 3
    assert all(len(event["choices"]) == 1 for event in found)


@each_face
def test_the_usage_chunk_comes_once_and_last_with_no_choices(face: Face) -> None:
    found = events(streamed(face, n=2, stream_options={"include_usage": True}))

    assert found[-1]["choices"] == []
    assert found[-1]["usage"]["completion_tokens"] == 8
    assert found[-1]["usage"] == whole(face, n=2)["usage"]
    assert all(event["usage"] is None and event["choices"] for event in found[:-1])


@each_face
@pytest.mark.parametrize("options", [None, {}, {"include_usage": False}, {"include_usage": None}], ids=str)
def test_without_the_option_no_chunk_has_usage(face: Face, options: object) -> None:
    found = events(streamed(face, stream_options=options))

    assert all("usage" not in event for event in found)
    assert all(event["choices"] for event in found)


@each_face
def test_usage_counts_tokens_though_half_characters_are_held_back(face: Face) -> None:
    found = events(
        streamed(
            face,
            mock_response="👩\u200d🚀",
            tokenizer_model="cl100k_base",
            stream_options={"include_usage": True},
        )
    )

    texts = [text for event in found if (text := joined(face, [event]))]
    assert found[-1]["usage"]["completion_tokens"] > len(texts)
    assert "".join(texts) == "👩\u200d🚀"


@each_face
def test_pieces_given_together_make_the_same_frames_as_one_by_one(face: Face) -> None:
    voice, plan = voice_of(face, stream=True)
    choice = plan.choices[0]

    together = voice.pieces(choice, choice.parts[0], [b"Hello", b", ", b"World!"], range(1, 4))

    assert together == b"".join(
        voice.pieces(choice, choice.parts[0], [piece], (sent,))
        for sent, piece in enumerate((b"Hello", b", ", b"World!"), 1)
    )
    assert voice.pieces(choice, choice.parts[0], [], ()) == b""


@each_face
def test_a_voice_answers_whole_without_its_streaming_frames(face: Face) -> None:
    voice: Voice = voice_of(face)[0]

    answer = json.loads(voice.whole())

    assert voice.media_type == b"text/event-stream; charset=utf-8"
    assert answer["usage"]["completion_tokens"] == 4


def test_a_voice_that_speaks_in_one_piece_says_nothing_in_a_stream() -> None:
    _, plan = voice_of(CHAT)
    (choice,), voice = plan.choices, WholeVoice()
    part = choice.parts[0]

    said = [
        voice.opening(choice),
        voice.part_opening(choice, part),
        voice.pieces(choice, part, [b"x"], (1,)),
        voice.scored_piece(choice, b"x", 0, 1),
        voice.part_ending(choice, part),
        voice.ending(choice),
        voice.closing(),
    ]

    assert said == [b""] * 7
