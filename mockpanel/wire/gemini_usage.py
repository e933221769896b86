"""Token counts as Gemini reports them: `usageMetadata`, which grows from chunk to chunk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockpanel.core.choices import Choice, Part
from mockpanel.core.plan import StreamPlan
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
        self._head = b'"usageMetadata":{"promptTokenCount":%d,' % self._prompt
        self._details = b'"promptTokensDetails":%b,' % details
        self._answers = dict.fromkeys((choice.index for choice in plan.choices), 0)
        self._thinking = dict(self._answers)
        self._answer = 0
        self._thoughts = 0 if plan.thinking is not None else usage.reasoning_tokens
        self._answer_head = self._head + self._lead(self._thoughts)
        answer_tokens = usage.completion_tokens - usage.reasoning_tokens
        self.complete = self._written(answer_tokens, usage.reasoning_tokens, self._details)
        """The usage of the whole answer."""

    @property
    def usage(self) -> bytes:
        """The usage so far, without the prompt's details."""
        return self._written(self._answer, self._thoughts)

    def counted(self, choice: Choice, part: Part, sent: Sequence[int]) -> tuple[bytes, int, int]:
        """Takes note of what more of a text goes out, and says how the usage grows with each of its pieces.

        How it begins, and how much more its two last numbers, of the text's kind and of all, are than the tokens sent.
        """
        index, now = choice.index, sent[-1]
        if part is choice.reasoning:
            others = self._thoughts - self._thinking[index]
            self._thinking[index] = now
            self._thoughts = others + now
            self._answer_head = self._head + self._lead(self._thoughts)
            lead = b'"candidatesTokenCount":%d,"thoughtsTokenCount":' % self._answer
            return self._head + lead, others, others + self._prompt + self._answer
        others = self._answer - self._answers[index]
        self._answers[index] = now
        self._answer = others + now
        return self._answer_head, others, others + self._prompt + self._thoughts

    def at_end(self, choice: Choice) -> bytes:
        """The usage when a candidate has ended: all of its tokens count, those too that completed no character.

        It comes with the prompt's details, as Gemini 2.0 sends them: with the last chunk.
        """
        self.counted(choice, choice.parts[-1], (choice.token_count,))
        return self._written(self._answer, self._thoughts, self._details)

    def _written(self, answer: int, thoughts: int, details: bytes = b"") -> bytes:
        total = self._prompt + answer + thoughts
        return b'%b%b%b%d,"totalTokenCount":%d}' % (self._head, details, self._lead(thoughts), answer, total)

    def _lead(self, thoughts: int) -> bytes:
        """What stands before the number of the answer's tokens."""
        thought = b'"thoughtsTokenCount":%d,' % thoughts if thoughts else b""
        return thought + b'"candidatesTokenCount":'
