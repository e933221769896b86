"""From a plan to the same one in a captured rhythm; long ones are laid in a thread, so that no token waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from mockpanel.core.answers import OWN_SOURCES
from mockpanel.core.beats import Beats, Step, as_captured, laid, repeated, resampled, steps
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.choices import Choice, choose
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Override, StreamPlan
from mockpanel.core.replay import Replay
from mockpanel.core.replay_settings import ReplayMode
from mockpanel.core.sentences import show
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import thinking_seconds
from mockpanel.core.tokens import Tokens
from mockpanel.server.tokenizer import Tokenizer

HEAVY_TOKENS = 2000
"""What is longer is laid in a thread."""

FindCapture = Callable[[str], Capture]


def no_captures(name: str) -> Capture:
    """Where nobody keeps captures, none has any name."""
    raise InvalidValue("replay", f"replay must be the name of a capture, got {show(name)}; there are none")


def brings_own_text(settings: StreamSettings, overrides: Mapping[str, Override]) -> bool:
    """Whether the capture's text is to be sent: not where another answer was asked for by the request itself."""
    names = ("mock_response", "mock_tool_calls", "mock_refusal")
    asked = any(name in overrides and overrides[name].source in OWN_SOURCES for name in names)
    return settings.replay_mode is ReplayMode.OWN_TEXT and not asked


def with_captured_text(settings: StreamSettings, capture: Capture) -> StreamSettings:
    """The settings with what the capture says."""
    said = {"mock_response": capture.text, "mock_reasoning": capture.reasoning}
    return settings.model_copy(update={**said, "mock_tool_calls": (), "mock_refusal": ""})


async def replayed(plan: StreamPlan, capture: Capture, tokenizer: Tokenizer, *, own_text: bool) -> StreamPlan:
    """The plan in the capture's rhythm: its own text in its own chunks, or another text in its gaps.

    Raises InvalidValue where the capture holds no chunk of an answer.
    """
    if not capture.answer:
        raise InvalidValue("replay", f"replay: the capture {show(capture.name)} holds no text")
    captured = await tokenizer.tokenize(capture.text, plan.settings.encoding)
    work = partial(_replayed, plan, capture, captured, own_text=own_text)
    heavy = plan.usage.completion_tokens + len(captured) > HEAVY_TOKENS
    return await asyncio.to_thread(work) if heavy else work()


def _replayed(plan: StreamPlan, capture: Capture, captured: Tokens, *, own_text: bool) -> StreamPlan:
    found = steps(capture.answer, captured)
    made = [_beats(choice, capture, found, plan, own_text=own_text) for choice in plan.choices]
    longest = max(made, key=lambda beats: len(beats.seconds))
    thoughts = _thoughts(plan, capture) if own_text else None
    wait, thinking = _waits(plan, capture, own_text=own_text)
    replay = Replay(
        wait=wait,
        thinking=thinking,
        span=longest.span,
        units=len(longest.seconds),
        thoughts=None if thoughts is None else thoughts.rhythm(until=thinking),
    )
    return replace(
        plan,
        choices=tuple(beats.choice for beats in made),
        rhythm=longest.rhythm() if longest.span > 0 else None,
        thinking=plan.thinking if thoughts is None else thoughts.choice.tokens,
        replay=replay,
    )


def _beats(choice: Choice, capture: Capture, found: tuple[Step, ...], plan: StreamPlan, *, own_text: bool) -> Beats:
    plain = own_text and len(choice.parts) == 1 and capture.text.startswith(choice.text)
    if plain:
        return as_captured(choice, capture.answer)
    if plan.settings.replay_mode is ReplayMode.RESAMPLE:
        return laid(choice, resampled(found, plan.seed(plan.settings)))
    return laid(choice, repeated(found))


def _thoughts(plan: StreamPlan, capture: Capture) -> Beats | None:
    if plan.thinking is None:
        return None
    return as_captured(choose(0, plan.thinking, None), _before(capture.thinking, capture.answer[0].seconds))


def _before(thinking: tuple[Arrival, ...], seconds: float) -> tuple[Arrival, ...]:
    """Reasoning that came behind the answer's first chunk is taken to have come with it."""
    return tuple(replace(arrival, seconds=min(arrival.seconds, seconds)) for arrival in thinking)


def _waits(plan: StreamPlan, capture: Capture, *, own_text: bool) -> tuple[float, float]:
    """Seconds to the first chunk of all, and from there to the answer's; a reasoning of other length keeps its own."""
    first = capture.answer[0].seconds
    if plan.thinking is None:
        return first, 0.0
    begins = min(arrival.seconds for arrival in (*capture.thinking[:1], *capture.answer[:1]))
    if own_text or begins < first:
        return begins, first - begins
    return first, thinking_seconds(plan.settings, len(plan.thinking))
