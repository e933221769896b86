"""Ollama: what /api/chat and /api/generate ask for, how errors are written, and their faces (Ollama API reference)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockpanel.core.errors import RequestRefused
from mockpanel.core.plan import Ask
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.core.tools import NO_TOOLS, Toolbox
from mockpanel.wire import sse
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.ollama_requests import OllamaChatRequest, OllamaGenerateRequest, OllamaRequest, check_format
from mockpanel.wire.ollama_tools import toolbox
from mockpanel.wire.ollama_voice import CONTEXT, LOAD, ChatVoice, GenerateVoice


def parse_chat(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What a chat request asks for; raises InvalidValue that names the field."""
    request = understood(OllamaChatRequest, document)
    return _ask(request, document, toolbox(request))


def parse_generate(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What a generate request asks for; raises InvalidValue that names the field."""
    request = understood(OllamaGenerateRequest, document)
    context = None if request.raw else tuple(request.context or ())
    return _ask(request, document, NO_TOOLS, text_only=True, extras={CONTEXT: context})


def _ask(
    request: OllamaRequest,
    document: Mapping[str, Any],
    tools: Toolbox,
    *,
    text_only: bool = False,
    extras: Mapping[str, Any] | None = None,
) -> Ask:
    check_format(request.format)
    loads = request.loads
    return Ask(
        model=request.model,
        prompts=(request.prompt,),
        stream=request.stream is not False and not loads,
        max_tokens=0 if loads else request.limit,
        stop=request.stops,
        alternatives=(request.top_logprobs or 0) if request.logprobs and not loads else None,
        seed=(request.options.seed if request.options is not None else None) or 0,
        thinks=not loads and (request.think is not False or "mock_reasoning" in document),
        text_only=text_only or loads,
        toolbox=tools,
        schema=_schema(request.format),
        extras={**(extras or {}), LOAD: request.load_reason if loads else None},
    )


def _schema(form: str | dict[str, Any] | None) -> Mapping[str, Any] | None:
    """The JSON schema that a `format` asks for; None for plain text."""
    if not form:
        return None
    return form if isinstance(form, Mapping) else ANY_OBJECT


def settings_in(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body's own fields, and those of its options, where clients put what they have no name for."""
    options = document.get("options")
    return {**options, **document} if isinstance(options, Mapping) else document


def refusal_body(error: RequestRefused, _request_id: str) -> bytes:
    """Ollama's error object: nothing but the sentence."""
    return sse.dumps({"error": str(error)})


CHAT_FACE = Face(parse_chat, ChatVoice, refusal_body, settings_in=settings_in)
GENERATE_FACE = Face(parse_generate, GenerateVoice, refusal_body, settings_in=settings_in)
