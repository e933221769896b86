"""Token counts as Gemini reports them: `usageMetadata`, which grows from chunk to chunk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockpanel.core.choices import Choice, Part
from mockpanel.core.plan import StreamPlan
from mockpanel.core.tokens import Tokens
from mockpanel.wire import sse
from mockpanel.wire.gemini_requests import TOKENS_PER_MEDIUM

MEDIA = "media"
"""In an Ask's extras: how many media of each kind the prompt holds."""


def modality_details(prompt_tokens: int, media: Mapping[str, int]) -> list[dict[str, Any]]:
    """How many of the prompt's tokens are text, and how many each kind of medium."""
    counts = {kind: number * TOKENS_PER_MEDIUM for kind, number in media.items()}
    counts = {"TEXT": prompt_tokens - sum(counts.values()), **counts}
    return [{"modality": kind, "tokenCount": count} for kind, count in counts.items()]


class Counter:
    """Counts the tokens that go out, and writes them down."""

    def __init__(self, plan: StreamPlan) -> None:
        usage = plan.usage
        details = sse.dumps(modality_details(usage.prompt_tokens, plan.ask.extras.get(MEDIA, {})))
        self._prompt = usage.prompt_tokens
        self._head = b'"usageMetadata":{"promptTokenCount":%d,"promptTokensDetails":%b,' % (self._prompt, details)
        self._answers = {choice.index: _Progress(choice.tokens, choice.count) for choice in plan.choices}
        thinking = plan.thinking
        self._thinking = {
            choice.index: _Progress(thinking, len(thinking)) for choice in plan.choices if thinking is not None
        }
        self._answer = 0
        self._thoughts = 0 if self._thinking else usage.reasoning_tokens
        self._answer_head = self._head + self._lead(self._thoughts)
        self.complete = self._written(usage.completion_tokens - usage.reasoning_tokens, usage.reasoning_tokens)
        """The usage of the whole answer."""

    @property
    def usage(self) -> bytes:
        """The usage so far."""
        return self._written(self._answer, self._thoughts)

    def counted(self, choice: Choice, part: Part, pieces: list[bytes]) -> tuple[bytes, Sequence[int], int]:
        """The usage with each of further pieces: how it begins, the number that grows, what that lacks of the total."""
        if part is choice.reasoning:
            counts = self._thinking[choice.index].advance(self._thoughts, pieces)
            self._thoughts = counts[-1] if counts else self._thoughts
            self._answer_head = self._head + self._lead(self._thoughts)
            lead = b'"candidatesTokenCount":%d,"thoughtsTokenCount":' % self._answer
            return self._head + lead, counts, self._prompt + self._answer
        counts = self._answers[choice.index].advance(self._answer, pieces)
        self._answer = counts[-1] if counts else self._answer
        return self._answer_head, counts, self._prompt + self._thoughts

    def at_end(self, choice: Choice) -> bytes:
        """The usage when a candidate has ended: all of its tokens count, those too that completed no character."""
        self._answer += self._answers[choice.index].finish()
        return self.usage

    def _written(self, answer: int, thoughts: int) -> bytes:
        total = self._prompt + answer + thoughts
        return b'%b%b%d,"totalTokenCount":%d}' % (self._head, self._lead(thoughts), answer, total)

    def _lead(self, thoughts: int) -> bytes:
        """What stands before the number of the answer's tokens."""
        thought = b'"thoughtsTokenCount":%d,' % thoughts if thoughts else b""
        return thought + b'"candidatesTokenCount":'


class _Progress:
    """How far the tokens of one text have gone out."""

    __slots__ = ("_at", "_count", "_ends", "_sent")

    def __init__(self, tokens: Tokens, count: int) -> None:
        self._ends = tokens.json_ends
        self._count = count
        self._at = 0
        self._sent = 0

    def advance(self, count: int, pieces: list[bytes]) -> Sequence[int]:
        """Goes on by pieces of JSON; returns a count of tokens as it grows with each, by those that it completes."""
        ends, most, at, sent = self._ends, self._count, self._at, self._sent
        others = count - sent
        last, end = sent + len(pieces), at + len(b"".join(pieces))
        if sent < last <= most and ends[last - 1] == end and (not sent or ends[sent - 1] == at):  # a token each
            self._at, self._sent = end, last
            return range(count + 1, others + last + 1)
        counts = []
        for piece in pieces:
            at += len(piece)
            while sent < most and (not sent or ends[sent - 1] < at):
                sent += 1
            counts.append(others + sent)
        self._at, self._sent = at, sent
        return counts

    def finish(self) -> int:
        """Goes on to the end; returns how many tokens that is."""
        left = self._count - self._sent
        self._sent = self._count
        return left
