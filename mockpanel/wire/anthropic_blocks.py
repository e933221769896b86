"""Content blocks of an Anthropic message: which parts of an answer are blocks, how each begins, grows and ends."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any, assert_never

from mockpanel.core.choices import Choice, Part, PartKind
from mockpanel.core.literals import parse_object
from mockpanel.core.plan import StreamPlan
from mockpanel.wire.identifiers import new_id

CALL_PREFIX = "toolu_"

LONGEST_QUOTE = 150
"""Characters of a cited text (Claude docs, web search tool)."""

Block = dict[str, Any]
Key = tuple[PartKind, int]


def key(part: Part) -> Key:
    """What tells the parts of an answer apart, even one that a fault made shorter."""
    return part.kind, part.place


class Blocks:
    """The content blocks of one answer. An empty text is no block, as in an answer without any."""

    def __init__(self, plan: StreamPlan, *, silent: bool) -> None:
        choice = self._choice = plan.choices[0]
        self.parts = _shown(choice)
        """In the order of the blocks."""
        self.silent = silent
        """Whether thoughts are signed but not shown."""
        self._numbers = {key(part): number for number, part in enumerate(self.parts)}
        self._thoughts = plan.thinking.text if plan.thinking is not None else ""
        self._cited = _citations(plan, choice)
        self._calls = {part.place: part.call_id or new_id(CALL_PREFIX) for part in choice.calls}

    def number(self, part: Part) -> int | None:
        """The index of a part's block; None where it has none."""
        return self._numbers.get(key(part))

    def begun(self, part: Part) -> Block:
        """The block as it begins, without content."""
        match part.kind:
            case PartKind.TEXT | PartKind.REFUSAL:
                return self._text(part, "", [])
            case PartKind.REASONING:
                return {"type": "thinking", "thinking": "", "signature": ""}
            case PartKind.TOOL_CALL:
                return self._call(part, {})
            case _ as unknown:
                assert_never(unknown)

    def whole(self, part: Part) -> Block:
        """The block with all its content; the input of a tool is {} where its arguments are no JSON object."""
        match part.kind:
            case PartKind.TEXT | PartKind.REFUSAL:
                return self._text(part, self._choice.text_of(part), self._cited)
            case PartKind.REASONING:
                thoughts = "" if self.silent else self._thoughts
                return {"type": "thinking", "thinking": thoughts, "signature": made_up(self._thoughts)}
            case PartKind.TOOL_CALL:
                return self._call(part, parse_object(self._choice.text_of(part)) or {})
            case _ as unknown:
                assert_never(unknown)

    def closing(self, part: Part) -> list[Block]:
        """The deltas behind a block's last piece: the signature of thoughts, the sources of a text."""
        match part.kind:
            case PartKind.REASONING:
                return [{"type": "signature_delta", "signature": made_up(self._thoughts)}]
            case PartKind.TEXT:
                return [{"type": "citations_delta", "citation": cited} for cited in self._cited]
            case _:
                return []

    def _text(self, part: Part, text: str, cited: list[Block]) -> Block:
        sources = {"citations": cited} if self._cited and part.kind is PartKind.TEXT else {}
        return {**sources, "type": "text", "text": text}

    def _call(self, part: Part, arguments: Block) -> Block:
        identifier = self._calls[part.place]
        call = {"type": "tool_use", "id": identifier, "name": part.name, "input": arguments}
        return {**call, "caller": {"type": "direct"}}


def delta(part: Part, text: str) -> Block:
    """A piece of a block."""
    match part.kind:
        case PartKind.TEXT | PartKind.REFUSAL:
            return {"type": "text_delta", "text": text}
        case PartKind.REASONING:
            return {"type": "thinking_delta", "thinking": text}
        case PartKind.TOOL_CALL:
            return {"type": "input_json_delta", "partial_json": text}
        case _ as unknown:
            assert_never(unknown)


def made_up(text: str) -> str:
    """What stands for a signature or an encrypted index: base64, always the same for the same text."""
    return b64encode(hashlib.sha512(text.encode()).digest()).decode()


def _shown(choice: Choice) -> list[Part]:
    called = [part for part in choice.parts if part.kind is PartKind.TOOL_CALL or choice.text_of(part)]
    return [choice.reasoning, *called] if choice.reasoning is not None else called


def _citations(plan: StreamPlan, choice: Choice) -> list[Block]:
    text = choice.text if plan.settings.mock_citations else ""
    return [
        {
            "type": "web_search_result_location",
            "cited_text": text[cited.start : cited.end][:LONGEST_QUOTE],
            "url": cited.url,
            "title": cited.title or cited.url,  # the type allows null, but the AI SDK does not
            "encrypted_index": made_up(cited.url),
        }
        for cited in plan.settings.mock_citations
    ]
