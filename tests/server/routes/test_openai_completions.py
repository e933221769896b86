"""Legacy completions over a real socket."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from openai import OpenAI

from mockpanel.core.tokens import load
from tests.server.bare import DONE, events

TEXT = "and they lived 👋 ever after."
GPT4 = load("cl100k_base")
URL = "/v1/completions"


def streamed(http: httpx.Client, **fields: Any) -> list[dict[str, Any]]:
    """The only choice of each event."""
    answer = http.post(URL, json={"stream": True, **fields})
    assert answer.content.endswith(DONE)
    return [event["choices"][0] for event in events(answer.content) if event["choices"]]


def test_the_client_streams_the_text_byte_for_byte(client: OpenAI) -> None:
    extras = {"mock_response": TEXT}

    with client.completions.create(model="m", prompt="Once", stream=True, extra_body=extras) as stream:
        chunks = list(stream)

    assert "".join(chunk.choices[0].text for chunk in chunks) == TEXT
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert {chunk.object for chunk in chunks} == {"text_completion"}
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].id.startswith("cmpl-")


def test_the_client_gets_an_answer_in_one_piece_with_real_counts(client: OpenAI) -> None:
    answer = client.completions.create(model="m", prompt="Once upon a time", extra_body={"mock_response": TEXT})

    assert answer.choices[0].text == TEXT
    assert answer.usage is not None
    assert answer.usage.prompt_tokens == len(GPT4.encode("Once upon a time"))
    assert answer.usage.completion_tokens == len(GPT4.encode(TEXT))


def test_without_an_answer_the_prompt_is_echoed(client: OpenAI) -> None:
    answer = client.completions.create(model="m", prompt="Once")

    assert answer.choices[0].text == "Once"


def test_no_limit_is_applied_unless_it_was_asked_for(client: OpenAI) -> None:
    long = "word " * 100

    unlimited = client.completions.create(model="m", prompt="p", extra_body={"mock_response": long})
    limited = client.completions.create(model="m", prompt="p", max_tokens=16, extra_body={"mock_response": long})

    assert unlimited.choices[0].text == long
    assert limited.choices[0].finish_reason == "length"
    assert limited.usage is not None
    assert limited.usage.completion_tokens == 16


def test_a_limit_of_no_tokens_is_an_empty_answer(http: httpx.Client) -> None:
    chunks = streamed(http, prompt="p", mock_response=TEXT, max_tokens=0)

    assert [(chunk["text"], chunk["finish_reason"]) for chunk in chunks] == [("", "length")]


def test_several_prompts_get_each_their_choices(client: OpenAI) -> None:
    answer = client.completions.create(model="m", prompt=["one", "two"], n=2)

    assert [(choice.index, choice.text) for choice in answer.choices] == [
        (0, "one"),
        (1, "one"),
        (2, "two"),
        (3, "two"),
    ]
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (2, 4)


def test_several_prompts_are_streamed_side_by_side(http: httpx.Client) -> None:
    chunks = streamed(http, prompt=["a b", "c d"], tokens_per_second=8)

    texts = ["".join(chunk["text"] for chunk in chunks if chunk["index"] == index) for index in (0, 1)]
    assert texts == ["a b", "c d"]
    assert [chunk["index"] for chunk in chunks if chunk["text"]] == [0, 1, 0, 1]


def test_a_prompt_may_be_token_numbers(client: OpenAI) -> None:
    one = GPT4.encode("Once upon")
    two = GPT4.encode("a time 👋")

    single = client.completions.create(model="m", prompt=one)
    several = client.completions.create(model="m", prompt=[one, two])

    assert single.choices[0].text == "Once upon"
    assert [choice.text for choice in several.choices] == ["Once upon", "a time 👋"]
    assert several.usage is not None
    assert several.usage.prompt_tokens == len(one) + len(two)


def test_token_numbers_belong_to_the_encoding_that_was_asked_for(client: OpenAI) -> None:
    numbers = load("o200k_base").encode("Once upon a time 👋")

    answer = client.completions.create(model="m", prompt=numbers, extra_body={"tokenizer_model": "gpt-4o"})

    assert answer.choices[0].text == "Once upon a time 👋"


def test_an_echoed_prompt_comes_before_the_answer(client: OpenAI, http: httpx.Client) -> None:
    answer = client.completions.create(model="m", prompt="Once, ", echo=True, extra_body={"mock_response": TEXT})

    chunks = streamed(http, prompt="Once, ", echo=True, mock_response=TEXT)

    assert answer.choices[0].text == "Once, " + TEXT
    assert answer.usage is not None
    assert answer.usage.completion_tokens == len(GPT4.encode(TEXT))
    assert chunks[0]["text"] == "Once, "
    assert "".join(chunk["text"] for chunk in chunks) == "Once, " + TEXT


def test_echoed_token_numbers_come_back_as_text(client: OpenAI) -> None:
    numbers = GPT4.encode("Once, ")

    answer = client.completions.create(model="m", prompt=numbers, echo=True, extra_body={"mock_response": TEXT})

    assert answer.choices[0].text == "Once, " + TEXT


def test_log_probabilities_have_the_legacy_columns(client: OpenAI) -> None:
    answer = client.completions.create(
        model="m", prompt="Hi", echo=True, logprobs=2, extra_body={"mock_response": "a 👋 b"}
    )

    scores = answer.choices[0].logprobs
    assert scores is not None
    assert scores.tokens is not None
    assert scores.token_logprobs is not None
    assert scores.text_offset is not None
    assert scores.tokens[:2] == ["Hi", "a"]
    assert scores.token_logprobs[0] is None
    assert scores.text_offset == sorted(scores.text_offset)
    assert scores.text_offset[:2] == [0, 2]
    assert len(scores.tokens) == len(GPT4.encode("Hi")) + len(GPT4.encode("a 👋 b"))
    assert any(token.startswith("bytes:\\x") for token in scores.tokens)


def test_usage_comes_in_a_chunk_of_its_own(http: httpx.Client) -> None:
    body = {"prompt": "p", "mock_response": TEXT, "stream": True, "stream_options": {"include_usage": True}}

    found = events(http.post(URL, json=body).content)

    assert found[-1]["choices"] == []
    assert found[-1]["usage"]["completion_tokens"] == len(GPT4.encode(TEXT))
    assert {event["usage"] is None for event in found[:-1]} == {True}


@pytest.mark.parametrize("prompt", ["", None])
def test_an_empty_prompt_gets_the_answer(http: httpx.Client, prompt: str | None) -> None:
    answer = http.post(URL, json={"prompt": prompt, "mock_response": TEXT}).json()

    assert answer["choices"][0]["text"] == TEXT


def test_a_suffix_is_accepted_and_changes_nothing(client: OpenAI) -> None:
    answer = client.completions.create(model="m", prompt="p", suffix=" end", extra_body={"mock_response": TEXT})

    assert answer.choices[0].text == TEXT


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"prompt": []}, "prompt"),
        ({"prompt": ["a"] * 65, "n": 2}, "n"),
        ({"prompt": "p", "n": 3, "best_of": 2}, "best_of"),
        ({"prompt": "p", "logprobs": 6}, "logprobs"),
        ({"prompt": [-1]}, "prompt"),
        ({"prompt": {"a": 1}}, "prompt"),
        ({"prompt": [2_000_000_000]}, "prompt"),
        ({"prompt": "p", "max_tokens": -1}, "max_tokens"),
    ],
)
def test_wrong_input_is_refused_with_its_field(http: httpx.Client, fields: dict[str, Any], param: str) -> None:
    answer = http.post(URL, json=fields)

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert str(answer.json()["error"]["param"]).startswith(param)
