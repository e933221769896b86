"""The output items of a response, as bytes: reasoning, message, function and custom tool calls. Knows no event."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from mockpanel.core.choices import Choice, FinishReason, Part, PartKind
from mockpanel.core.plan import StreamPlan
from mockpanel.wire import sse
from mockpanel.wire.identifiers import new_id
from mockpanel.wire.openai_common import cited_source
from mockpanel.wire.responses_input import PREFIXES
from mockpanel.wire.responses_object import Asked, Status
from mockpanel.wire.responses_request import ENCRYPTED
from mockpanel.wire.responses_scores import Scores
from mockpanel.wire.responses_tools import custom_names

CALL_PREFIX = "call_"
_Key = tuple[PartKind, int]


class Output:
    """The items of one answer, one for each of its parts, in their order."""

    def __init__(self, plan: StreamPlan, asked: Asked) -> None:
        choice = plan.choices[0]
        self._plan = plan
        self._custom = custom_names(asked.request.tools)
        self._summarizes = asked.request.summarizes
        self._encrypts = asked.request.includes(ENCRYPTED)
        self.scores = Scores(plan.ask)
        self.parts = _spoken_parts(choice)
        self._places = {key_of(part): place for place, part in enumerate(self.parts)}
        self.ids = [new_id(PREFIXES[self.type_of(part)]) for part in self.parts]
        self._call_ids = {key_of(part): part.call_id or new_id(CALL_PREFIX) for part in choice.calls}

    def holds(self, part: Part) -> bool:
        """Whether the part is an item."""
        return key_of(part) in self._places

    def place(self, part: Part) -> int:
        """Its item's place in the output."""
        return self._places[key_of(part)]

    def id_of(self, part: Part) -> bytes:
        """Its item's id."""
        return self.ids[self.place(part)].encode()

    def type_of(self, part: Part) -> str:
        """Its item's type."""
        match part.kind:
            case PartKind.TOOL_CALL:
                return "custom_tool_call" if part.name in self._custom else "function_call"
            case PartKind.REASONING:
                return "reasoning"
            case _:
                return "message"

    def begun(self, part: Part) -> bytes:
        """The item before its first piece."""
        return self._item(part, Status.IN_PROGRESS, b"", b"")

    def done(self, choice: Choice, part: Part, status: Status) -> bytes:
        """The item with all of its text."""
        text = self.text_of(choice, part)
        return self._item(part, status, text, self.content(choice, part, text))

    def all_done(self, choice: Choice, status: Status) -> list[bytes]:
        """All items; the last has the answer's own status, the others are complete."""
        *first, last = self.parts
        return [*(self.done(choice, part, Status.COMPLETED) for part in first), self.done(choice, last, status)]

    def text_of(self, choice: Choice, part: Part) -> bytes:
        """The text of a part, as the inside of a JSON string."""
        if part.kind is PartKind.REASONING:
            return b"" if self._plan.thinking is None else self._plan.thinking.json
        tokens = choice.tokens
        start = tokens.json_ends[part.start - 1] if part.start else 0
        if part.end >= choice.count:
            return tokens.json[start : choice.json_end] + choice.tail
        return tokens.json[start : tokens.json_ends[part.end - 1]] if part.end else b""

    def content(self, choice: Choice, part: Part, text: bytes) -> bytes:
        """What is in an item's content, or in a reasoning's summary; empty for a call."""
        match part.kind:
            case PartKind.TEXT:
                scores = self.scores.whole(choice, min(part.end, choice.count))
                return text_part(text, sse.dumps(self.annotations(choice)), scores)
            case PartKind.REFUSAL:
                return b'{"type":"refusal","refusal":"%b"}' % text
            case PartKind.REASONING:
                kind = b"summary_text" if self._summarizes else b"reasoning_text"
                return b'{"type":"%b","text":"%b"}' % (kind, text)
            case _:
                return b""

    def annotations(self, choice: Choice) -> list[dict[str, Any]]:
        """The sources that the text cites."""
        length = len(choice.text)
        return [{"type": "url_citation", **cited_source(cited, length)} for cited in self._plan.settings.mock_citations]

    def _item(self, part: Part, status: Status, text: bytes, content: bytes) -> bytes:
        kind = self.type_of(part)
        head = b'{"id":"%b","type":"%b"' % (self.id_of(part), kind.encode())
        match kind:
            case "reasoning":
                return head + self._reasoning(part, content) + b"}"
            case "custom_tool_call":
                return b'%b,%b,"input":"%b"}' % (head, self._called(part), text)
            case "function_call":
                return b'%b,"status":"%b",%b,"arguments":"%b"}' % (head, status.encode(), self._called(part), text)
            case _:
                return b'%b,"status":"%b","role":"assistant","content":[%b]}' % (head, status.encode(), content)

    def _called(self, part: Part) -> bytes:
        return b'"call_id":%b,"name":%b' % (sse.dumps(self._call_ids[key_of(part)]), sse.dumps(part.name))

    def _reasoning(self, part: Part, content: bytes) -> bytes:
        summary, own = (content, b"") if self._summarizes else (b"", content)
        fields = b',"summary":[%b],"content":[%b]' % (summary, own)
        return fields + (b',"encrypted_content":"%b"' % _sealed(self.id_of(part)) if self._encrypts else b"")


def text_part(text: bytes = b"", annotations: bytes = b"[]", scores: bytes = b"") -> bytes:
    """A text as content."""
    return b'{"type":"output_text","annotations":%b,"logprobs":[%b],"text":"%b"}' % (annotations, scores, text)


def _spoken_parts(choice: Choice) -> tuple[Part, ...]:
    """The parts that are items: where a limit ends the reasoning, no message was begun."""
    if choice.reasoning is None:
        return choice.parts
    ended = not choice.count and choice.finish_reason is FinishReason.LENGTH
    return (choice.reasoning,) if ended else (choice.reasoning, *choice.parts)


def key_of(part: Part) -> _Key:
    """What stays the same of a part that is cut short."""
    return part.kind, part.place


def _sealed(identifier: bytes) -> bytes:
    """What stands for encrypted reasoning: the same for the same item, and nothing to read."""
    return b"gAAAAA" + base64.urlsafe_b64encode(hashlib.sha512(identifier).digest()).rstrip(b"=")
