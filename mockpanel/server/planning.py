"""From an ask to a plan: reads the live defaults once, and has the texts tokenized."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mockpanel.core.answers import Draft, drafted, finish_reason
from mockpanel.core.choices import Choice, Part, PartKind, choose
from mockpanel.core.plan import Ask, Override, Prompt, StreamPlan, Usage, resolve
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import thinking_speed
from mockpanel.core.tokens import Tokens, chained
from mockpanel.server.embedding import embedding_plan
from mockpanel.server.replaying import FindCapture, brings_own_text, no_captures, replayed, with_captured_text
from mockpanel.server.rhythms import Rhythms
from mockpanel.server.tokenizer import Tokenizer


async def make_plan(
    ask: Ask,
    overrides: Mapping[str, Override],
    defaults: StreamSettings,
    tokenizer: Tokenizer,
    rhythms: Rhythms | None = None,
    number: int = 0,
    captures: FindCapture = no_captures,
) -> StreamPlan:
    """The plan for the request of a number; raises InvalidValue for an override out of bounds or for no token."""
    settings = resolve(defaults, overrides)
    capture = captures(settings.replay) if settings.replay else None
    if ask.embedding is not None:
        return await embedding_plan(ask, ask.embedding, overrides, defaults, tokenizer)
    own_text = capture is not None and brings_own_text(settings, overrides)
    spoken = with_captured_text(settings, capture) if capture is not None and own_text else settings
    encoding = settings.encoding
    thinking = await tokenizer.tokenize(spoken.mock_reasoning, encoding) if _has_thoughts(ask, spoken) else None
    reasoning = None if thinking is None else Part(PartKind.REASONING, 0, 0, len(thinking))
    choices: list[Choice] = []
    prompt_tokens = 0
    for asked in ask.prompts:
        prompt = await _with_text(asked, ask, spoken, tokenizer)
        prompt_tokens += prompt.overhead + await _count(prompt, encoding, tokenizer)
        drafts = drafted(spoken, overrides, prompt, ask)
        tokens, parts = await _cut(drafts, encoding, tokenizer, 0 if reasoning is None else 1)
        lead = await tokenizer.tokenize(prompt.echo, encoding) if ask.echo else None
        choice = choose(len(choices), tokens, ask.max_tokens, lead, parts, finish_reason(spoken, drafts))
        choices += _times(replace(choice, reasoning=reasoning), ask.choices_per_prompt)
    thought = _thought_tokens(ask, spoken, thinking) * len(choices)
    usage = Usage(prompt_tokens, sum(choice.count for choice in choices) + thought, thought)
    if ask.seed != settings.seed:
        ask = replace(ask, seed=settings.seed)
    plan = StreamPlan(ask, defaults, settings, overrides, tuple(choices), usage, number, None, thinking)
    if capture is not None:
        return await replayed(plan, capture, tokenizer, own_text=own_text)
    return await _in_rhythm(plan, rhythms or Rhythms())


async def _in_rhythm(plan: StreamPlan, rhythms: Rhythms) -> StreamPlan:
    """The plan with the rhythm of its shape, where it has one."""
    wanted = plan.shape(plan.settings)
    if wanted is None or plan.longest.count < 2 or not plan.pace(plan.settings).gap_ns:
        return plan
    longest = plan.longest
    return replace(plan, rhythm=await rhythms.make(longest.tokens, longest.count, *wanted))


def _has_thoughts(ask: Ask, settings: StreamSettings) -> bool:
    return ask.thinks and settings.mock_reasoning != ""


async def _cut(
    drafts: tuple[Draft, ...], encoding: str, tokenizer: Tokenizer, first: int
) -> tuple[Tokens, tuple[Part, ...]]:
    """The tokens of an answer and which of them each part has; `first` is the place of the first part."""
    texts = [await tokenizer.tokenize(draft.text, encoding) for draft in drafts]
    parts: list[Part] = []
    start = 0
    for place, (draft, tokens) in enumerate(zip(drafts, texts, strict=True), first):
        parts.append(Part(draft.kind, place, start, start + len(tokens), draft.name, draft.call_id))
        start += len(tokens)
    return chained(texts), tuple(parts)


def _times(choice: Choice, count: int) -> list[Choice]:
    """The same answer so many times, with indexes that count on."""
    return [replace(choice, index=choice.index + place) for place in range(count)]


def _thought_tokens(ask: Ask, settings: StreamSettings, thinking: Tokens | None) -> int:
    """The tokens of one choice's reasoning; without a text, as many as its time and speed make."""
    if thinking is not None:
        return len(thinking)
    return round(settings.reasoning_seconds * thinking_speed(settings)) if ask.thinks else 0


async def _count(prompt: Prompt, encoding: str, tokenizer: Tokenizer) -> int:
    if prompt.ids is not None:
        return len(prompt.ids)
    return await tokenizer.count(prompt.texts, encoding)


async def _with_text(prompt: Prompt, ask: Ask, settings: StreamSettings, tokenizer: Tokenizer) -> Prompt:
    """The prompt, with its text where it came as token numbers and will be sent back."""
    if prompt.ids is None or not (ask.echo or not settings.mock_response):
        return prompt
    return Prompt((), await tokenizer.decode(prompt.ids, settings.encoding), prompt.overhead, prompt.ids)
