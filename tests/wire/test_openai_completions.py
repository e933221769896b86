"""Legacy completions: prompts of every kind, frames and answers as the real API and its client have them."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import Completion

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Prompt
from mockpanel.core.sentences import show
from mockpanel.wire.openai_completions import parse
from tests.core.texts import ENCODINGS, TEXTS
from tests.wire.speaking import CREATED, LEGACY, events, joined, streamed, unknown_fields, whole

HEAD = ["id", "object", "created", "model"]
CHOICE = ["text", "index", "logprobs", "finish_reason"]
COLUMNS = ["tokens", "token_logprobs", "top_logprobs", "text_offset"]


def chunk_of(event: dict[str, Any]) -> Completion:
    """The chunk as the client's type has it, which says that the finish reason is never null: here it may be."""
    choices = [{**choice, "finish_reason": choice["finish_reason"] or "stop"} for choice in event["choices"]]
    return Completion.model_validate({**event, "choices": choices}, strict=True)


@pytest.mark.parametrize(
    ("prompt", "prompts"),
    [
        ("Hi", [Prompt(("Hi",), echo="Hi")]),
        (None, [Prompt(())]),
        ("", [Prompt(())]),
        (["a", "b"], [Prompt(("a",), echo="a"), Prompt(("b",), echo="b")]),
        ([""], [Prompt(())]),
        ([1, 2], [Prompt((), ids=(1, 2))]),
        ([[1], [2, 3]], [Prompt((), ids=(1,)), Prompt((), ids=(2, 3))]),
        ([[]], [Prompt((), ids=())]),
        ([0], [Prompt((), ids=(0,))]),
    ],
    ids=str,
)
def test_a_prompt_may_be_a_text_texts_token_numbers_or_lists_of_them(prompt: object, prompts: list[Prompt]) -> None:
    ask = parse({"prompt": prompt})

    assert list(ask.prompts) == prompts


def test_a_request_of_nothing_asks_for_one_answer_in_one_piece() -> None:
    ask = parse({})

    assert (ask.model, ask.stream, ask.choices_per_prompt, ask.echo) == ("mock-gpt4", False, 1, False)
    assert (ask.prompts, ask.max_tokens, ask.alternatives) == ((Prompt(()),), None, None)


def test_what_a_request_asks_for_is_taken_over() -> None:
    ask = parse({"prompt": "Hi", "max_tokens": 0, "logprobs": 0, "echo": True, "suffix": "end", "best_of": 20, "n": 2})

    assert (ask.max_tokens, ask.alternatives, ask.echo, ask.choices_per_prompt) == (0, 0, True, 2)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"prompt": []}, "prompt must not be an empty list"),
        ({"max_tokens": -1}, "max_tokens must be at least 0, got -1"),
        ({"logprobs": 6}, "logprobs must be between 0 and 5, got 6"),
        ({"logprobs": True}, "logprobs must be a whole number between 0 and 5, got true"),
        ({"echo": 1}, "echo must be true or false, got 1"),
        ({"suffix": 5}, "suffix must be a string, got 5"),
        ({"best_of": 21}, "best_of must be between 0 and 20, got 21"),
        ({"best_of": 1, "n": 2}, "best_of must be at least n (2), got 1"),
        ({"best_of": 3, "stream": True}, "best_of must be n (1) where the answer is streamed, got 3"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused_with_name_bounds_and_value(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(fields)

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_more_choices_than_the_api_allows_are_refused_over_all_prompts() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse({"prompt": ["a"] * 65, "n": 2})

    assert caught.value.field == "n"
    assert str(caught.value) == "prompts times n must be at most 128, got 65 times 2"


@pytest.mark.parametrize(
    "prompt",
    [5, True, {"a": 1}, [True], [1.0], ["a", 5], [5, "a"], [-1], [2**31], [[1], [-1]], [[1], "a"], [["a"]]],
    ids=str,
)
def test_a_wrong_prompt_is_told_all_that_it_may_be(prompt: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse({"prompt": prompt})

    assert caught.value.field == "prompt"
    assert str(caught.value) == (
        "prompt must be a string or a list of strings or a list of token numbers "
        f"or a list of lists of token numbers, got {show(prompt)}"
    )


def test_a_stream_has_exactly_the_chunks_and_fields_of_the_real_one() -> None:
    found = events(streamed(LEGACY, mock_response="Hello, World!"))

    assert [event["choices"][0]["text"] for event in found] == ["Hello", ",", " World", "!", ""]
    assert [event["choices"][0]["finish_reason"] for event in found] == [None] * 4 + ["stop"]
    for event in found:
        assert [name for name in event if name in HEAD] == HEAD
        assert list(event)[-2:] == ["system_fingerprint", "choices"]
        assert list(event["choices"][0]) == CHOICE
        assert event["object"] == "text_completion"
        assert event["created"] == CREATED
        assert event["id"].startswith("cmpl-")
        assert event["choices"][0]["logprobs"] is None


def test_a_whole_answer_is_what_the_official_client_expects() -> None:
    answer = whole(LEGACY, n=2, logprobs=2)

    completion = Completion.model_validate(answer, strict=True)

    assert [choice.text for choice in completion.choices] == ["Hello, World!"] * 2
    assert [choice.index for choice in completion.choices] == [0, 1]
    assert [choice.finish_reason for choice in completion.choices] == ["stop", "stop"]
    assert (completion.object, completion.created) == ("text_completion", CREATED)
    assert completion.usage is not None
    assert completion.usage.completion_tokens == 8
    assert list(answer["choices"][0]) == CHOICE


@pytest.mark.parametrize(
    "fields",
    [{}, {"n": 2}, {"logprobs": 5}, {"stream_options": {"include_usage": True}}, {"max_tokens": 2}, {"echo": True}],
    ids=str,
)
def test_every_chunk_is_what_the_official_client_expects(fields: dict[str, Any]) -> None:
    found = events(streamed(LEGACY, **fields))

    chunks = [chunk_of(event) for event in found]

    assert {chunk.object for chunk in chunks} == {"text_completion"}


def test_neither_a_chunk_nor_an_answer_has_a_field_that_the_official_client_does_not_know() -> None:
    answers = [*events(streamed(LEGACY, stream_options={"include_usage": True})), whole(LEGACY)]

    unknown = [unknown_fields(chunk_of(answer)) for answer in answers]

    assert unknown == [set()] * len(answers)


def test_with_usage_every_chunk_has_the_key_after_the_others() -> None:
    found = events(streamed(LEGACY, stream_options={"include_usage": True}))

    assert all(list(event)[-2:] == ["choices", "usage"] for event in found)


@pytest.mark.parametrize(
    ("limit", "text", "reason"), [(None, "Hello, World!", "stop"), (2, "Hello,", "length"), (0, "", "length")]
)
def test_no_limit_of_16_is_applied_and_one_of_nothing_is(limit: int | None, text: str, reason: str) -> None:
    answer = whole(LEGACY, max_tokens=limit)

    assert (answer["choices"][0]["text"], answer["choices"][0]["finish_reason"]) == (text, reason)


def test_an_answer_of_more_than_16_tokens_is_whole() -> None:
    answer = whole(LEGACY, mock_response="one " * 100)

    assert answer["choices"][0]["text"] == "one " * 100


def test_a_prompt_of_token_numbers_counts_them_and_is_echoed_as_text() -> None:
    answer = whole(LEGACY, prompt=[9906, 11, 4435, 0], echo=True, mock_response=" And hello to you.")

    assert answer["choices"][0]["text"] == "Hello, World! And hello to you."
    assert answer["usage"]["prompt_tokens"] == 4


@given(prompt=TEXTS, text=TEXTS, n=st.integers(1, 2))
def test_an_echoed_prompt_stands_before_the_text_streamed_and_whole(prompt: str, text: str, n: int) -> None:
    fields: dict[str, Any] = {"prompt": prompt, "mock_response": text, "echo": True, "n": n}

    found = events(streamed(LEGACY, **fields))

    answer = whole(LEGACY, **fields)
    assert [joined(LEGACY, found, index) for index in range(n)] == [prompt + text] * n
    assert [choice["text"] for choice in answer["choices"]] == [prompt + text] * n


@pytest.mark.parametrize("top", [None, 0, 5])
def test_a_prompt_alone_may_be_echoed_and_scored(top: int | None) -> None:
    fields: dict[str, Any] = {"prompt": "Once upon 👋", "echo": True, "max_tokens": 0, "logprobs": top}

    answer = whole(LEGACY, **fields)
    found = events(streamed(LEGACY, **fields, stream_options={"include_usage": True}))

    choice = answer["choices"][0]
    assert (choice["text"], choice["finish_reason"]) == ("Once upon 👋", "length")
    assert [event["choices"][0]["text"] for event in found[:-1]] == ["Once upon 👋", ""]
    assert found[0]["choices"][0]["logprobs"] == choice["logprobs"]
    assert found[-1]["usage"] == answer["usage"]
    assert answer["usage"]["completion_tokens"] == 0
    if top is not None:
        assert len(choice["logprobs"]["tokens"]) == answer["usage"]["prompt_tokens"]
        assert choice["logprobs"]["token_logprobs"][0] is None


def test_as_many_as_best_of_may_be_streamed() -> None:
    assert parse({"best_of": 2, "n": 2, "stream": True}).choices_per_prompt == 2


@pytest.mark.parametrize(("reason", "said"), [("content_filter", "content_filter"), ("tool_calls", "stop")])
def test_a_finish_reason_is_one_that_legacy_answers_know(reason: str, said: str) -> None:
    fields: dict[str, Any] = {"mock_finish_reason": reason, "mock_tool_calls": [{"name": "f"}], "mock_response": "Hi"}

    answer = whole(LEGACY, **fields)["choices"][0]

    assert (answer["text"], answer["finish_reason"]) == ("Hi", said)
    assert events(streamed(LEGACY, **fields))[-1]["choices"][0]["finish_reason"] == said


def test_each_prompt_has_its_own_echo_and_its_choices_follow_it() -> None:
    answer = whole(LEGACY, prompt=["a", "b"], n=2, echo=True, mock_response="!")

    assert [(choice["index"], choice["text"]) for choice in answer["choices"]] == [
        *((0, "a!"), (1, "a!"), (2, "b!"), (3, "b!")),
    ]


def test_a_suffix_is_no_part_of_the_answer() -> None:
    answer = whole(LEGACY, suffix=" The end.")

    assert answer["choices"][0]["text"] == "Hello, World!"


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, prompt=TEXTS, echo=st.booleans(), size=st.integers(1, 4), top=st.integers(0, 5))
def test_the_log_probabilities_of_a_stream_are_those_of_the_whole_answer(
    encoding: str, text: str, prompt: str, echo: bool, size: int, top: int
) -> None:
    fields: dict[str, Any] = {
        "mock_response": text,
        "prompt": prompt,
        "tokenizer_model": encoding,
        "echo": echo,
        "logprobs": top,
    }

    found = events(streamed(LEGACY, size, **fields))

    parts = [event["choices"][0]["logprobs"] for event in found if event["choices"][0]["logprobs"]]
    answer = whole(LEGACY, **fields)["choices"][0]
    assert list(answer["logprobs"]) == COLUMNS
    assert {name: [item for part in parts for item in part[name]] for name in COLUMNS} == answer["logprobs"]
    assert len({len(column) for column in answer["logprobs"].values()}) == 1


@given(text=TEXTS, prompt=TEXTS, echo=st.booleans())
def test_text_offsets_count_the_characters_before_each_token(text: str, prompt: str, echo: bool) -> None:
    answer = whole(LEGACY, mock_response=text, prompt=prompt, echo=echo, logprobs=0, tokenizer_model="o200k_base")

    choice = answer["choices"][0]
    offsets = choice["logprobs"]["text_offset"]
    assert offsets == sorted(offsets)
    for offset, token in zip(offsets, choice["logprobs"]["tokens"], strict=True):
        assert token.startswith("bytes:") or choice["text"].startswith(token, offset)


def test_offsets_of_plain_words_are_where_the_words_begin() -> None:
    answer = whole(LEGACY, prompt="Say:", echo=True, logprobs=1)

    columns = answer["choices"][0]["logprobs"]
    starts = [0, *accumulate(map(len, columns["tokens"]))][:-1]
    assert columns["tokens"] == ["Say", ":", "Hello", ",", " World", "!"]
    assert columns["text_offset"] == starts


def test_the_first_token_of_an_echoed_prompt_has_no_probability() -> None:
    echoed = whole(LEGACY, prompt="Say hello.", echo=True, logprobs=1)["choices"][0]["logprobs"]
    plain = whole(LEGACY, prompt="Say hello.", logprobs=1)["choices"][0]["logprobs"]

    assert (echoed["token_logprobs"][0], echoed["top_logprobs"][0]) == (None, None)
    assert None not in echoed["token_logprobs"][1:] + plain["token_logprobs"]


def test_half_characters_appear_as_their_bytes() -> None:
    answer = whole(LEGACY, mock_response="👋", tokenizer_model="cl100k_base", logprobs=1)

    columns = answer["choices"][0]["logprobs"]
    assert columns["tokens"] == ["bytes:\\xf0\\x9f", "bytes:\\x91", "bytes:\\x8b"]
    assert columns["top_logprobs"][0] == {"bytes:\\xf0\\x9f": columns["token_logprobs"][0]}
    assert columns["text_offset"] == [0, 0, 0]


@pytest.mark.parametrize("top", range(6))
def test_each_token_shows_as_many_candidates_as_asked(top: int) -> None:
    answer = whole(LEGACY, logprobs=top)

    columns = answer["choices"][0]["logprobs"]
    assert [len(candidates) for candidates in columns["top_logprobs"]] == [top] * 4
    assert all(logprob <= 0 for logprob in columns["token_logprobs"])


def test_log_probabilities_are_the_same_each_time_and_vary_with_the_seed() -> None:
    first, again, other = (whole(LEGACY, seed=seed, logprobs=3)["choices"] for seed in (1, 1, 2))

    assert first == again
    assert first != other
