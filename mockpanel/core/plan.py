"""What a request will get: effective settings, answers as tokens, usage. Pure: tokenizing is the caller's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from mockpanel.core.pacing import Pace
from mockpanel.core.rhythm import Rhythm
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import UNSHAPED, Counts, Shape, is_plain, paced, shape_of
from mockpanel.core.tokens import Tokens, json_inside


class Source(StrEnum):
    """Where an override came from; an earlier one beats a later one. A model's are those of the profile it names."""

    BODY = "body"
    HEADER = "header"
    QUERY = "query"
    MODEL = "model"


class FinishReason(StrEnum):
    """Why an answer ends, in the OpenAI API's words."""

    STOP = "stop"
    LENGTH = "length"


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


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the first `count` of `tokens`, behind `lead` (an echoed prompt), ending for `finish_reason`."""

    index: int
    tokens: Tokens
    count: int
    finish_reason: FinishReason
    lead: Tokens | None = None
    tail: bytes = b""
    """JSON of whole characters in last tokens that end inside a later one, where a limit cut there."""

    @property
    def text(self) -> str:
        """The answer as text, without the lead."""
        return self.tokens.data[: self.tokens.complete_bytes(self.count)].decode()

    @property
    def json_end(self) -> int:
        """The offset in `tokens.json` of the answer's end, without the tail."""
        return self.tokens.json_ends[self.count - 1] if self.count else 0


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

    @property
    def told_overrides(self) -> Mapping[str, Override]:
        """The overrides without what a profile as the model merely leaves off, as it was anyway."""
        return {name: override for name, override in self.overrides.items() if not self._idle(name, override)}

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
        if is_plain(settings):
            return Pace(settings.time_to_first_token, settings.tokens_per_second)
        thinking = 0 if self.thinking is None else len(self.thinking)
        counts = Counts(self.usage.prompt_tokens, self.longest.count, thinking, self.ask.thinks)
        return paced(settings, self.seed(settings), counts, running)

    def seed(self, settings: StreamSettings) -> int:
        """The seed of this answer under some settings."""
        return settings.seed or self.number

    def shape(self, settings: StreamSettings) -> tuple[Shape, int] | None:
        """The shape and seed that settings ask of this stream; None for an even one, and for one in a piece."""
        shape = shape_of(settings) if self.ask.stream else None
        return None if shape is None else (shape, self.seed(settings) if shape.by_chance else 0)


def resolve(defaults: StreamSettings, overrides: Mapping[str, Override]) -> StreamSettings:
    """The settings that one request runs with; raises InvalidValue for the first override out of bounds."""
    return defaults.changed({name: override.value for name, override in overrides.items()})


def answer_text(
    settings: StreamSettings, overrides: Mapping[str, Override], prompt: Prompt, stop: tuple[str, ...]
) -> str:
    """The text to stream for a prompt: the mock response, else an echo, ended before the first stop string.

    An empty `mock_response` in the request is an empty answer; an empty default, or one of a profile, is none.
    """
    override = overrides.get("mock_response")
    given = settings.mock_response or (override is not None and override.source is not Source.MODEL)
    text = settings.mock_response if given else prompt.echo
    ends = [place for place in (text.find(word) for word in stop if word) if place >= 0]
    return text[: min(ends)] if ends else text


def choose(index: int, tokens: Tokens, max_tokens: int | None, lead: Tokens | None = None) -> Choice:
    """The choice that sends `tokens`, or as many as `max_tokens` allows; a character cut there is left out."""
    if max_tokens is None or len(tokens) <= max_tokens:
        return Choice(index, tokens, len(tokens), FinishReason.STOP, lead)
    complete = tokens.complete_bytes(max_tokens)
    last = max_tokens
    while last and tokens.complete_bytes(last) != tokens.ends[last - 1]:
        last -= 1
    whole = tokens.ends[last - 1] if last else 0
    tail = json_inside(tokens.data[whole:complete].decode())
    return Choice(index, tokens, max_tokens, FinishReason.LENGTH, lead, tail)


def first_tokens(choice: Choice, count: int) -> Choice:
    """The choice as far as its first `count` tokens, in whole characters; itself where it has no more."""
    return choice if count >= choice.count else replace(choice, count=count, tail=b"")


def reaching(choices: Sequence[Choice], after_tokens: int) -> list[Choice]:
    """The choices that are under way after so many tokens, or, where no choice has more, that end last."""
    longest = max(choice.count for choice in choices)
    return [choice for choice in choices if choice.count >= min(after_tokens, longest)]


def emptied(plan: StreamPlan) -> StreamPlan:
    """The plan without any text: each choice has no token and ends as if it were complete."""
    choices = tuple(Choice(choice.index, choice.tokens, 0, FinishReason.STOP) for choice in plan.choices)
    usage = replace(plan.usage, completion_tokens=plan.usage.reasoning_tokens)
    return replace(plan, choices=choices, usage=usage, rhythm=None)
