"""One answer as tokens and parts: text, refusal, tool calls; where a limit cuts it. Pure; knows no protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mockpanel.core.tokens import Tokens, first_of, json_inside


class FinishReason(StrEnum):
    """Why an answer ends, in the words of the OpenAI API's chat completions."""

    STOP = "stop"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    CONTENT_FILTER = "content_filter"


class PartKind(StrEnum):
    """What a part of an answer is."""

    __hash__ = str.__hash__  # Enum's is a function in Python, and parts are looked up by kind for every token.

    REASONING = "reasoning"
    TEXT = "text"
    REFUSAL = "refusal"
    TOOL_CALL = "tool_call"


@dataclass(frozen=True, slots=True)
class Part:
    """The tokens from `start` to before `end` of one answer; a tool call's are its arguments, as JSON text.

    `place` counts the parts of an answer, its reasoning included. The reasoning has tokens of its own.
    """

    kind: PartKind
    place: int
    start: int
    end: int
    name: str = ""
    """Of the tool."""
    call_id: str = ""
    """As it was given; empty where the protocol is to make one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the first `count` of `tokens`, behind `lead` (an echoed prompt), ending for `finish_reason`.

    The parts follow each other without a gap, from the first token to the last.
    """

    index: int
    tokens: Tokens
    count: int
    finish_reason: FinishReason
    lead: Tokens | None = None
    tail: bytes = b""
    """JSON of whole characters in last tokens that end inside a later one, where a limit cut there."""
    parts: tuple[Part, ...] = ()
    reasoning: Part | None = None
    """The part before all others, whose tokens are the plan's `thinking`."""

    @property
    def token_count(self) -> int:
        """How many tokens it has, where `count` may be of larger units."""
        return self.tokens.counted(self.count)

    @property
    def text(self) -> str:
        """The text of all its text parts, without the lead."""
        return "".join(self.text_of(part) for part in self.parts if part.kind is PartKind.TEXT)

    @property
    def refusal(self) -> str | None:
        """The refusal, if it is one."""
        found = [self.text_of(part) for part in self.parts if part.kind is PartKind.REFUSAL]
        return "".join(found) if found else None

    @property
    def calls(self) -> tuple[Part, ...]:
        """Its tool calls."""
        return tuple(part for part in self.parts if part.kind is PartKind.TOOL_CALL)

    @property
    def json_end(self) -> int:
        """The offset in `tokens.json` of the answer's end, without the tail."""
        return self.tokens.json_ends[self.count - 1] if self.count else 0

    def text_of(self, part: Part) -> str:
        """The text of one of its parts: of a tool call the arguments."""
        start, end = self.tokens.complete_bytes(part.start), self.tokens.complete_bytes(min(part.end, self.count))
        return self.tokens.data[start:end].decode()


def text_part(count: int, place: int = 0) -> Part:
    """The only part of an answer that is plain text."""
    return Part(PartKind.TEXT, place, 0, count)


def choose(
    index: int,
    tokens: Tokens,
    max_tokens: int | None,
    lead: Tokens | None = None,
    parts: tuple[Part, ...] = (),
    finish_reason: FinishReason = FinishReason.STOP,
) -> Choice:
    """The choice that sends `tokens`, or as many as `max_tokens` allows; a character cut there is left out.

    Without parts it is plain text.
    """
    parts = parts or (text_part(len(tokens)),)
    if max_tokens is None or len(tokens) <= max_tokens:
        return Choice(index, tokens, len(tokens), finish_reason, lead, parts=parts)
    complete = tokens.complete_bytes(max_tokens)
    whole = len(first_of(tokens, max_tokens).data)
    tail = json_inside(tokens.data[whole:complete].decode())
    return Choice(index, tokens, max_tokens, FinishReason.LENGTH, lead, tail, _within(parts, max_tokens))


def first_tokens(choice: Choice, count: int) -> Choice:
    """The choice as far as its first `count` tokens, in whole characters; itself where it has no more."""
    count = choice.tokens.units(count)
    if count >= choice.count:
        return choice
    return replace(choice, count=count, tail=b"", parts=_within(choice.parts, count))


def reaching(choices: Sequence[Choice], after_tokens: int) -> list[Choice]:
    """The choices that are under way after so many tokens, or, where no choice has more, that end last."""
    longest = max(choice.token_count for choice in choices)
    return [choice for choice in choices if choice.token_count >= min(after_tokens, longest)]


def _within(parts: tuple[Part, ...], count: int) -> tuple[Part, ...]:
    """The parts that the first tokens reach, the last one cut; without a token an empty text."""
    if not count:
        return (text_part(0, parts[0].place),)
    reached = [part for part in parts if part.start < count]
    return (*reached[:-1], replace(reached[-1], end=min(reached[-1].end, count)))
