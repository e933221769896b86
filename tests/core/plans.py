"""Settings and plans made at once, without a server and its tokenizer process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockpanel.core.plan import Ask, Choice, Override, Prompt, StreamPlan, Usage, answer_text, choose, resolve
from mockpanel.core.settings import StreamSettings, validated
from mockpanel.core.tokens import count, decode, tokenize


def settings_with(**changes: Any) -> StreamSettings:
    """The built-in defaults with some settings changed."""
    return validated(StreamSettings, changes)


def plan_of(
    ask: Ask, defaults: StreamSettings | None = None, overrides: Mapping[str, Override] | None = None
) -> StreamPlan:
    """The plan of a request, its choices numbered prompt by prompt."""
    defaults = defaults or settings_with(mock_response="Hello, World!")
    settings = resolve(defaults, overrides or {})
    choices: list[Choice] = []
    prompt_tokens = 0
    for asked in ask.prompts:
        prompt = asked if asked.ids is None else Prompt((), decode(list(asked.ids), settings.encoding), 0, asked.ids)
        lengths = [count(text, settings.encoding) for text in prompt.texts]
        prompt_tokens += prompt.overhead + sum(lengths) + len(prompt.ids or ())
        tokens = tokenize(answer_text(settings, overrides or {}, prompt, ask.stop), settings.encoding)
        lead = tokenize(prompt.echo, settings.encoding) if ask.echo else None
        first = len(choices)
        choices += [choose(first + place, tokens, ask.max_tokens, lead) for place in range(ask.choices_per_prompt)]
    usage = Usage(prompt_tokens, sum(choice.count for choice in choices))
    return StreamPlan(ask, defaults, settings, overrides or {}, tuple(choices), usage)
