"""The default answer as the parts that are edited and sent, each with its text, in the order of the stream. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from mockpanel.core.answer_settings import Citation, ToolCall
from mockpanel.core.literals import compact
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import Counts, paced

NEW_CALL = "get_weather"
"""What a tool call is named until it gets its own name."""

NEW_CITATION = "https://example.com/"


class Section(StrEnum):
    """What a part of the default answer is."""

    REASONING = "reasoning"
    TEXT = "text"
    TOOL_CALL = "tool_call"
    REFUSAL = "refusal"
    CITATIONS = "citations"


class PartId(NamedTuple):
    """One part; `call` counts the tool calls, from 0."""

    section: Section
    call: int = 0


REASONING = PartId(Section.REASONING)
TEXT = PartId(Section.TEXT)
REFUSAL = PartId(Section.REFUSAL)
CITATIONS = PartId(Section.CITATIONS)

SETTING_OF = {
    Section.REASONING: "mock_reasoning",
    Section.TEXT: "mock_response",
    Section.TOOL_CALL: "mock_tool_calls",
    Section.REFUSAL: "mock_refusal",
    Section.CITATIONS: "mock_citations",
}
"""The setting that holds a part."""


def call_part(place: int) -> PartId:
    """The part that is the tool call at a place."""
    return PartId(Section.TOOL_CALL, place)


def held_texts(settings: StreamSettings) -> dict[PartId, str]:
    """The texts of all parts that there are, also of those that a refusal replaces; the text's own is always there."""
    texts = {REASONING: settings.mock_reasoning} if settings.mock_reasoning else {}
    texts[TEXT] = settings.mock_response
    texts |= {call_part(place): arguments_text(call) for place, call in enumerate(settings.mock_tool_calls)}
    return texts | ({REFUSAL: settings.mock_refusal} if settings.mock_refusal else {})


def held_parts(settings: StreamSettings) -> list[PartId]:
    """All parts that there are, in the order of the stream; citations come last."""
    return [*held_texts(settings), *([CITATIONS] if settings.mock_citations else [])]


def sent_parts(settings: StreamSettings) -> list[PartId]:
    """The parts that a request with all these tools is answered with; a refusal is in the place of text and calls."""
    if settings.mock_refusal:
        return [part for part in held_texts(settings) if part in (REASONING, REFUSAL)]
    without_text = settings.mock_tool_calls and not settings.mock_response
    return [part for part in held_texts(settings) if part != TEXT or not without_text]


def arguments_text(call: ToolCall) -> str:
    """The arguments as they are streamed; empty where they are made from the client's own schema."""
    if isinstance(call.arguments, str):
        return call.arguments
    return "" if call.arguments is None else compact(call.arguments)


def generated(settings: StreamSettings, part: PartId) -> bool:
    """Whether the part's text is made only when a request comes."""
    return part.section is Section.TOOL_CALL and settings.mock_tool_calls[part.call].arguments is None


def token_at(
    settings: StreamSettings, counts: Mapping[PartId, int], token: int, *, thinking: bool = False
) -> tuple[PartId, int] | None:
    """The part and its token that is the answer's token of that number, or its reasoning's where it is `thinking`.

    None where a part before it is made only when a request comes, so that nobody knows its length.
    """
    if thinking:
        return (REASONING, token) if token < counts.get(REASONING, 0) else None
    for part in sent_parts(settings):
        if part == REASONING:
            continue
        if token < counts.get(part, 0):
            return part, token
        if generated(settings, part):
            return None
        token -= counts.get(part, 0)
    return None


def answer_seconds(settings: StreamSettings, counts: Mapping[PartId, int]) -> float | None:
    """How long all that is sent takes, first token included; None for an unpaced answer."""
    answer = sum(counts.get(part, 0) for part in sent_parts(settings) if part != REASONING)
    pace = paced(settings, settings.seed or 1, Counts(0, answer, counts.get(REASONING, 0), thinks=True))
    if not pace.tokens_per_second and answer > 1:
        return None
    gaps = (answer - 1) / pace.tokens_per_second if answer > 1 else 0.0
    return pace.time_to_first_token + pace.thinking + gaps


def changed(settings: StreamSettings, part: PartId, change: Any) -> Any:
    """The value of the part's setting behind a change: of a text another one, of a call some of its fields, of the
    sources by their places what each is to be, None to leave it out."""
    match part.section:
        case Section.TOOL_CALL:
            calls = listed(settings.mock_tool_calls)
            calls[part.call].update(change)
            return calls
        case Section.CITATIONS:
            sources: list[dict[str, Any] | None] = [*listed(settings.mock_citations)]
            for place, source in change.items():
                sources[place] = source
            return [source for source in sources if source is not None]
        case _:
            return change


def added(settings: StreamSettings, section: Section) -> list[dict[str, Any]]:
    """The list that the setting of tool calls or citations holds, and a new item at its end."""
    if section is Section.TOOL_CALL:
        return [*listed(settings.mock_tool_calls), {"name": _free_name(settings)}]
    return [*listed(settings.mock_citations), {"url": NEW_CITATION}]


def without(settings: StreamSettings, part: PartId) -> Any:
    """The value of the part's setting that no longer holds it."""
    if part.section is Section.TOOL_CALL:
        calls = listed(settings.mock_tool_calls)
        return calls[: part.call] + calls[part.call + 1 :]
    return [] if part.section is Section.CITATIONS else ""


def listed(items: tuple[ToolCall, ...] | tuple[Citation, ...]) -> list[dict[str, Any]]:
    """A setting's list as JSON would hold it."""
    return [item.model_dump() for item in items]


def _free_name(settings: StreamSettings) -> str:
    """The new call's name, with a number where it is taken."""
    taken = {call.name for call in settings.mock_tool_calls}
    names = (NEW_CALL if number == 1 else f"{NEW_CALL}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
