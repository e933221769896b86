"""The pieces join to the text, byte for byte, over a real socket: awkward texts, every encoding, many chunk sizes."""

from __future__ import annotations

import random

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockpanel.core.encodings import encoding_names
from tests.server.bare import CHAT, COMPLETIONS, chat, deltas, events, streamed_text

TEXTS = {
    "emoji with joiners": "a👩‍🚀b👨‍👩‍👧‍👦c🏳️‍🌈d👋🏽e🇩🇪",
    "CJK": "漢字かな交じり文。한국어 문장，中文标点！",
    "combining marks": "e\u0301 a\u0308\u0304 n\u0303o\u0302 Z\u0351\u036b\u0343\u036a\u0302\u036b",
    "right to left": "שלום עולם مرحبا بالعالم \u202eabc\u202c",
    "line ends": "a\r\nb\nc\rd\u2028e\u2029f\x85g\x0bh\x0ci",
    "control characters": "\x00a\x01b\x1b[31mc\x7fd\ufeffe\ufffdf",
    "JSON and SSE": '"quoted" \\ back\\u0041 data: x\n\ndata: [DONE]\n\n{"a":1}\tend',
    "special tokens": "<|endoftext|><|im_start|>system<|im_end|><|fim_prefix|>",
    "spaces": " " * 300 + "x" + "\n" * 300 + "\t" * 50,
    "letters": "a" * 3000,
    "one character": "👩",
    "beyond the first plane": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𓀀 \U0010ffff",
    "code": "def f(x):\n    return {\n        'a': [1, 2, 3],  # ünï\n    }\n",
}
SIZES = [1, 2, 3, 7, 64, 10_000]


@pytest.mark.parametrize("size", [1, 3, 64])
@pytest.mark.parametrize("name", TEXTS)
def test_awkward_texts_arrive_byte_for_byte(http: httpx.Client, name: str, size: int) -> None:
    text = TEXTS[name]

    answer = http.post(CHAT, json=chat(text, tokens_per_chunk=size))

    assert streamed_text(answer.content) == text
    assert "\ufffd" in text or not any("\ufffd" in delta for delta in deltas(answer.content))


@pytest.mark.parametrize("encoding", encoding_names())
def test_every_encoding_joins_to_the_same_text(http: httpx.Client, encoding: str) -> None:
    text = "".join(TEXTS.values())

    texts = [
        streamed_text(http.post(CHAT, json=chat(text, tokenizer_model=encoding, tokens_per_chunk=size)).content)
        for size in SIZES
    ]

    assert texts == [text] * len(SIZES)


@pytest.mark.parametrize("name", TEXTS)
def test_paced_texts_arrive_byte_for_byte_too(http: httpx.Client, name: str) -> None:
    text = TEXTS[name][:60]

    answer = http.post(CHAT, json=chat(text, tokens_per_second=2000))

    assert streamed_text(answer.content) == text


def test_the_same_text_comes_streamed_whole_scored_and_from_the_legacy_endpoint(http: httpx.Client) -> None:
    text = "".join(TEXTS.values())

    whole = http.post(CHAT, json=chat(text, stream=False)).json()
    scored = http.post(CHAT, json=chat(text, logprobs=True, top_logprobs=1, tokens_per_chunk=5))
    legacy = http.post(COMPLETIONS, json={"prompt": "p", "mock_response": text, "stream": True})

    assert whole["choices"][0]["message"]["content"] == text
    assert streamed_text(scored.content) == text
    assert "".join(event["choices"][0]["text"] for event in events(legacy.content)) == text


@pytest.mark.parametrize("encoding", ["cl100k_base", "o200k_base", "gpt2"])
def test_a_text_of_a_hundred_kilobytes_arrives_byte_for_byte(http: httpx.Client, encoding: str) -> None:
    text = mixed(100_000)

    answer = http.post(CHAT, json=chat(text, tokenizer_model=encoding))

    assert streamed_text(answer.content) == text


@pytest.mark.parametrize("size", [1, 100])
def test_a_text_of_a_megabyte_arrives_byte_for_byte(http: httpx.Client, size: int) -> None:
    text = mixed(1_000_000)

    answer = http.post(CHAT, json=chat(text, tokens_per_chunk=size), timeout=30)

    assert streamed_text(answer.content) == text


@pytest.mark.parametrize("letter", ["a", " ", "漢", "\n"])
def test_a_very_long_run_of_one_character_arrives_byte_for_byte(http: httpx.Client, letter: str) -> None:
    text = letter * 200_000

    answer = http.post(CHAT, json=chat(text, tokenizer_model="o200k_base", tokens_per_chunk=50), timeout=30)

    assert streamed_text(answer.content) == text


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60),
    size=st.integers(1, 12),
    encoding=st.sampled_from(["cl100k_base", "o200k_base", "p50k_base"]),
    limit=st.none() | st.integers(1, 40),
)
def test_any_text_arrives_byte_for_byte_or_up_to_its_limit(
    http: httpx.Client, text: str, size: int, encoding: str, limit: int | None
) -> None:
    body = chat(text, tokens_per_chunk=size, tokenizer_model=encoding, max_tokens=limit)

    sent = streamed_text(http.post(CHAT, json=body).content)

    assert text.startswith(sent)
    assert limit is not None or sent == text


def mixed(size: int) -> str:
    """A text of about so many bytes of UTF-8, of all kinds, always the same."""
    chance = random.Random(7)
    parts = [*TEXTS.values(), *(f"Sentence number {place}, quite ordinary; " for place in range(60))]
    found: list[str] = []
    have = 0
    while have < size:
        found.append(chance.choice(parts))
        have += len(found[-1].encode())
    return "".join(found)
