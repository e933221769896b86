"""What a capture may hold: bounds of its times, texts and size. Knows neither files nor formats."""

from __future__ import annotations

import math
from dataclasses import replace

from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import number, show

FIELD = "capture"
LARGEST_BYTES = 32_000_000
"""A capture file, or a file that one is read from."""

MOST_CHUNKS = 200_000
MOST_CHARACTERS = 4_000_000
"""Of all chunks together; a longer text is no answer that somebody read."""

LONGEST_S = 86_400
DIGITS = 6
"""Times are kept to the microsecond."""


WORDS = ("name", "model", "source", "captured_at", "notes")
LONGEST_WORD = 4000
"""Characters of each of a capture's words."""


def refusal(sentence: str) -> InvalidValue:
    """A capture that cannot be; the sentence names the place."""
    return InvalidValue(FIELD, sentence)


def checked_word(value: object, place: str) -> str:
    """One of a capture's words; raises InvalidValue, which begins with the place."""
    if not isinstance(value, str) or len(value) > LONGEST_WORD:
        raise refusal(f"{place} must be a text of up to {LONGEST_WORD} characters, got {show(value)}")
    return checked_text(value, place)


def checked_text(text: str, place: str) -> str:
    """The text; raises InvalidValue, which begins with the place, where it holds half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise refusal(f"{place} must be valid Unicode, got half of a surrogate pair") from None
    return text


def checked_seconds(value: object, place: str) -> float:
    """A time since the request was sent, to the microsecond; raises InvalidValue, which begins with the place."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_S:
        raise refusal(f"{place}: seconds must be a number between 0 and {number(LONGEST_S)}, got {show(value)}")
    return round(float(value), DIGITS) + 0.0


def checked_milliseconds(value: object, place: str) -> float:
    """The same for a time in milliseconds; returns seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_S * 1000:
        raise refusal(f"{place} must be a number between 0 and {number(LONGEST_S * 1000)} ms, got {show(value)}")
    return round(value / 1000, DIGITS)


def checked(capture: Capture) -> Capture:
    """The capture with its times to the microsecond; raises InvalidValue with the first chunk that cannot be."""
    if len(capture.arrivals) > MOST_CHUNKS:
        raise refusal(f"a capture may have up to {MOST_CHUNKS} chunks, got {len(capture.arrivals)}")
    for word in WORDS:
        checked_word(getattr(capture, word), word)
    arrivals = []
    before, size = 0.0, 0
    for place, arrival in enumerate(capture.arrivals, 1):
        seconds = checked_seconds(arrival.seconds, f"chunk {place}")
        if seconds < before:
            raise refusal(f"chunk {place}: seconds must not decrease, got {seconds:g} after {before:g}")
        checked_text(arrival.text, f"chunk {place}: text")
        before, size = seconds, size + len(arrival.text)
        if size > MOST_CHARACTERS:
            raise refusal(f"a capture's text may have up to {MOST_CHARACTERS} characters")
        arrivals.append(Arrival(seconds, arrival.text, arrival.reasoning))
    if not size:
        raise refusal("a capture needs at least one chunk with text")
    return replace(capture, arrivals=tuple(arrivals))


def ordered(arrivals: list[Arrival]) -> tuple[Arrival, ...]:
    """Arrivals of a clock that may stumble by less than it shows: none comes before the one ahead of it."""
    latest = -math.inf
    found = []
    for arrival in arrivals:
        latest = max(latest, arrival.seconds)
        found.append(replace(arrival, seconds=latest))
    return tuple(found)
