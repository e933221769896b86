"""Which of two goes to the left in a blind round: by chance, each as often; the same seed, the same order."""

from __future__ import annotations

from mockpanel.core.luck import dice

BLOCK = 4
"""In so many rounds each is left equally often; in fewer, the last sides could be told from the first."""


def first_is_left(seed: int, number: int) -> bool:
    """Whether the first of the two is left in the round of a number, counted from 0."""
    block, place = divmod(number, BLOCK)
    sides = [True] * (BLOCK // 2) + [False] * (BLOCK // 2)
    dice(seed, f"blind {block}").shuffle(sides)
    return sides[place]
