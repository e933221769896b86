"""From an ask to a plan: reads the live defaults once, and has the texts tokenized."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from mockpanel.core.answers import Draft, drafted, finish_reason
from mockpanel.core.choices import Choice, FinishReason, Part, choose
from mockpanel.core.plan import Ask, Override, Prompt, StreamPlan, Usage, resolve
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import thinking_speed
from mockpanel.core.thoughts import Thoughts, thoughts_within
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
    thoughts = await _thoughts(ask, spoken, tokenizer)
    choices: list[Choice] = []
    prompt_tokens = 0
    for asked in ask.prompts:
        prompt = await _with_text(asked, ask, spoken, tokenizer)
        prompt_tokens += prompt.overhead + await _count(prompt, encoding, tokenizer)
        choice = await _choice(prompt, ask, spoken, overrides, thoughts, tokenizer)
        choices += _times(replace(choice, index=len(choices)), ask.choices_per_prompt)
    thought_tokens = thoughts.count * len(choices)
    usage = Usage(prompt_tokens, sum(choice.count for choice in choices) + thought_tokens, thought_tokens)
    if ask.seed != settings.seed:
        ask = replace(ask, seed=settings.seed)
    plan = StreamPlan(ask, defaults, settings, overrides, tuple(choices), usage, number, None, thoughts.tokens)
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


async def _thoughts(ask: Ask, settings: StreamSettings, tokenizer: Tokenizer) -> Thoughts:
    """The reasoning, as far as the limit lets it go; without a text, as many tokens as its time and speed make."""
    if not ask.thinks:
        return thoughts_within(None, 0, ask.max_tokens)
    if settings.mock_reasoning == "":
        return thoughts_within(None, round(settings.reasoning_seconds * thinking_speed(settings)), ask.max_tokens)
    tokens = await tokenizer.tokenize(settings.mock_reasoning, settings.encoding)
    return thoughts_within(tokens, len(tokens), ask.max_tokens)


async def _choice(
    prompt: Prompt,
    ask: Ask,
    settings: StreamSettings,
    overrides: Mapping[str, Override],
    thoughts: Thoughts,
    tokenizer: Tokenizer,
) -> Choice:
    """The answer to one prompt, within what the reasoning leaves of the limit."""
    encoding = settings.encoding
    made = partial(drafted, settings, overrides, prompt, ask)
    # A value made from a schema may take a while, at which others' tokens must not wait.
    drafts = await asyncio.to_thread(made) if ask.schema is not None or ask.toolbox.tools else made()
    tokens, parts = await _cut(drafts, encoding, tokenizer, 0 if thoughts.part is None else 1)
    lead = await tokenizer.tokenize(prompt.echo, encoding) if ask.echo else None
    ends = FinishReason.LENGTH if thoughts.cut else finish_reason(settings, drafts)
    return replace(choose(0, tokens, thoughts.left, lead, parts, ends), reasoning=thoughts.part)


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


async def _count(prompt: Prompt, encoding: str, tokenizer: Tokenizer) -> int:
    if prompt.ids is not None:
        return len(prompt.ids)
    return await tokenizer.count(prompt.texts, encoding)


async def _with_text(prompt: Prompt, ask: Ask, settings: StreamSettings, tokenizer: Tokenizer) -> Prompt:
    """The prompt, with its text where it came as token numbers and will be sent back."""
    if prompt.ids is None or not (ask.echo or not settings.mock_response):
        return prompt
    return Prompt((), await tokenizer.decode(prompt.ids, settings.encoding), prompt.overhead, prompt.ids)
