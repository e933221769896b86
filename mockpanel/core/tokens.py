"""Text to tokens to whole UTF-8: tiktoken behind plain functions, and the compact result that streams read.

Encoding is slow and holds the interpreter, so this part runs in the tokenizer's own process (mockpanel.server.tokenizer);
what comes back are arrays that a stream only slices.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring  # type: ignore[attr-defined] # typeshed lacks it; json.dumps uses it

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


@dataclass(slots=True, eq=False)
class Tokens:
    """A text as tokens, in arrays that hold one number a token.

    `ids` are the token numbers, `ends` the offsets in `data` (UTF-8) where each token ends. `json` is the text as the
    inside of a JSON string, and `json_ends` the offset there up to which whole characters are complete after each
    token: a token that ends inside a character adds nothing until the token that completes it.
    """

    encoding: str
    data: bytearray = field(default_factory=bytearray)
    ids: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("Q"))
    json: bytearray = field(default_factory=bytearray)
    json_ends: array[int] = field(default_factory=lambda: array("Q"))

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

    def token_bytes(self, index: int) -> bytes:
        """The bytes of one token; they may end inside a character."""
        return bytes(self.data[self.ends[index - 1] if index else 0 : self.ends[index]])

    def complete_bytes(self, count: int) -> int:
        """How many bytes of `data` the first `count` tokens complete, an unfinished last character left out."""
        end = self.ends[count - 1] if count else 0
        while 0 < end < len(self.data) and self.data[end] & 0xC0 == 0x80:
            end -= 1
        return end

    def extend(self, part: Tokens) -> None:
        """Appends the tokens of the text's next segment."""
        shift, json_shift = len(self.data), len(self.json)
        self.data += part.data
        self.json += part.json
        self.ids += part.ids
        self.ends += array("Q", [end + shift for end in part.ends]) if shift else part.ends
        self.json_ends += array("Q", [end + json_shift for end in part.json_ends]) if json_shift else part.json_ends


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
    tokens = Tokens(encoding)
    for segment in segments(text):
        tokens.extend(tokenize_segment(segment, encoding))
    return tokens


def tokenize_segment(text: str, encoding: str) -> Tokens:
    """The tokens of one segment."""
    coder = load(encoding)
    data = bytearray(text.encode())
    ids = array("I", coder.encode_ordinary(text))
    ends = array("Q")
    end = 0
    for size in map(len, coder.decode_tokens_bytes(ids.tolist())):
        end += size
        ends.append(end)
    return Tokens(encoding, data, ids, ends, *_as_json(data, ends))


def count(text: str, encoding: str) -> int:
    """How many tokens a text has."""
    coder = load(encoding)
    return sum(len(coder.encode_ordinary(segment)) for segment in segments(text))


def decode(ids: list[int], encoding: str) -> str:
    """The text of token numbers; bytes that are no character become U+FFFD. Raises InvalidValue for an unknown number."""
    coder = load(encoding)
    try:
        return coder.decode(ids)
    except (KeyError, OverflowError):
        wrong = next(number for number in ids if not _is_token(coder, number))
        raise InvalidValue("prompt", f"prompt must hold tokens of {encoding}, got {wrong}") from None


@lru_cache(maxsize=32)
def load(encoding: str) -> tiktoken.Encoding:
    """The encoding itself, from the bundled data; takes 0.1–0.5 s the first time."""
    use_bundled_encodings()
    return tiktoken.get_encoding(encoding)


def json_inside(text: str) -> bytes:
    """The text as it stands between the quotes of a JSON string: raw UTF-8, line ends of all kinds escaped."""
    return encode_basestring(text)[1:-1].translate(_LINE_ENDS).encode()


def _as_json(data: bytearray, ends: array[int]) -> tuple[bytearray, array[int]]:
    """The JSON form of the data and how much of it is complete after each token."""
    inside = json_inside(data.decode())
    if len(inside) == len(data):  # nothing was escaped, so every offset stays
        return bytearray(inside), _complete(data, ends)
    parts = bytearray()
    json_ends = array("Q")
    done = 0
    for end in _complete(data, ends):
        if end > done:
            parts += json_inside(data[done:end].decode())
            done = end
        json_ends.append(len(parts))
    return parts, json_ends


def _complete(data: bytearray, ends: array[int]) -> array[int]:
    """For each token, the offset of the last token end at or before it that does not cut a character."""
    if data.isascii():
        return array("Q", ends)
    last = len(data)
    whole = array("Q")
    done = 0
    for end in ends:
        if end == last or data[end] & 0xC0 != 0x80:
            done = end
        whole.append(done)
    return whole


def _is_token(coder: tiktoken.Encoding, number: int) -> bool:
    try:
        coder.decode_single_token_bytes(number)
    except (KeyError, OverflowError):
        return False
    return True


