"""From bytes of server-sent events, each with the time at which they came, to a capture. Knows no file format."""

from __future__ import annotations

from mockpanel.core.capture_checks import checked, ordered, refusal
from mockpanel.core.captures import Capture
from mockpanel.core.stamps import seconds_of, since
from mockpanel.core.taking import Taking

Part = tuple[float, bytes]
"""Bytes, and the seconds at which they came."""

NO_REQUEST = "Its times begin with its first event: the time to first token is not known."


def capture_of_parts(name: str, asked: float | None, parts: list[Part], notes: str = "") -> Capture:
    """The capture of bytes that came when; `asked` is the time of the request, None where it is not known.

    Raises InvalidValue where no text came.
    """
    taking = Taking(streamed=True)
    first = asked if asked is not None else parts[0][0] if parts else 0.0
    for seconds, data in parts:
        taking.feed(max(0.0, since(first, seconds)), data)
    taking.end(max(0.0, since(first, parts[-1][0])) if parts else 0.0)
    if not taking.arrivals:
        raise refusal("the file holds no event with a text and a time")
    unknown = NO_REQUEST if asked is None else ""
    notes = " ".join(filter(None, (unknown, notes)))
    return checked(Capture(name, ordered(taking.arrivals), taking.model, notes=notes))


def read_stamp(stamp: str) -> float:
    """A stamp in seconds; raises InvalidValue for a date or time that there is not."""
    try:
        return seconds_of(stamp)
    except ValueError:
        raise refusal(f"{stamp} is no time") from None
