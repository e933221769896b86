"""What a request will get: effective settings, answers as tokens, usage. Pure: tokenizing is the caller's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from mockpanel.core.choices import Choice, FinishReason, text_part
from mockpanel.core.embeddings import Embedding
from mockpanel.core.pacing import Pace
from mockpanel.core.replay import Replay
from mockpanel.core.rhythm import Rhythm
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import UNSHAPED, Counts, Shape, is_plain, paced, shape_of
from mockpanel.core.tokens import Tokens
from mockpanel.core.tools import NO_TOOLS, Toolbox


class Source(StrEnum):
    """Where an override came from; an earlier one beats a later one. A model's are those of the profile it names."""

    BODY = "body"
    HEADER = "header"
    QUERY = "query"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Override:
    """One setting's value that a request brought along."""

    source: Source
    value: Any


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt: the texts whose tokens count, and the text that is echoed where there is no mock response.

    `overhead` is what the chat format adds in tokens. `ids` are set where the prompt came as token numbers.
    """

    texts: tuple[str, ...]
    echo: str = ""
    overhead: int = 0
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a request asks for, whatever its protocol. Limits are in tokens."""

    model: str
    prompts: tuple[Prompt, ...]
    stream: bool = False
    choices_per_prompt: int = 1
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    alternatives: int | None = None
    """Log probabilities: None for none, else how many candidates a token."""
    echo: bool = False
    include_usage: bool = False
    seed: int = 0
    service_tier: str = "default"
    thinks: bool = False
    """Whether the protocol has a place for reasoning."""
    text_only: bool = False
    """Whether the protocol has no place for anything but text."""
    toolbox: Toolbox = NO_TOOLS
    schema: Mapping[str, Any] | None = None
    """The JSON schema that the text must fit; None for plain text."""
    embedding: Embedding | None = None
    """Vectors of the prompts are asked for, and no text."""
    extras: Mapping[str, Any] = field(default_factory=dict)
    """What only the protocol's own voice reads."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens counted as the API reports them."""

    prompt_tokens: int
    completion_tokens: int
    reasoning_tokens: int = 0
    """As many of the completion tokens are reasoning."""

    @property
    def total_tokens(self) -> int:
        """Both together."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """All that a stream needs to run.

    `settings` are the live `defaults` with the request's `overrides`, which no later change of the defaults moves.
    """

    ask: Ask
    defaults: StreamSettings
    settings: StreamSettings
    overrides: Mapping[str, Override]
    choices: tuple[Choice, ...]
    usage: Usage
    number: int = 0
    """The request's own number: its seed where none is set."""
    rhythm: Rhythm | None = None
    thinking: Tokens | None = None
    """The reasoning, where there is a text of it."""
    replay: Replay | None = None
    """What times it instead of speed and shape."""

    @property
    def told_overrides(self) -> Mapping[str, Override]:
        """The overrides without what a profile as the model merely leaves off, as it was anyway."""
        return {name: override for name, override in self.overrides.items() if not self._idle(name, override)}

    vectors: tuple[bytes, ...] = ()
    """One for each prompt as JSON, where the request asks for vectors."""

    @property
    def longest(self) -> Choice:
        """The choice with the most tokens."""
        return max(self.choices, key=lambda choice: choice.count)

    @property
    def weight(self) -> int:
        """About how much there is to write down: tokens, and with log probabilities their candidates."""
        candidates = 0 if self.ask.alternatives is None else self.ask.alternatives + 1
        echoed = self.usage.prompt_tokens if self.ask.echo else 0
        return (self.usage.completion_tokens + echoed) * (1 + candidates)

    def _idle(self, name: str, override: Override) -> bool:
        off = override.source is Source.MODEL and name in UNSHAPED and override.value == UNSHAPED[name]
        return off and bool(override.value == getattr(self.defaults, name))

    def followed(self, defaults: StreamSettings) -> StreamSettings:
        """The settings under other defaults: what the request did not pin follows them."""
        pinned = {name: getattr(self.settings, name) for name in self.overrides}
        return defaults.model_copy(update=pinned) if pinned else defaults

    def pace(self, settings: StreamSettings, running: int = 1) -> Pace:
        """The timing that settings ask of this answer while so many run; one that need not wait is due at once."""
        if not self.ask.stream and not settings.simulate_latency:
            return Pace(0, 0)
        if self.replay is not None:
            return self.replay.pace(settings, running)
        if is_plain(settings):
            return Pace(settings.time_to_first_token, settings.tokens_per_second)
        thinking = 0 if self.thinking is None else len(self.thinking)
        counts = Counts(self.usage.prompt_tokens, self.longest.count, thinking, self.ask.thinks)
        return paced(settings, self.seed(settings), counts, running)

    def seed(self, settings: StreamSettings) -> int:
        """The seed of this answer under some settings."""
        return settings.seed or self.number

    def shape(self, settings: StreamSettings) -> tuple[Shape, int] | None:
        """The shape and seed that settings ask of this stream; None for an even one, in a piece, or from a capture."""
        shape = shape_of(settings) if self.ask.stream and self.replay is None else None
        return None if shape is None else (shape, self.seed(settings) if shape.by_chance else 0)


def resolve(defaults: StreamSettings, overrides: Mapping[str, Override]) -> StreamSettings:
    """The settings that one request runs with; raises InvalidValue for the first override out of bounds."""
    return defaults.changed({name: override.value for name, override in overrides.items()})


def emptied(plan: StreamPlan) -> StreamPlan:
    """The plan without any answer: each choice has no token and ends as if it were complete."""
    choices = tuple(
        replace(choice, count=0, finish_reason=FinishReason.STOP, lead=None, tail=b"", parts=(text_part(0, 0),))
        for choice in plan.choices
    )
    usage = replace(plan.usage, completion_tokens=plan.usage.reasoning_tokens)
    return replace(plan, choices=choices, usage=usage, rhythm=None)
