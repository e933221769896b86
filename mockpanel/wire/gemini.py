"""Gemini: what generateContent, streamGenerateContent and countTokens ask for, and their faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Prompt
from mockpanel.wire import sse
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Counted, Face, Where
from mockpanel.wire.gemini_errors import refusal_body
from mockpanel.wire.gemini_models import model_name
from mockpanel.wire.gemini_requests import ContentsRequest, CountTokensRequest, GenerateContentRequest, GenerationConfig
from mockpanel.wire.gemini_tools import toolbox, wanted_schema, wanted_word
from mockpanel.wire.gemini_usage import MEDIA, modality_details
from mockpanel.wire.gemini_voice import ARRAY, THOUGHTS, GeminiVoice
from mockpanel.wire.models import DEFAULT_MODEL


def parse(document: Mapping[str, Any], where: Where = NOWHERE, *, stream: bool = False) -> Ask:
    """What a request asks for; raises InvalidValue that names the field. Only streams of alt=sse are events."""
    request = understood(GenerateContentRequest, document)
    config = request.generation_config or GenerationConfig()
    if config.logprobs is not None and not config.response_logprobs:
        raise InvalidValue("generationConfig.logprobs", "generationConfig.logprobs needs responseLogprobs to be true")
    thinking = config.thinking_config
    return Ask(
        model=model_name(where.path.get("model", "")),
        prompts=(_prompt(request, config),),
        stream=stream,
        choices_per_prompt=config.candidate_count or 1,
        max_tokens=config.max_output_tokens,
        stop=tuple(config.stop_sequences or ()),
        alternatives=(config.logprobs or 0) if config.response_logprobs else None,
        seed=config.seed or 0,
        thinks=thinking is None or thinking.thinking_budget != 0 or "mock_reasoning" in document,
        toolbox=toolbox(request),
        schema=wanted_schema(config),
        extras={
            ARRAY: where.query.get("alt") != "sse",
            THOUGHTS: thinking is not None and thinking.include_thoughts is True,
            MEDIA: request.media,
        },
    )


def _prompt(request: GenerateContentRequest, config: GenerationConfig) -> Prompt:
    """The prompt; where a bare word of an enumeration is wanted, that word is what is echoed."""
    word = wanted_word(config)
    return request.prompt if word is None else replace(request.prompt, echo=word)


def parse_count(document: Mapping[str, Any], where: Where = NOWHERE) -> Counted:
    """What a body for countTokens has counted, contents or a whole request to generate; and the answer to a number."""
    request: ContentsRequest | None = understood(CountTokensRequest, document).generate_content_request
    if request is None:
        request = understood(ContentsRequest, document)
    media = request.media

    def counted(tokens: int) -> bytes:
        return sse.dumps({"totalTokens": tokens, "promptTokensDetails": modality_details(tokens, media)})

    return Counted(model_name(where.path.get("model", DEFAULT_MODEL)), request.prompt, counted)


def settings_in(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body's own fields, and those of its generationConfig, such as `seed`."""
    found = document.get("generationConfig", document.get("generation_config"))
    return {**found, **document} if isinstance(found, Mapping) else document


FACE = Face(parse, GeminiVoice, refusal_body, settings_in=settings_in)
STREAM_FACE = Face(partial(parse, stream=True), GeminiVoice, refusal_body, settings_in=settings_in)
