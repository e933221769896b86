"""Speaks Ollama's answers: one JSON object a line, the last with why and how long (Ollama API reference)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mockpanel.core.choices import Choice, FinishReason, Part, PartKind
from mockpanel.core.literals import compact, parse_object
from mockpanel.core.logprobs import Scored, scored
from mockpanel.core.pacing import SECOND_NS
from mockpanel.wire import sse
from mockpanel.wire.ollama_durations import durations
from mockpanel.wire.voice import Occasion

MEDIA_TYPE = b"application/x-ndjson"
STAMP = "%Y-%m-%dT%H:%M:%S"
LOAD, CONTEXT = "load", "context"
"""In an Ask's extras: why there is no answer, if a model is only loaded; the tokens that a prompt went on from."""


class OllamaVoice:
    """Speaks one answer; what stands around the text is told by the endpoint's own voice."""

    media_type = MEDIA_TYPE

    def __init__(self, occasion: Occasion) -> None:
        self._plan = occasion.plan
        self._ledger = occasion.ledger
        self._at_ns = occasion.at_ns
        self._second = -1
        self._begins = b""
        self._name = sse.dumps(occasion.plan.ask.model)
        self._around = {kind: self._template(kind) for kind in PartKind}

    def fields(self, text: str = "", thinking: str = "", calls: list[Any] | None = None) -> dict[str, Any]:
        """The fields that hold what is said."""
        raise NotImplementedError

    def last_fields(self) -> dict[str, Any]:
        """What the last line tells beside why and how long."""
        return {}

    def opening(self, _choice: Choice) -> bytes:
        """Nothing goes before the text."""
        return b""

    def part_opening(self, _choice: Choice, _part: Part) -> bytes:
        """Nothing: each line says what it holds."""
        return b""

    def pieces(self, _choice: Choice, part: Part, pieces: list[bytes], _sent: Sequence[int]) -> bytes:
        """A line for each piece of text or reasoning; none for arguments, which come whole."""
        around = self._around[part.kind]
        if around is None:
            return b""
        before, behind = around
        return sse.filled((self._head() + before, behind), pieces)

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One line of text with its tokens' log probabilities."""
        return self._line({**self.fields(sse.text_of(piece)), "logprobs": self._logprobs(choice, start, end)})

    def part_ending(self, choice: Choice, part: Part) -> bytes:
        """The whole call of a tool; as text where its arguments are no JSON object."""
        if part.kind is not PartKind.TOOL_CALL:
            return b""
        text, calls = _called(choice, [part])
        return self._line(self.fields(text, calls=calls))

    def ending(self, choice: Choice) -> bytes:
        """The last line: why the answer ends, what was counted, how long it took."""
        return self._head() + sse.dumps({**self.fields(), **self._end(choice)})[1:] + b"\n"

    def closing(self) -> bytes:
        """Nothing goes behind the last line."""
        return b""

    def whole(self) -> bytes:
        """The answer in one piece."""
        plan, choice = self._plan, self._plan.choices[0]
        if plan.ask.extras[LOAD] is not None:
            end = {"done": True, "done_reason": plan.ask.extras[LOAD]}
            return self._head() + sse.dumps({**self.fields(), **end})[1:]
        written, calls = _called(choice, choice.calls)
        text = "".join(choice.text_of(part) for part in choice.parts if part.kind is not PartKind.TOOL_CALL) + written
        thinking = plan.thinking.text if plan.thinking is not None else ""
        said: dict[str, Any] = {**self.fields(text, thinking, calls), **self._end(choice)}
        if plan.ask.alternatives is not None:
            said["logprobs"] = self._logprobs(choice, 0, choice.count)
        return self._head() + sse.dumps_gently(said)[1:]

    def _template(self, kind: PartKind) -> tuple[bytes, bytes] | None:
        """What stands around a piece of a kind of part; None for arguments."""
        if kind is PartKind.TOOL_CALL:
            return None
        said = self.fields(thinking=sse.HOLE) if kind is PartKind.REASONING else self.fields(sse.HOLE)
        before, _, behind = sse.dumps({**said, "done": False}).partition(b"\\u0000")
        return before[1:], behind + b"\n"

    def _line(self, said: dict[str, Any]) -> bytes:
        return self._head() + sse.dumps({**said, "done": False})[1:] + b"\n"

    def _head(self) -> bytes:
        """The beginning of every line: the model and when it was sent, to the nanosecond."""
        seconds, rest_ns = divmod(self._at_ns + self._ledger.sent_ns, SECOND_NS)
        if seconds != self._second:
            self._second, stamp = seconds, datetime.fromtimestamp(seconds, UTC)
            self._begins = b'{"model":%b,"created_at":"%b.' % (self._name, stamp.strftime(STAMP).encode())
        return self._begins + b'%09dZ",' % rest_ns

    def _end(self, choice: Choice) -> dict[str, Any]:
        reason = "length" if choice.finish_reason is FinishReason.LENGTH else "stop"
        return {"done": True, "done_reason": reason, **self.last_fields(), **durations(self._plan, self._ledger)}

    def _logprobs(self, choice: Choice, start: int, end: int) -> list[dict[str, Any]]:
        return [
            self._score(choice, place)
            for part in choice.parts
            if part.kind is not PartKind.TOOL_CALL
            for place in range(max(part.start, start), min(part.end, end))
        ]

    def _score(self, choice: Choice, place: int) -> dict[str, Any]:
        ask = self._plan.ask
        found = scored(choice.tokens.token_bytes(place), place, ask.alternatives or 0, ask.seed)
        candidates = [_candidate(score) for score in found]
        return {**candidates[0], "top_logprobs": candidates[: ask.alternatives]}


class ChatVoice(OllamaVoice):
    """Speaks an answer of /api/chat: as a message."""

    def fields(self, text: str = "", thinking: str = "", calls: list[Any] | None = None) -> dict[str, Any]:
        """A message of the assistant."""
        message: dict[str, Any] = {"role": "assistant", "content": text}
        message |= {"thinking": thinking} if thinking else {}
        message |= {"tool_calls": calls} if calls else {}
        return {"message": message}


class GenerateVoice(OllamaVoice):
    """Speaks an answer of /api/generate, which is only text; its tokens are the context of the next request."""

    def fields(self, text: str = "", thinking: str = "", calls: list[Any] | None = None) -> dict[str, Any]:
        """The response's text."""
        del calls  # the answer is text only
        return {"response": text, **({"thinking": thinking} if thinking else {})}

    def last_fields(self) -> dict[str, Any]:
        """The context, unless the request was raw."""
        context = self._plan.ask.extras[CONTEXT]
        choice = self._plan.choices[0]
        return {} if context is None else {"context": [*context, *choice.tokens.ids[: choice.count]]}


def _called(choice: Choice, parts: Any) -> tuple[str, list[dict[str, Any]]]:
    """The calls whose arguments are JSON objects; and as text, as of a model that cannot write calls, the others."""
    text, calls = "", []
    for part in parts:
        arguments = parse_object(choice.text_of(part))
        if arguments is None:
            text += compact({"name": part.name, "arguments": choice.text_of(part)})
        else:
            identifier = {"id": part.call_id} if part.call_id else {}
            calls.append({**identifier, "function": {"name": part.name, "arguments": arguments}})
    return text, calls


def _candidate(score: Scored) -> dict[str, Any]:
    return {"token": score.token.decode("utf-8", "replace"), "logprob": score.logprob}
