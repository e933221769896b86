"""The Responses API: `POST /v1/responses`, streamed, whole or in the background (OpenAI API reference, responses)."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Any, Protocol

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.plan import Ask
from mockpanel.core.sentences import show
from mockpanel.wire import models
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.openai_common import answer_headers, wanted_schema
from mockpanel.wire.openai_tools import tools_text
from mockpanel.wire.responses_input import Item, prompt_of, read_input
from mockpanel.wire.responses_object import Asked
from mockpanel.wire.responses_request import ResponsesRequest, TextConfig, check
from mockpanel.wire.responses_tools import toolbox
from mockpanel.wire.responses_voice import ASKED, ResponsesVoice
from mockpanel.wire.voice import Occasion, Voice


class Memory(Protocol):
    """What was kept of earlier responses."""

    def conversation(self, response_id: str) -> tuple[Item, ...]:
        """A response's input and output, with all before it; raises RequestRefused where it is not kept."""

    def item(self, item_id: str, field: str) -> Item:
        """An output item, for the field that refers to it; raises RequestRefused where it is not kept."""


def parse(document: Mapping[str, Any], _where: Where = NOWHERE, *, memory: Memory) -> Ask:
    """What a request asks for; raises InvalidValue that names the field, and RequestRefused for what is not kept."""
    request = understood(ResponsesRequest, document)
    check(request)
    history = () if request.previous_response_id is None else memory.conversation(request.previous_response_id)
    items = read_input(request.input, memory.item)
    tier = request.service_tier
    return Ask(
        model=request.model,
        prompts=(prompt_of(request.instructions, (*history, *items), tools_text(request.tools)),),
        stream=bool(request.stream),
        max_tokens=request.max_output_tokens,
        alternatives=request.alternatives,
        service_tier=tier if tier and tier != "auto" else "default",
        thinks=True,
        toolbox=toolbox(
            request.tools,
            request.tool_choice,
            parallel=request.parallel_tool_calls,
            answered=bool(items) and str(items[-1]["type"]).endswith("_output"),
        ),
        schema=_schema(request.text),
        extras={ASKED: Asked(request, items, history)},
    )


def _schema(text: TextConfig | None) -> Mapping[str, Any] | None:
    """The JSON schema that `text.format` asks for, which must have a name; None for plain text."""
    form = text.format if text is not None else None
    if form is not None and form.get("type") == "json_schema" and not isinstance(form.get("name"), str):
        raise InvalidValue("text.format.name", f"text.format.name must be a string, got {show(form.get('name'))}")
    return wanted_schema(form, "text.format")


def check_model(name: str, profiles: Container[str] = ()) -> None:
    """Raises RequestRefused for a model that is not listed: 400 here, where chat says 404."""
    try:
        models.check_model(name, profiles)
    except RequestRefused as error:
        raise RequestRefused(str(error), status=400, param="model", code=error.code) from None


def face(memory: Memory, voice: Callable[[Occasion], Voice] = ResponsesVoice) -> Face:
    """The protocol over what was kept."""
    return Face(
        partial(parse, memory=memory), voice, headers=answer_headers, check_model=check_model, greeting=_greeting
    )


def _greeting(voice: Voice) -> bytes:
    assert isinstance(voice, ResponsesVoice)
    return voice.greeting()
