"""Token counts as Gemini reports them: `usageMetadata`, which grows from chunk to chunk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from mockpanel.core.choices import Choice, Part, PartKind
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
    """Counts the tokens that went out, and writes them down as `usageMetadata`."""

    def __init__(self, plan: StreamPlan) -> None:
        usage = plan.usage
        self._thinking = plan.thinking
        self._prompt = usage.prompt_tokens
        self._details = sse.dumps(modality_details(usage.prompt_tokens, plan.ask.extras.get(MEDIA, {})))
        self._sent: dict[tuple[int, bool], _Progress] = {}
        self._answer = 0
        self._thoughts = usage.reasoning_tokens if plan.thinking is None else 0
        self.complete = self._written(usage.completion_tokens - usage.reasoning_tokens, usage.reasoning_tokens)
        """The usage of the whole answer."""

    @property
    def usage(self) -> bytes:
        """The usage so far."""
        return self._written(self._answer, self._thoughts)

    def counted(self, choice: Choice, part: Part, piece: bytes) -> bytes:
        """The usage with a further piece."""
        thought = part.kind is PartKind.REASONING
        progress = self._sent.setdefault((choice.index, thought), _Progress())
        if thought:
            assert self._thinking is not None
            self._thoughts += progress.advance(self._thinking, len(piece), len(self._thinking))
        else:
            self._answer += progress.advance(choice.tokens, len(piece), choice.count)
        return self.usage

    def at_end(self, choice: Choice) -> bytes:
        """The usage when a candidate has ended: all of its tokens count, those too that completed no character."""
        progress = self._sent.setdefault((choice.index, False), _Progress())
        self._answer += choice.count - progress.tokens
        progress.tokens = choice.count
        return self.usage

    def _written(self, answer: int, thoughts: int) -> bytes:
        total = self._prompt + answer + thoughts
        thought = b',"thoughtsTokenCount":%d' % thoughts if thoughts else b""
        return b'"usageMetadata":{"promptTokenCount":%d,"candidatesTokenCount":%d,"totalTokenCount":%d%b%b}' % (
            self._prompt,
            answer,
            total,
            b',"promptTokensDetails":' + self._details,
            thought,
        )


class _Progress:
    """How far the tokens of one text have gone out."""

    __slots__ = ("bytes", "tokens")

    def __init__(self) -> None:
        self.bytes = 0
        self.tokens = 0

    def advance(self, tokens: Tokens, more: int, most: int) -> int:
        """Goes on by so many bytes of JSON; returns how many tokens, of at most so many, that completes."""
        self.bytes += more
        found = min(bisect_left(tokens.json_ends, self.bytes, self.tokens) + 1, most)
        gained, self.tokens = max(found - self.tokens, 0), max(found, self.tokens)
        return gained
