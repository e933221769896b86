"""Text to tokens to whole UTF-8: tiktoken behind plain functions, and the compact result that streams read.

Encoding is slow and holds the interpreter, so this runs in a process of its own (mockpanel.server.tokenizer); what
comes back are arrays that a stream only slices.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from json.encoder import encode_basestring

import tiktoken

from mockpanel.core.encodings import use_bundled_encodings
from mockpanel.core.errors import InvalidValue

SEGMENT_CHARACTERS = 32_768
"""Texts are encoded piecewise, so that no call is long and none overflows tiktoken's regular-expression stack."""

_SAFE_CUT = re.compile(r"(?<=\S)(?= \S)|(?<=\S\n)(?=[^\s/])|(?<=[^\W_])(?=[。、，！？；：])")
"""Before a lone space, after a lone line feed, before East Asian punctuation: no pre-tokenizer pattern of tiktoken 0.14
makes one token across such a place, nor looks ahead over it, so cutting there changes no token."""

_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Escaped, because readers built on str.splitlines cut a line there (httpx, requests)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A text as tokens, in arrays that hold one number a token.

    `ids` are the token numbers, `ends` the offsets in `data` (UTF-8) where each token ends. `json` is the text as the
    inside of a JSON string, and `json_ends` the offset there up to which whole characters are complete after each
    token: a token that ends inside a character adds nothing until the token that completes it.
    """

    encoding: str
    data: bytes
    ids: array[int]
    ends: array[int]
    json: bytes
    json_ends: array[int]
    counts: array[int] | None = None
    """Where units stand for tokens (mockpanel.core.beats): how many tokens are complete with each."""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def text(self) -> str:
        """The text that the tokens make."""
        return self.data.decode()

    @property
    def size(self) -> int:
        """About the bytes of memory held."""
        return len(self.data) + len(self.json) + 20 * len(self.ids) + 500

    def counted(self, units: int) -> int:
        """How many tokens are complete with so many units; where a unit is a token, as many."""
        if self.counts is None or not units:
            return units
        return self.counts[units - 1]

    def units(self, count: int) -> int:
        """The fewest units that hold so many tokens; all where there are not so many."""
        if self.counts is None or not count:
            return count
        return min(bisect_left(self.counts, count) + 1, len(self.counts))

    def token_bytes(self, index: int) -> bytes:
        """The bytes of one token; they may end inside a character."""
        return self.data[self.ends[index - 1] if index else 0 : self.ends[index]]

    def complete_bytes(self, count: int) -> int:
        """How many bytes of `data` the first `count` tokens complete, an unfinished last character left out."""
        end = self.ends[count - 1] if count else 0
        while 0 < end < len(self.data) and self.data[end] & 0xC0 == 0x80:
            end -= 1
        return end


def segments(text: str) -> Iterator[str]:
    """Cuts a text into parts of about SEGMENT_CHARACTERS whose tokens, joined, are the tokens of the whole.

    A part ends between two words. Where twice as many characters hold no such place (a megabyte of one letter),
    it is cut all the same, and the tokens at that place may differ from tiktoken's own.
    """
    start = 0
    while len(text) - start > 2 * SEGMENT_CHARACTERS:
        safe = _SAFE_CUT.search(text, start + SEGMENT_CHARACTERS, start + 2 * SEGMENT_CHARACTERS)
        cut = safe.start() if safe else start + SEGMENT_CHARACTERS
        yield text[start:cut]
        start = cut
    yield text[start:]


def tokenize(text: str, encoding: str) -> Tokens:
    """The tokens of a whole text; special tokens in it are ordinary text."""
    parts: list[Tokens] = []
    for segment in segments(text):
        parts.append(tokenize_segment(segment, encoding, *reach(parts)))
    return joined(parts)


def tokenize_segment(text: str, encoding: str, data_at: int = 0, json_at: int = 0) -> Tokens:
    """The tokens of one segment, which begins at these offsets of the whole text's `data` and `json`."""
    coder = load(encoding)
    data = text.encode()
    ids = coder.encode_ordinary(text)
    ends = list(accumulate(map(len, coder.decode_tokens_bytes(ids))))
    json, json_ends = _as_json(data, ends)
    return Tokens(encoding, data, array("I", ids), _shifted(ends, data_at), json, _shifted(json_ends, json_at))


def reach(parts: list[Tokens]) -> tuple[int, int]:
    """How far the segments so far go: the offsets where the next begins."""
    last = next((part for part in reversed(parts) if part.ids), None)
    return (last.ends[-1], last.json_ends[-1]) if last is not None else (0, 0)


def joined(parts: list[Tokens]) -> Tokens:
    """The tokens of a text from those of its segments; only copies memory."""
    if len(parts) == 1:
        return parts[0]

    def together(kind: str, arrays: Iterable[array[int]]) -> array[int]:
        return array(kind, b"".join(part.tobytes() for part in arrays))

    return Tokens(
        parts[0].encoding,
        b"".join(part.data for part in parts),
        together("I", (part.ids for part in parts)),
        together("Q", (part.ends for part in parts)),
        b"".join(part.json for part in parts),
        together("Q", (part.json_ends for part in parts)),
    )


def first_of(tokens: Tokens, count: int) -> Tokens:
    """As many of the tokens as `count` allows, and a few fewer where the last of them would end inside a character."""
    if count >= len(tokens):
        return tokens
    while count and tokens.complete_bytes(count) != tokens.ends[count - 1]:
        count -= 1
    data_end, json_end = (tokens.ends[count - 1], tokens.json_ends[count - 1]) if count else (0, 0)
    return Tokens(
        tokens.encoding,
        tokens.data[:data_end],
        tokens.ids[:count],
        tokens.ends[:count],
        tokens.json[:json_end],
        tokens.json_ends[:count],
    )


def chained(texts: list[Tokens]) -> Tokens:
    """The tokens of several whole texts, one behind the other: no token reaches from one into the next."""
    if len(texts) == 1:
        return texts[0]
    parts: list[Tokens] = []
    for tokens in texts:
        data_at, json_at = reach(parts)
        ends, json_ends = _shifted(list(tokens.ends), data_at), _shifted(list(tokens.json_ends), json_at)
        parts.append(replace(tokens, ends=ends, json_ends=json_ends))
    return joined(parts)


def count(text: str, encoding: str) -> int:
    """How many tokens a text has."""
    coder = load(encoding)
    return sum(len(coder.encode_ordinary(segment)) for segment in segments(text))


def decode(ids: list[int], encoding: str, field: str = "prompt") -> str:
    """The text of token numbers; bytes that are no character become U+FFFD. Raises InvalidValue for no token."""
    coder = load(encoding)
    try:
        return coder.decode(ids)
    except (KeyError, OverflowError):
        wrong = next(number for number in ids if not _is_token(coder, number))
        raise InvalidValue(field, f"{field} must hold tokens of {encoding}, got {wrong}") from None


@lru_cache(maxsize=32)
def load(encoding: str) -> tiktoken.Encoding:
    """The encoding itself, from the bundled data; takes 0.1–0.5 s the first time."""
    use_bundled_encodings()
    return tiktoken.get_encoding(encoding)


def json_inside(text: str) -> bytes:
    """The text as it stands between the quotes of a JSON string: raw UTF-8, line ends of all kinds escaped."""
    return encode_basestring(text)[1:-1].translate(_LINE_ENDS).encode()


def _as_json(data: bytes, ends: list[int]) -> tuple[bytes, list[int]]:
    """The JSON form of the data and how much of it is complete after each token."""
    inside = json_inside(data.decode())
    whole = _complete(data, ends)
    if len(inside) == len(data):  # nothing was escaped, so every offset stays
        return inside, whole
    json_ends: list[int] = []
    done = size = 0
    for end in whole:
        if end > done:
            size += len(json_inside(data[done:end].decode()))
            done = end
        json_ends.append(size)
    return inside, json_ends


def _complete(data: bytes, ends: list[int]) -> list[int]:
    """For each token, the offset of the last token end at or before it that does not cut a character."""
    if data.isascii():
        return ends
    last = len(data)
    whole: list[int] = []
    done = 0
    for end in ends:
        if end == last or data[end] & 0xC0 != 0x80:
            done = end
        whole.append(done)
    return whole


def _shifted(ends: list[int], by: int) -> array[int]:
    return array("Q", [end + by for end in ends] if by else ends)


def _is_token(coder: tiktoken.Encoding, number: int) -> bool:
    try:
        coder.decode_single_token_bytes(number)
    except (KeyError, OverflowError):
        return False
    return True
