"""What is answered: text, refusal or tool calls, by the settings and by what the request asks for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mockpanel.core.answers import Draft, drafted, finish_reason
from mockpanel.core.choices import FinishReason, PartKind
from mockpanel.core.plan import Ask, Override, Prompt, Source, resolve
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.core.tools import Tool, Toolbox, ToolChoice
from tests.core.plans import settings_with

WEATHER = Tool("weather", {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]})
TIME = Tool("time", {"type": "object", "properties": {}})
ASK = Ask("m", (Prompt(("Hi",), echo="Hi"),))
CALL = {"name": "weather", "arguments": {"city": "Paris"}}


def drafts(ask: Ask = ASK, given: dict[str, Any] | None = None, **defaults: Any) -> tuple[Draft, ...]:
    """The parts of an answer to a request that brings some settings itself."""
    overrides = {name: Override(Source.BODY, value) for name, value in (given or {}).items()}
    settings = resolve(settings_with(**defaults), overrides)
    return drafted(settings, overrides, ask.prompts[0], ask)


def kinds(found: tuple[Draft, ...]) -> list[str]:
    return [str(draft.kind) for draft in found]


def offering(*tools: Tool, **fields: Any) -> Ask:
    return replace(ASK, toolbox=Toolbox(tools, **fields))


def test_an_answer_is_text_unless_something_else_was_set() -> None:
    assert drafts(mock_response="Hello") == (Draft(PartKind.TEXT, "Hello"),)


def test_a_refusal_stands_instead_of_everything_else() -> None:
    found = drafts(offering(WEATHER), mock_response="Hello", mock_tool_calls=[CALL], mock_refusal="No.")

    assert found == (Draft(PartKind.REFUSAL, "No."),)


def test_default_calls_are_for_requests_that_offer_the_tool() -> None:
    defaults: dict[str, Any] = {"mock_tool_calls": [CALL]}

    assert kinds(drafts(**defaults)) == ["text"]
    assert kinds(drafts(offering(TIME), **defaults)) == ["text"]
    assert kinds(drafts(offering(WEATHER), **defaults)) == ["tool_call"]


@pytest.mark.parametrize("toolbox", [{"answered": True}, {"choice": ToolChoice.NONE}])
def test_default_calls_end_with_a_tools_result_and_where_none_are_wanted(toolbox: dict[str, Any]) -> None:
    found = drafts(offering(WEATHER, **toolbox), mock_tool_calls=[CALL], mock_response="Done.")

    assert found == (Draft(PartKind.TEXT, "Done."),)


def test_what_a_request_itself_brings_is_always_sent() -> None:
    found = drafts(given={"mock_tool_calls": [CALL]}, mock_response="Hello")

    assert found == (Draft(PartKind.TOOL_CALL, '{"city":"Paris"}', "weather"),)


def test_text_goes_before_calls_that_were_given_in_the_same_place() -> None:
    together = drafts(given={"mock_tool_calls": [CALL], "mock_response": "Let me look."})
    defaults = drafts(offering(WEATHER), mock_tool_calls=[CALL], mock_response="Let me look.")

    assert kinds(together) == kinds(defaults) == ["text", "tool_call"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [({"a": [1, "ü"]}, '{"a":[1,"ü"]}'), ('{"a": ', '{"a": '), (None, '{"city":"sample city"}')],
)
def test_arguments_are_compact_json_the_very_text_or_made_from_the_schema(arguments: Any, text: str) -> None:
    found = drafts(offering(WEATHER), given={"mock_tool_calls": [{"name": "weather", "arguments": arguments}]})

    assert [draft.text for draft in found] == [text]


@pytest.mark.parametrize(
    ("toolbox", "name"),
    [({"choice": ToolChoice.REQUIRED}, "weather"), ({"choice": ToolChoice.REQUIRED, "forced": "time"}, "time")],
)
def test_a_demanded_call_is_made_where_none_is_given(toolbox: dict[str, Any], name: str) -> None:
    (found,) = drafts(offering(WEATHER, TIME, **toolbox), mock_response="Hello")

    assert (found.kind, found.name) == (PartKind.TOOL_CALL, name)
    assert isinstance(json.loads(found.text), dict)


def test_default_calls_of_other_tools_give_way_to_the_forced_one() -> None:
    forced = offering(WEATHER, TIME, choice=ToolChoice.REQUIRED, forced="time")

    assert [draft.name for draft in drafts(forced, mock_tool_calls=[CALL])] == ["time"]
    assert [draft.name for draft in drafts(forced, mock_tool_calls=[CALL, {"name": "time"}])] == ["time"]
    assert [draft.name for draft in drafts(forced, given={"mock_tool_calls": [CALL]})] == ["weather"]


def test_a_tool_that_takes_text_gets_text() -> None:
    shell = offering(Tool("shell", {"type": "string"}), choice=ToolChoice.REQUIRED)

    assert [draft.text for draft in drafts(shell)] == ["sample value"]


def test_only_one_call_is_sent_where_they_may_not_be_parallel() -> None:
    calls = [CALL, {"name": "time"}]

    assert len(drafts(offering(WEATHER, TIME), mock_tool_calls=calls)) == 2
    assert len(drafts(offering(WEATHER, TIME, parallel=False), mock_tool_calls=calls)) == 1


def test_a_protocol_of_text_alone_refuses_in_plain_text() -> None:
    plain = replace(offering(WEATHER), text_only=True)

    assert drafts(plain, mock_refusal="No.") == (Draft(PartKind.TEXT, "No."),)
    assert drafts(plain, mock_tool_calls=[CALL], mock_response="Hi") == (Draft(PartKind.TEXT, "Hi"),)


def test_a_default_text_that_is_no_json_gives_way_where_json_is_wanted() -> None:
    wanted = replace(ASK, schema=WEATHER.parameters)

    made = drafts(wanted, mock_response="Hello")
    fitting = drafts(wanted, mock_response='{"city": "Rome"}')
    own = drafts(wanted, given={"mock_response": "no JSON"})

    assert json.loads(made[0].text) == {"city": "Hello"}
    assert fitting[0].text == '{"city": "Rome"}'
    assert own[0].text == "no JSON"


def test_any_object_holds_the_text_where_no_schema_says_more() -> None:
    (made,) = drafts(replace(ASK, schema=ANY_OBJECT), mock_response="Hello")

    assert json.loads(made.text) == {"answer": "Hello"}


def test_the_finish_reason_follows_from_the_parts_unless_it_is_set() -> None:
    text, call = Draft(PartKind.TEXT, "x"), Draft(PartKind.TOOL_CALL, "{}", "f")

    assert finish_reason(settings_with(), (text,)) is FinishReason.STOP
    assert finish_reason(settings_with(), (text, call)) is FinishReason.TOOL_CALLS
    assert finish_reason(settings_with(mock_finish_reason="content_filter"), (text,)) is FinishReason.CONTENT_FILTER
