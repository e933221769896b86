"""What is answered: the parts of an answer as texts, from the settings and what the request asks for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mockpanel.core.answer_settings import MockFinishReason, ToolCall
from mockpanel.core.choices import FinishReason, PartKind
from mockpanel.core.literals import compact
from mockpanel.core.plan import Ask, Override, Prompt, Source
from mockpanel.core.schema_checks import fits
from mockpanel.core.schema_values import example
from mockpanel.core.settings import StreamSettings

OWN_SOURCES = (Source.BODY, Source.HEADER, Source.QUERY)
"""Where a request itself says what it wants."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One part of an answer, before it is cut into tokens; a tool call's text is its arguments."""

    kind: PartKind
    text: str
    name: str = ""
    call_id: str = ""


def drafted(settings: StreamSettings, overrides: Mapping[str, Override], prompt: Prompt, ask: Ask) -> tuple[Draft, ...]:
    """The parts of the answer to a prompt, at least one: a refusal, or text and tool calls.

    Text goes before tool calls only where both were given in the same place.
    """
    if ask.text_only:
        return (Draft(PartKind.TEXT, settings.mock_refusal or answer_text(settings, overrides, prompt, ask)),)
    if settings.mock_refusal:
        return (Draft(PartKind.REFUSAL, settings.mock_refusal),)
    calls = _calls(settings, overrides, ask)
    if not calls:
        return (Draft(PartKind.TEXT, answer_text(settings, overrides, prompt, ask)),)
    together = settings.mock_response and _origin(overrides, "mock_response") == _origin(overrides, "mock_tool_calls")
    given = settings.mock_tool_calls and together
    text = (Draft(PartKind.TEXT, _ended(settings.mock_response, ask.stop)),) if given else ()
    return (*text, *calls)


def finish_reason(settings: StreamSettings, drafts: tuple[Draft, ...]) -> FinishReason:
    """Why an answer of these parts ends, if no limit cuts it."""
    if settings.mock_finish_reason is not MockFinishReason.AUTO:
        return FinishReason(settings.mock_finish_reason)
    calls = any(draft.kind is PartKind.TOOL_CALL for draft in drafts)
    return FinishReason.TOOL_CALLS if calls else FinishReason.STOP


def answer_text(settings: StreamSettings, overrides: Mapping[str, Override], prompt: Prompt, ask: Ask) -> str:
    """The text to stream for a prompt: the mock response, else an echo, ended before the first stop string.

    An empty `mock_response` in the request is an empty answer; an empty default, or one of a profile, is none. Where
    the request wants JSON of a schema and brings no text of its own, a default that does not fit gives way to a value
    that does.
    """
    given = settings.mock_response or _origin(overrides, "mock_response") in OWN_SOURCES
    text = settings.mock_response if given else prompt.echo
    if ask.schema is not None and _origin(overrides, "mock_response") not in OWN_SOURCES and not fits(text, ask.schema):
        return compact(example(ask.schema, text))
    return _ended(text, ask.stop)


def _ended(text: str, stop: tuple[str, ...]) -> str:
    ends = [place for place in (text.find(word) for word in stop if word) if place >= 0]
    return text[: min(ends)] if ends else text


def _calls(settings: StreamSettings, overrides: Mapping[str, Override], ask: Ask) -> tuple[Draft, ...]:
    """The tool calls: the given ones, else the one that the request demands.

    What a request itself brings is always sent. Default calls are sent to a request that offers such tools and does
    not come with a tool's result, so that an agent's loop ends; where it forces one tool, those of that one.
    """
    toolbox, given = ask.toolbox, settings.mock_tool_calls
    if _origin(overrides, "mock_tool_calls") not in OWN_SOURCES:
        wanted = not toolbox.answered and toolbox.choice != "none"
        given = tuple(call for call in given if wanted and toolbox.wants(call.name))
    if not given and (tool := toolbox.demanded) is not None:
        given = (ToolCall(name=tool.name),)
    if not toolbox.parallel:
        given = given[:1]
    made = {name: _made(name, ask) for name in {call.name for call in given if call.arguments is None}}
    return tuple(Draft(PartKind.TOOL_CALL, _arguments(call, made), call.name, call.id) for call in given)


def _arguments(call: ToolCall, made: Mapping[str, str]) -> str:
    """The arguments of a call as text: as given, or those made for its tool."""
    if call.arguments is None:
        return made[call.name]
    return call.arguments if isinstance(call.arguments, str) else compact(call.arguments)


def _made(name: str, ask: Ask) -> str:
    tool = ask.toolbox.find(name)
    made = example(tool.parameters if tool is not None else {"type": "object"})
    return made if isinstance(made, str) else compact(made)  # a string is what a tool that takes plain text wants


def _origin(overrides: Mapping[str, Override], name: str) -> Source | None:
    override = overrides.get(name)
    return None if override is None else override.source
