"""Speaks a Gemini answer: whole, as server-sent events, or as one JSON array that grows (Gemini API reference)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from mockpanel.core.answers import OWN_SOURCES
from mockpanel.core.choices import Choice, Part, PartKind
from mockpanel.core.plan import StreamPlan
from mockpanel.wire import sse
from mockpanel.wire.gemini_candidates import candidate_end, content_part, logprobs_result, whole_candidate
from mockpanel.wire.gemini_usage import Counter
from mockpanel.wire.numbers import numbers
from mockpanel.wire.voice import Occasion

ARRAY, THOUGHTS = "array", "thoughts"
"""In an Ask's extras: whether the stream is one JSON array, and whether thoughts are shown."""

JSON = b"application/json; charset=utf-8"
TOTAL = b',"totalTokenCount":'
"""At the end of the usage: between the number that grows and that of all tokens."""

BLOCKED = b'{"promptFeedback":{"blockReason":"SAFETY"},'
"""How a response begins whose prompt is blocked."""


class GeminiVoice:
    """Speaks one answer. Every chunk tells the tokens so far; a function call comes whole, with its last token."""

    def __init__(self, occasion: Occasion) -> None:
        plan = self._plan = occasion.plan
        self._blocked = bool(not plan.usage.completion_tokens and plan.settings.mock_finish_reason == "content_filter")
        self._shows_thoughts = _shows_thoughts(plan)
        self._thoughts = plan.thinking if self._shows_thoughts else None
        self._array = bool(plan.ask.extras.get(ARRAY))
        self.media_type = JSON if self._array else sse.MEDIA_TYPE
        self._before = b",\n" if self._array else b"data: "
        self._begun = False
        self._counter = Counter(occasion.plan)
        identity = {"modelVersion": plan.ask.model, "responseId": f"{random.getrandbits(88):022x}"}
        self._tail = b"," + sse.dumps(identity)[1:]
        self._end = self._tail if self._array else self._tail + b"\n\n"
        spoken = plan.choices if plan.ask.stream else ()
        self._templates = {
            (choice.index, part.place): self._around(part, choice)
            for choice in spoken
            for part in (*choice.parts, *([choice.reasoning] if choice.reasoning else ()))
        }

    def opening(self, _choice: Choice) -> bytes:
        """Nothing: the first content opens a candidate."""
        return b""

    def part_opening(self, _choice: Choice, _part: Part) -> bytes:
        """Nothing: parts are told apart by what they hold."""
        return b""

    def pieces(self, choice: Choice, part: Part, pieces: list[bytes], sent: Sequence[int]) -> bytes:
        """A chunk for each piece of text or of thoughts that are shown; none for arguments, which come whole."""
        if not pieces:
            return b""
        lead, more, in_total = self._counter.counted(choice, part, sent)
        template = self._templates[choice.index, part.place]
        if template is None:
            return b""
        before, behind = template
        if len(pieces) == 1:
            count = sent[0]
            event = (before, pieces[0], behind, lead, count + more, TOTAL, count + in_total, self._end)
            return self._follow(b"%b%b%b%b%d%b%d}%b" % event)
        around = (before, behind + lead, TOTAL, b"}" + self._end)
        return self._follow(sse.filled(around, pieces, numbers(sent, more), numbers(sent, in_total)))

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One chunk of text with its tokens' log probabilities."""
        part = next(part for part in choice.parts if part.start <= start < part.end)
        scores = logprobs_result(self._plan, choice, start, end)
        text = content_part(part, sse.text_of(piece))
        self._counter.counted(choice, part, (choice.tokens.counted(end),))
        return self._chunk(choice, [text], self._counter.usage, logprobsResult=scores)

    def part_ending(self, choice: Choice, part: Part) -> bytes:
        """The whole function call, if it is one that can be read."""
        if part.kind is not PartKind.TOOL_CALL or (call := content_part(part, choice.text_of(part))) is None:
            return b""
        return self._chunk(choice, [call], self._counter.usage)

    def ending(self, choice: Choice) -> bytes:
        """The candidate's last chunk, without text: why it ends, and its sources."""
        if self._blocked:
            return b""
        return self._chunk(choice, [{"text": ""}], self._counter.at_end(choice), **candidate_end(self._plan, choice))

    def closing(self) -> bytes:
        """The end of the array; events just end. A prompt that is blocked has one chunk, without candidates."""
        blocked = self._frame(BLOCKED + self._counter.complete) if self._blocked else b""
        return blocked + b"]" if self._array else blocked

    def whole(self) -> bytes:
        """The answer in one piece."""
        if self._blocked:
            return BLOCKED + self._counter.complete + self._tail
        candidates = [whole_candidate(self._plan, choice, self._thoughts) for choice in self._plan.choices]
        dumps = sse.dumps if self._plan.ask.alternatives is None else sse.dumps_gently
        return b'{"candidates":' + dumps(candidates) + b"," + self._counter.complete + self._tail

    def _chunk(self, choice: Choice, parts: list[Any], usage: bytes, **fields: Any) -> bytes:
        candidate = {"content": {"parts": parts, "role": "model"}, **fields, "index": choice.index}
        return self._frame(b'{"candidates":[' + sse.dumps(candidate) + b"]," + usage)

    def _frame(self, body: bytes) -> bytes:
        """One response of the stream, as an event or as an item of the array."""
        return self._follow(self._before + body + self._end)

    def _follow(self, frames: bytes) -> bytes:
        """Frames as they go out: the first of an array has no item before it."""
        if self._begun or not self._array or not frames:
            return frames
        self._begun = True
        return b"[" + frames.removeprefix(self._before)

    def _around(self, part: Part, choice: Choice) -> tuple[bytes, bytes] | None:
        """What goes around the text of a chunk's only part; None for a part that is not sent piece by piece."""
        if part.kind is PartKind.TOOL_CALL or (part.kind is PartKind.REASONING and not self._shows_thoughts):
            return None
        content = content_part(part, sse.HOLE)
        candidate = {"content": {"parts": [content], "role": "model"}, "index": choice.index}
        before, _, behind = sse.dumps(candidate).partition(b"\\u0000")
        return self._before + b'{"candidates":[' + before, behind + b"],"


def _shows_thoughts(plan: StreamPlan) -> bool:
    """Whether thoughts are sent: where the request wants to see them, or brings their text itself."""
    brought = plan.overrides.get("mock_reasoning")
    own = brought is not None and brought.source in OWN_SOURCES
    return own or bool(plan.ask.extras.get(THOUGHTS))
