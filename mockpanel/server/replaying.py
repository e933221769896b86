"""From a plan to the same one in a captured rhythm; long ones are laid in a thread, so that no token waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from mockpanel.core.answers import OWN_SOURCES
from mockpanel.core.captures import Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.laying import lay
from mockpanel.core.plan import Override, StreamPlan
from mockpanel.core.replay_settings import ReplayMode
from mockpanel.core.sentences import show
from mockpanel.core.settings import StreamSettings
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
    seed = plan.seed(plan.settings)
    made = lay(plan.choices, plan.thinking, capture, captured, plan.settings, seed, own_text=own_text)
    longest = made.longest
    return replace(
        plan,
        choices=tuple(beats.choice for beats in made.beats),
        rhythm=longest.rhythm() if longest.span > 0 else None,
        thinking=plan.thinking if made.thoughts is None else made.thoughts.choice.tokens,
        replay=made.replay,
    )
