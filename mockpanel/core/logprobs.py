"""Log probabilities that look like a model's and are always the same for the same token, place and seed.

Made up: no model is asked. The token that was sent is always the most likely one.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

_COMMON = (
    b" the", b",", b".", b" a", b" and", b" to", b" of", b"\n", b" in", b" is", b" that", b" for",
    b" it", b" with", b" as", b" on", b" be", b" this", b" an", b" by", b" are", b" at", b"I", b"The",
)  # fmt: skip
"""What stands in for the vocabulary: frequent tokens of English, enough for 20 alternatives."""

_LEAST_LIKELY_CHOICE = 0.35


@dataclass(frozen=True, slots=True)
class Scored:
    """One candidate: the token's bytes and the natural logarithm of its probability."""

    token: bytes
    logprob: float


def scored(token: bytes, place: int, alternatives: int, seed: int = 0) -> list[Scored]:
    """The token at a place of the answer, then others up to `alternatives` in all, likeliest first; at least itself."""
    luck = zlib.crc32(b"%d:%d:%b" % (seed, place, token)) / 2**32
    chosen = _LEAST_LIKELY_CHOICE + (1 - _LEAST_LIKELY_CHOICE) * luck
    found = [Scored(token, _rounded(chosen))]
    left = min(1 - chosen, chosen)
    start = int(luck * len(_COMMON))
    for other in _COMMON[start:] + _COMMON[:start]:
        if len(found) >= alternatives:
            break
        if other != token:
            left *= 0.6
            found.append(Scored(other, _rounded(left * 0.6)))
    return found


def _rounded(probability: float) -> float:
    return round(math.log(max(probability, 1e-9)), 6)
