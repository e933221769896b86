"""The reasoning before an answer, and what a limit on tokens leaves of both. Pure; knows no time."""

from __future__ import annotations

from dataclasses import dataclass

from mockpanel.core.choices import Part, PartKind
from mockpanel.core.tokens import Tokens, first_of


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What is thought: tokens where there is a text, how many there are, and how many are `left` for the answer."""

    tokens: Tokens | None
    count: int
    left: int | None = None
    """None where there is no limit."""
    cut: bool = False
    """Whether the limit ends the reasoning itself."""

    @property
    def part(self) -> Part | None:
        """The part of an answer that is the reasoning's text."""
        return None if self.tokens is None else Part(PartKind.REASONING, 0, 0, self.count)


def thoughts_within(tokens: Tokens | None, count: int, limit: int | None) -> Thoughts:
    """The reasoning of so many tokens, as far as a limit lets it go.

    A limit is on reasoning and answer together (OpenAI API reference, max_completion_tokens; the other APIs' as well).
    """
    if limit is None:
        return Thoughts(tokens, count)
    if count <= limit:
        return Thoughts(tokens, count, limit - count)
    if tokens is None:
        return Thoughts(None, limit, 0, cut=True)
    tokens = first_of(tokens, limit)
    return Thoughts(tokens if len(tokens) else None, len(tokens), 0, cut=True)
