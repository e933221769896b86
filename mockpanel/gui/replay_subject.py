"""The answer that a forecast of a replay is of, laid onto the captured rhythm as the server would, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.captures import Capture
from mockpanel.core.choices import choose
from mockpanel.core.errors import InvalidValue
from mockpanel.core.forecast import FIRST_NUMBER, MOST_TOKENS
from mockpanel.core.laying import Laid, lay
from mockpanel.core.replay_settings import ReplayMode
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import Tokens

Tokenize = Callable[[str, str], Coroutine[Any, Any, Tokens]]
Replayed = tuple[str, ReplayMode, int, float, float]


def replayed(settings: StreamSettings) -> Replayed | None:
    """What decides how an answer is laid; None where nothing is replayed."""
    if not settings.replay:
        return None
    speeds = settings.reasoning_tokens_per_second or settings.tokens_per_second, settings.reasoning_seconds
    return settings.replay, settings.replay_mode, settings.seed, *speeds


def find_capture(folder: CaptureFolder, name: str) -> Capture | None:
    """The capture of that name; None where there is none, which a request would be refused for. Reads files."""
    try:
        return folder.find(name)
    except InvalidValue:
        return None


async def laid_answer(
    capture: Capture, tokens: Tokens, thinking: Tokens, settings: StreamSettings, tokenize: Tokenize
) -> Laid | None:
    """The answer of these tokens, or the capture's own where that is replayed; None for one without any token."""
    own_text = settings.replay_mode is ReplayMode.OWN_TEXT
    captured = await tokenize(capture.text, settings.encoding)
    if own_text:
        tokens, thinking = captured, await tokenize(capture.reasoning, settings.encoding)
    if not capture.answer or not len(tokens):
        return None
    choice, seed = choose(0, tokens, MOST_TOKENS), settings.seed or FIRST_NUMBER
    thoughts = thinking if len(thinking) else None
    return await asyncio.to_thread(lay, [choice], thoughts, capture, captured, settings, seed, own_text=own_text)
