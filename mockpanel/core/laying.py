"""A captured rhythm laid onto an answer, as `replay` and `replay_mode` ask: beats, waits, length. Pure and seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mockpanel.core.beats import Beats, Step, as_captured, laid, repeated, resampled, steps
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.choices import Choice, choose
from mockpanel.core.replay import Replay
from mockpanel.core.replay_settings import ReplayMode
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import thinking_seconds
from mockpanel.core.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Laid:
    """The answers of one request in a captured rhythm, the beats of its reasoning, and how they are timed."""

    beats: tuple[Beats, ...]
    thoughts: Beats | None
    replay: Replay

    @property
    def longest(self) -> Beats:
        """The answer with the most beats, whose rhythm all have."""
        return max(self.beats, key=lambda beats: len(beats.seconds))


def lay(
    choices: Sequence[Choice],
    thinking: Tokens | None,
    capture: Capture,
    captured: Tokens,
    settings: StreamSettings,
    seed: int,
    *,
    own_text: bool,
) -> Laid:
    """The choices in the rhythm of a capture; `captured` are the tokens of its text, `thinking` those of the reasoning.

    With `own_text` the choices are of the capture's text, and come in its very chunks.
    """
    found = steps(capture.answer, captured)
    made = tuple(_beats(choice, capture, found, settings, seed, own_text=own_text) for choice in choices)
    longest = max(made, key=lambda beats: len(beats.seconds))
    thoughts = _thoughts(thinking, capture) if own_text else None
    wait, pondering = _waits(thinking, capture, settings, own_text=own_text)
    replay = Replay(
        wait=wait,
        thinking=pondering,
        span=longest.span,
        units=len(longest.seconds),
        thoughts=None if thoughts is None else thoughts.rhythm(until=pondering),
    )
    return Laid(made, thoughts, replay)


def _beats(
    choice: Choice, capture: Capture, found: tuple[Step, ...], settings: StreamSettings, seed: int, *, own_text: bool
) -> Beats:
    plain = own_text and len(choice.parts) == 1 and capture.text.startswith(choice.text)
    if plain:
        return as_captured(choice, capture.answer)
    if settings.replay_mode is ReplayMode.RESAMPLE:
        return laid(choice, resampled(found, seed))
    return laid(choice, repeated(found))


def _thoughts(thinking: Tokens | None, capture: Capture) -> Beats | None:
    if thinking is None:
        return None
    return as_captured(choose(0, thinking, None), _before(capture.thinking, capture.answer[0].seconds))


def _before(thinking: tuple[Arrival, ...], seconds: float) -> tuple[Arrival, ...]:
    """Reasoning that came behind the answer's first chunk is taken to have come with it."""
    return tuple(replace(arrival, seconds=min(arrival.seconds, seconds)) for arrival in thinking)


def _waits(
    thinking: Tokens | None, capture: Capture, settings: StreamSettings, *, own_text: bool
) -> tuple[float, float]:
    """Seconds to the first chunk of all, and from there to the answer's; a reasoning of other length keeps its own."""
    first = capture.answer[0].seconds
    if thinking is None:
        return first, 0.0
    begins = min(arrival.seconds for arrival in (*capture.thinking[:1], *capture.answer[:1]))
    if own_text or begins < first:
        return begins, first - begins
    return first, thinking_seconds(settings, len(thinking))
