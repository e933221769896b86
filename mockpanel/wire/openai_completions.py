"""Legacy completions: `POST /v1/completions`, streamed and not (OpenAI API reference, completions)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from mockpanel.core.choices import Choice, FinishReason, Part
from mockpanel.core.errors import InvalidValue
from mockpanel.core.logprobs import scored
from mockpanel.core.plan import Ask, Prompt
from mockpanel.core.tokens import Tokens
from mockpanel.wire import sse
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.identifiers import new_id
from mockpanel.wire.openai_common import (
    SYSTEM_FINGERPRINT,
    OpenAIRequest,
    answer_headers,
    head,
    readable,
    usage_object,
)
from mockpanel.wire.voice import Occasion

ID_PREFIX = "cmpl-"
OBJECT = "text_completion"
MOST_CHOICES = 128

TokenId = Annotated[int, Field(ge=0, lt=2**31)]


class CompletionRequest(OpenAIRequest):
    """The body of a legacy completion request. The API's default of 16 max_tokens is not applied to a mock."""

    prompt: str | list[str] | list[TokenId] | list[list[TokenId]] | None = Field(
        None, description="A text, several texts, or the same as token numbers."
    )
    max_tokens: int | None = Field(None, ge=0, description="End the answer after so many tokens.")
    logprobs: int | None = Field(None, ge=0, le=5, description="Send made-up log probabilities of so many candidates.")
    echo: bool | None = Field(None, description="Send the prompt before the answer.")
    suffix: str | None = Field(None, description="Accepted; the answer does not change.")
    best_of: int | None = Field(
        None, ge=0, le=20, description="At least n, and n where the answer is streamed; the answer does not change."
    )


def parse(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What a completion request asks for; raises InvalidValue that names the field."""
    request = understood(CompletionRequest, document)
    prompts = _prompts(request.prompt)
    shared = request.shared
    n = shared["choices_per_prompt"]
    if len(prompts) * n > MOST_CHOICES:
        raise InvalidValue("n", f"prompts times n must be at most {MOST_CHOICES}, got {len(prompts)} times {n}")
    if request.best_of is not None and request.best_of < n:
        raise InvalidValue("best_of", f"best_of must be at least n ({n}), got {request.best_of}")
    if request.best_of is not None and request.best_of > n and request.stream:
        raise InvalidValue("best_of", f"best_of must be n ({n}) where the answer is streamed, got {request.best_of}")
    return Ask(
        prompts=prompts,
        max_tokens=request.max_tokens,
        alternatives=request.logprobs,
        echo=bool(request.echo),
        text_only=True,
        **shared,
    )


def _prompts(prompt: str | list[str] | list[int] | list[list[int]] | None) -> tuple[Prompt, ...]:
    if not isinstance(prompt, list):
        return (_one_prompt(prompt or ""),)
    if not prompt:
        raise InvalidValue("prompt", "prompt must not be an empty list")
    numbers = [item for item in prompt if isinstance(item, int)]
    if numbers:
        return (_one_prompt(numbers),)
    return tuple(_one_prompt(item) for item in prompt if not isinstance(item, int))


def _one_prompt(prompt: str | list[int]) -> Prompt:
    if isinstance(prompt, list):
        return Prompt((), ids=tuple(prompt))
    return Prompt((prompt,), echo=prompt) if prompt else Prompt(())


class CompletionVoice:
    """Speaks one legacy answer; an echoed prompt goes out with the first chunk."""

    media_type = sse.MEDIA_TYPE

    def __init__(self, occasion: Occasion) -> None:
        plan = self._plan = occasion.plan
        self._head = {
            **head(new_id(ID_PREFIX), OBJECT, occasion.created, plan),
            "system_fingerprint": SYSTEM_FINGERPRINT,
        }
        spoken = plan.choices if plan.ask.stream else ()
        self._templates = [sse.template(self._chunk(choice, sse.HOLE)) for choice in spoken]
        self._openings = [self._opening(choice) for choice in spoken]

    def opening(self, choice: Choice) -> bytes:
        """The echoed prompt, if any: legacy streams have no role chunk."""
        return self._openings[choice.index]

    def part_opening(self, _choice: Choice, _part: Part) -> bytes:
        """Nothing: legacy answers have no parts."""
        return b""

    def pieces(self, choice: Choice, _part: Part, pieces: list[bytes], _sent: Sequence[int]) -> bytes:
        """A chunk for each piece."""
        return sse.filled(self._templates[choice.index], pieces)

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One chunk with its tokens' log probabilities."""
        logprobs = self._logprobs(choice.tokens, end, start, choice.index, len(choice.lead.text) if choice.lead else 0)
        return sse.event(self._chunk(choice, sse.text_of(piece), logprobs=logprobs))

    def part_ending(self, _choice: Choice, _part: Part) -> bytes:
        """Nothing either."""
        return b""

    def ending(self, choice: Choice) -> bytes:
        """The chunk with the finish reason and no text."""
        return sse.event(self._chunk(choice, "", finish_reason=_finish_reason(choice)))

    def closing(self) -> bytes:
        """The usage chunk where it was asked for, and [DONE]; the usage chunk's choices are empty."""
        if not self._plan.ask.include_usage:
            return sse.DONE
        return sse.event({**self._head, "choices": [], "usage": usage_object(self._plan.usage)}) + sse.DONE

    def whole(self) -> bytes:
        """The answer in one piece."""
        plan = self._plan
        choices = [self._whole_choice(choice) for choice in plan.choices]
        dumps = sse.dumps if plan.ask.alternatives is None else sse.dumps_gently
        return dumps({**self._head, "choices": choices, "usage": usage_object(plan.usage)})

    def _opening(self, choice: Choice) -> bytes:
        if choice.lead is None:
            return b""
        scores = self._logprobs(choice.lead, len(choice.lead), 0, choice.index, 0, echoed=True)
        return sse.event(self._chunk(choice, choice.lead.text, logprobs=scores))

    def _chunk(self, choice: Choice, text: str, **fields: Any) -> dict[str, Any]:
        spoken = {"text": text, "index": choice.index, "logprobs": None, "finish_reason": None, **fields}
        usage = {"usage": None} if self._plan.ask.include_usage else {}
        return {**self._head, "choices": [spoken], **usage}

    def _whole_choice(self, choice: Choice) -> dict[str, Any]:
        lead = choice.lead
        scores = self._logprobs(choice.tokens, choice.count, 0, choice.index, len(lead.text) if lead else 0)
        if lead is not None and scores is not None:
            first = self._logprobs(lead, len(lead), 0, choice.index, 0, echoed=True) or {}
            scores = {name: first[name] + scores[name] for name in scores}
        text = (lead.text if lead else "") + choice.text
        return {"text": text, "index": choice.index, "logprobs": scores, "finish_reason": _finish_reason(choice)}

    def _logprobs(
        self, tokens: Tokens, end: int, start: int, index: int, shift: int, *, echoed: bool = False
    ) -> dict[str, list[Any]] | None:
        """The legacy columns for the tokens from `start` to before `end`, text offsets in characters from `shift`."""
        ask = self._plan.ask
        if ask.alternatives is None:
            return None
        columns: dict[str, list[Any]] = {"tokens": [], "token_logprobs": [], "top_logprobs": [], "text_offset": []}
        done = tokens.complete_bytes(start)
        characters = shift + len(tokens.data[:done].decode())
        for place in range(start, end):
            found = scored(tokens.token_bytes(place), place, ask.alternatives, ask.seed + index)
            unknown = echoed and place == 0  # nothing came before it, so the service gives none
            columns["tokens"].append(readable(found[0].token, "bytes:"))
            columns["token_logprobs"].append(None if unknown else found[0].logprob)
            top = {readable(score.token, "bytes:"): score.logprob for score in found[: ask.alternatives]}
            columns["top_logprobs"].append(None if unknown else top)
            complete = tokens.complete_bytes(place)
            characters += len(tokens.data[done:complete].decode())
            done = complete
            columns["text_offset"].append(characters)
        return columns


def _finish_reason(choice: Choice) -> FinishReason:
    """A reason that legacy completions know."""
    return FinishReason.STOP if choice.finish_reason is FinishReason.TOOL_CALLS else choice.finish_reason


FACE = Face(parse, CompletionVoice, headers=answer_headers, older_spellings=True)
