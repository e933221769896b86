"""Vectors that stand for texts: always the same for the same text and model, near where words are shared. Pure math.

Made up: no model is asked. Words and their trigrams are hashed into places of the vector (feature hashing), and a
little noise of the text's own fills the rest, so that no two texts have the same vector.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
import sys
from array import array
from collections import Counter
from dataclasses import dataclass

MOST_DIMENSIONS = 3072

DIMENSIONS = {
    "text-embedding-3-large": 3072,
    "text-embedding-3-small": 1536,
    "text-embedding-ada": 1536,
    "gemini-embedding": 3072,
    "text-embedding-00": 768,
    "embedding-001": 768,
    "nomic-embed-text": 768,
    "embeddinggemma": 768,
    "mxbai-embed-large": 1024,
    "snowflake-arctic-embed": 1024,
    "bge-m3": 1024,
    "bge-large": 1024,
    "all-minilm": 384,
}
"""How many numbers the vectors of well-known models have, by how their names begin."""

OTHER_DIMENSIONS = 1536

PLACES = 24
"""So many places of the vector does one word, or one trigram, add to."""

TRIGRAM_WEIGHT = 0.3
NOISE_WEIGHT = 0.15

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Embedding:
    """What is asked for instead of an answer: vectors of so many dimensions, as base64 or as lists of numbers."""

    dimensions: int
    as_base64: bool = False
    most_tokens: int | None = None
    """How long each text may be; None for any length."""


def default_dimensions(model: str) -> int:
    """How many dimensions a model's vectors have where a request does not say."""
    return next((size for name, size in DIMENSIONS.items() if model.startswith(name)), OTHER_DIMENSIONS)


def vector(text: str, model: str, dimensions: int) -> array[float]:
    """The unit vector of a text in 32-bit floats; one of fewer is the beginning of a longer one, rescaled."""
    salt = hashlib.blake2b(model.encode(), digest_size=16).digest()
    spread = [0.0] * MOST_DIMENSIONS
    for feature, weight in _features(text).items():
        _add(spread, feature, weight, salt)
    noise = array("b", hashlib.shake_256(salt + text.encode()).digest(dimensions))
    share = (
        NOISE_WEIGHT * (_length(spread) or 1.0) / (74 * math.sqrt(MOST_DIMENSIONS))
    )  # a signed byte is 74 on average
    mixed = [part + share * other for part, other in zip(spread, noise, strict=False)]
    length = _length(mixed)
    return array("f", [part / length for part in mixed]) if length else array("f", [1.0] + [0.0] * (dimensions - 1))


def written(numbers: array[float], *, as_base64: bool) -> bytes:
    """The vector as a JSON value: a list, or base64 of little-endian 32-bit floats; both hold the same numbers."""
    if not as_base64:
        return b"[%b]" % ",".join([f"{value:.9g}" for value in numbers]).encode()
    if sys.byteorder == "big":  # pragma: no cover
        numbers = array("f", numbers)
        numbers.byteswap()
    return b'"%b"' % base64.b64encode(numbers.tobytes())


def _features(text: str) -> dict[str, float]:
    """What a text holds and how much of it: words, whatever their case, and the trigrams within them."""
    words = Counter(_WORD.findall(text.casefold()))
    found: Counter[str] = Counter()
    for word, times in words.items():
        weight = math.sqrt(times)  # a word that comes often says less each time
        found[f" {word} "] += weight  # type: ignore[assignment]
        framed = f" {word} "
        for place in range(len(framed) - 2 if len(word) > 1 else 0):
            found[framed[place : place + 3]] += TRIGRAM_WEIGHT * weight  # type: ignore[assignment]
    return dict(found)


def _add(spread: list[float], feature: str, weight: float, salt: bytes) -> None:
    """Adds a feature at its places; the highest bit of each says with which sign."""
    places = array("H", hashlib.blake2b(feature.encode(), digest_size=2 * PLACES, key=salt).digest())
    for place in places:
        spread[(place & 0x7FFF) % MOST_DIMENSIONS] += weight if place & 0x8000 else -weight


def _length(numbers: list[float]) -> float:
    return math.hypot(*numbers)
