"""Plain English of a known number of tokens."""

import random

# With and without a space before it, each is one token of cl100k_base, and so is the full stop.
COMMON = (
    "the of and to in is that for it as was with be by on not he his are at this have from or had an they "
    "which one you were all her she there would their we him been has when who will no more if out so up "
    "said what its about than into them can only other time new some could these two may first then do"
)
WORDS = COMMON.split()

SENTENCE_TOKENS = 12


def prose(tokens: int) -> str:
    """A text of exactly that many tokens in cl100k_base (gpt-4); the same text each time."""
    words = random.Random(tokens).choices(WORDS, k=tokens)
    pieces = ["." if place % SENTENCE_TOKENS == SENTENCE_TOKENS - 1 else f" {word}" for place, word in enumerate(words)]
    return "".join(pieces).removeprefix(" ")
