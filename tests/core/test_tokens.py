"""Tokens: whatever the text and the encoding, the pieces join to the text and none holds half a character."""

from __future__ import annotations

import json
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockpanel.core import tokens as module
from mockpanel.core.errors import InvalidValue
from mockpanel.core.tokens import (
    SEGMENT_CHARACTERS,
    Tokens,
    count,
    decode,
    joined,
    json_inside,
    load,
    reach,
    segments,
    tokenize,
    tokenize_segment,
)
from tests.core.texts import CHARACTERS, ENCODINGS, PROSE, SAMPLES, SHARED_TOKENS, TEXTS, prose

LINE_ENDS = "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"
QUIRKS = st.lists(
    st.sampled_from((*"aZé1٣²Ⅷ'’s_-./!?。，漢か한אש\u0301\u200d\u00a0\u3000\x1c\x85\u2028\x00😀ǅʰ\r\t", *" \n/" * 5)),
    max_size=12,
).map("".join)
"""Texts of characters that the pre-tokenizers' patterns tell apart."""

LONG = {
    "100 kB of prose": prose(100_000),
    "1 MB of prose": prose(1_000_000),
    "1 MB of one letter": "a" * 1_000_000,
    "a million spaces": " " * 1_000_000,
    "100 kB of NUL": "\x00" * 100_000,
    "400 kB of emoji": "👩\u200d🚀" * 40_000,
    "300 kB of CJK without a space": "漢字" * 50_000,
    "100 kB of line feeds": "\n" * 100_000,
    "650 kB of special tokens": "<|endoftext|>" * 50_000,
}


def assert_whole(tokens: Tokens, text: str) -> None:
    """All that must be true of any text's tokens."""
    data = text.encode()
    sizes = load(tokens.encoding).decode_tokens_bytes(list(tokens.ids))
    assert tokens.data == data
    assert tokens.text == text
    assert len(tokens) == len(tokens.ids) == len(tokens.ends) == len(tokens.json_ends)
    assert [tokens.token_bytes(place) for place in range(len(tokens))] == sizes
    assert b"".join(sizes) == data
    assert json.loads(b'"%b"' % tokens.json) == text
    assert not any(end in tokens.json.decode() for end in LINE_ENDS)
    assert not text or (tokens.ends[-1], tokens.json_ends[-1]) == (len(data), len(tokens.json))


def pieces(tokens: Tokens, size: int = 1) -> list[bytes]:
    """The JSON that goes out after each `size` tokens."""
    ends = [0, *tokens.json_ends[size - 1 :: size], len(tokens.json)]
    return [tokens.json[start:end] for start, end in pairwise(ends)]


def unescaped(piece: bytes) -> str:
    text: str = json.loads(b'"%b"' % piece)
    return text


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_tokens_of_a_text_that_is_hard_to_stream_are_the_text(encoding: str, name: str) -> None:
    text = SAMPLES[name]

    tokens = tokenize(text, encoding)

    assert_whole(tokens, text)
    assert "".join(map(unescaped, pieces(tokens))) == text


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_tokens_of_any_text_are_the_text(encoding: str, text: str) -> None:
    tokens = tokenize(text, encoding)

    assert_whole(tokens, text)
    assert list(tokens.ids) == load(encoding).encode_ordinary(text)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, size=st.integers(1, 5))
def test_pieces_of_any_size_are_whole_characters_and_join_to_the_text(encoding: str, text: str, size: int) -> None:
    tokens = tokenize(text, encoding)

    texts = [unescaped(piece) for piece in pieces(tokens, size)]

    assert "".join(texts) == text
    assert sum(part.count("\ufffd") for part in texts) == text.count("\ufffd")


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_each_piece_holds_all_characters_that_its_tokens_complete_and_no_more(encoding: str, text: str) -> None:
    tokens = tokenize(text, encoding)

    for place, (start, end) in enumerate(pairwise([0, *tokens.json_ends])):
        cut = tokens.ends[place] < len(tokens.data) and tokens.data[tokens.ends[place]] & 0xC0 == 0x80
        assert (end == start) is cut
        if not cut:
            assert unescaped(tokens.json[:end]).encode() == tokens.data[: tokens.ends[place]]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, data=st.data())
def test_a_cut_after_any_token_leaves_out_only_the_bytes_of_an_unfinished_character(
    encoding: str, text: str, data: st.DataObject
) -> None:
    tokens = tokenize(text, encoding)
    first = data.draw(st.integers(0, len(tokens)))

    complete = tokens.complete_bytes(first)

    end = tokens.ends[first - 1] if first else 0
    assert tokens.data[:complete].decode() == tokens.data[:end].decode(errors="ignore")


@pytest.mark.parametrize("encoding", SHARED_TOKENS)
def test_a_token_that_ends_one_character_and_begins_the_next_is_held_back(encoding: str) -> None:
    text = SHARED_TOKENS[encoding]

    tokens = tokenize(text, encoding)

    sent = [unescaped(piece) for piece in pieces(tokens)]
    assert [part for part in sent if part] == [text]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", LONG)
def test_tokens_of_a_long_text_are_the_text(encoding: str, name: str) -> None:
    text = LONG[name]

    tokens = tokenize(text, encoding)

    data = text.encode()
    assert tokens.data == data
    assert b"".join(load(encoding).decode_tokens_bytes(list(tokens.ids))) == data
    assert "".join(map(unescaped, pieces(tokens, 997))) == text
    assert tokens.ends[-1] == len(data)
    assert tokens.json_ends[-1] == len(tokens.json)
    assert tokens.size > len(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_special_token_is_ordinary_text(encoding: str) -> None:
    special = sorted(load(encoding).special_tokens_set)

    tokens = tokenize("".join(special), encoding)

    assert tokens.text == "".join(special)
    assert len(tokens) > len(special)
    assert not any(load(encoding).is_special_token(number) for number in tokens.ids)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_long_text_of_words_has_the_very_tokens_of_tiktoken(encoding: str) -> None:
    text = prose(300_000)

    tokens = tokenize(text, encoding)

    assert len(list(segments(text))) > 2
    assert list(tokens.ids) == load(encoding).encode_ordinary(text)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=QUIRKS)
@example(text="a  b   c\n d \n e")
@example(text="!\n/x ./\n/\n//")
@example(text="你好，世界！1，2_，é\u0301，")
def test_a_cut_at_a_safe_place_changes_no_token(encoding: str, text: str) -> None:
    coder = load(encoding)
    cuts = [found.start() for found in module._SAFE_CUT.finditer(text)]

    parts = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]

    assert [number for part in parts for number in coder.encode_ordinary(part)] == coder.encode_ordinary(text)


@given(st.text(CHARACTERS, max_size=200), st.integers(1, 20))
def test_segments_of_any_text_join_to_it_and_are_no_longer_than_promised(text: str, characters: int) -> None:
    with mock.patch.object(module, "SEGMENT_CHARACTERS", characters):
        parts = list(segments(text))

    assert "".join(parts) == text
    assert all(len(part) <= 2 * characters for part in parts)
    assert len(parts) == 1 or all(parts)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_segments_of_a_long_text_join_to_it(text: str) -> None:
    parts = list(segments(text))

    assert "".join(parts) == text
    assert all(0 < len(part) <= 2 * SEGMENT_CHARACTERS for part in parts)


@given(st.lists(st.sampled_from(PROSE.split()), min_size=1))
def test_segments_of_prose_end_between_words(words: list[str]) -> None:
    text = " ".join(words)

    with mock.patch.object(module, "SEGMENT_CHARACTERS", 40):
        parts = list(segments(text))

    assert all(end[-1] != " " and start[0] in " 。、，！？；：" for end, start in pairwise(parts))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_tokens_of_a_text_in_many_segments_are_the_text(encoding: str, text: str) -> None:
    with mock.patch.object(module, "SEGMENT_CHARACTERS", 2):
        tokens = tokenize(text, encoding)

    assert_whole(tokens, text)
    assert "".join(map(unescaped, pieces(tokens))) == text


def test_segments_made_one_by_one_go_on_where_the_last_one_ended() -> None:
    parts = [tokenize_segment('漢"', "gpt2")]
    parts.append(tokenize_segment("\n字", "gpt2", *reach(parts)))

    tokens = joined(parts)

    assert reach([]) == (0, 0)
    assert reach(parts) == (len(tokens.data), len(tokens.json)) == (8, 10)
    assert_whole(tokens, '漢"\n字')


def test_one_segment_alone_is_joined_without_a_copy() -> None:
    part = tokenize_segment("text", "gpt2")

    tokens = joined([part])

    assert tokens is part


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_counting_gives_the_number_of_tokens(encoding: str, text: str) -> None:
    number = count(text, encoding)

    assert number == len(tokenize(text, encoding))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_token_numbers_decode_to_the_text_they_came_from(encoding: str, text: str) -> None:
    numbers = list(tokenize(text, encoding).ids)

    decoded = decode(numbers, encoding)

    assert decoded == text


def test_token_numbers_that_end_inside_a_character_decode_to_a_replacement() -> None:
    numbers = list(tokenize("a漢", "gpt2").ids)

    decoded = decode(numbers[:2], "gpt2")

    assert decoded == "a\ufffd"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("wrong", [-1, 250_000, 2**31 - 1, 2**32, 2**64])
def test_a_number_that_is_no_token_is_refused_by_name(encoding: str, wrong: int) -> None:
    with pytest.raises(InvalidValue) as caught:
        decode([0, 1, wrong], encoding)

    assert caught.value.field == "prompt"
    assert str(caught.value) == f"prompt must hold tokens of {encoding}, got {wrong}"


@given(TEXTS)
def test_the_inside_of_a_json_string_reads_back_as_the_text_and_holds_no_line_end(text: str) -> None:
    inside = json_inside(text)

    assert unescaped(inside) == text
    assert not any(end in inside.decode() for end in LINE_ENDS)


def test_the_inside_of_a_json_string_keeps_other_characters_as_they_are() -> None:
    inside = json_inside("漢字 é 😀 \x7f /")

    assert inside.decode() == "漢字 é 😀 \x7f /"


def test_an_encoding_is_loaded_once() -> None:
    first = load("gpt2")

    second = load("gpt2")

    assert first is second
