"""What a setting means to a reader, in words. Pure text: no Qt.

The limits of patience are Nielsen Norman Group's, the reading speed is Brysbaert's (2019).
"""

from __future__ import annotations

from decimal import Decimal

from mockpanel.core.encodings import encoding_names
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import slowdown
from mockpanel.gui.widgets.quantities import FIRST_TOKEN, SPEED, THIN_SPACE, UNPACED, grouped

READING_WORDS_PER_MINUTE = 238
TOKENS_PER_WORD = 1.3
READING_TOKENS_PER_SECOND = READING_WORDS_PER_MINUTE * TOKENS_PER_WORD / 60

INSTANT_S = 0.1
FLOW_S = 1.0
ATTENTION_S = 10.0
FROZEN_GAP_S = 0.4
"""Gaps beyond this make people ask whether it froze."""

READING_BASIS = (
    f"At {READING_WORDS_PER_MINUTE} words a minute read, and {TOKENS_PER_WORD} tokens a word (Brysbaert 2019)."
)
WAITING_BASIS = "0.1 s feels instant, 1 s keeps the flow of thought, 10 s loses attention (Nielsen Norman Group)."

NO_BREAK_SPACE = "\u00a0"
AS_FAST_AS_READ = "as fast as the client reads"


def of_speed(tokens_per_second: float) -> str:
    """Words a minute and times reading speed, to two digits: `2 100 words/min · 8.7× reading speed`."""
    if tokens_per_second == UNPACED:
        return AS_FAST_AS_READ
    words = tokens_per_second * 60 / TOKENS_PER_WORD
    times = tokens_per_second / READING_TOKENS_PER_SECOND
    return f"{_two_digits(words)} words/min · {_two_digits(times)}×{THIN_SPACE}reading speed"


def of_first_token(seconds: float) -> str:
    """What the wait does to the one who waits."""
    if seconds <= INSTANT_S:
        return "feels instant"
    if seconds <= FLOW_S:
        return "keeps the flow of thought"
    if seconds < ATTENTION_S:
        return "interrupts the flow of thought"
    return "loses attention"


def of_chunk(tokens_per_chunk: int, tokens_per_second: float) -> str:
    """How often a chunk comes at that speed, and whether it looks frozen; nothing when unpaced."""
    if tokens_per_second == UNPACED:
        return ""
    gap_s = tokens_per_chunk / tokens_per_second
    every = "every " + FIRST_TOKEN.shown(_rounded(gap_s)).replace(" ", NO_BREAK_SPACE)
    return f"{every}, may look frozen" if gap_s > FROZEN_GAP_S else every


def of_tokenizer(name: str, encoding: str) -> str:
    """Which encoding a model stands for."""
    return "an encoding of tiktoken" if name in encoding_names() else f"encodes with {encoding}"


def of_shape(name: str, settings: StreamSettings) -> str:
    """What a setting that shapes a stream comes to where its figure alone does not tell; nothing for most."""
    match name:
        case "load_slowdown" if settings.load_slowdown > 1 and settings.tokens_per_second != UNPACED:
            slowed = settings.tokens_per_second / slowdown(settings, settings.load_streams)
            return f"{SPEED.shown(_rounded(slowed))} each at {grouped(settings.load_streams)} streams"
        case "time_to_first_token_p95" if 0 < settings.time_to_first_token_p95 <= settings.time_to_first_token:
            return "no effect unless it is longer than the first token's time"
        case _:
            return ""


def _two_digits(value: float) -> str:
    rounded = Decimal(f"{value:#.2g}")
    whole = rounded == rounded.to_integral_value() and rounded >= 10
    return grouped(int(rounded)) if whole else f"{rounded:f}"


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")
