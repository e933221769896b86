"""A capture told in words: its figures in a line, where and when it was taken. Pure."""

from __future__ import annotations

from datetime import datetime

from mockpanel.core.capture_figures import CaptureFigures
from mockpanel.core.captures import Capture
from mockpanel.core.measures import duration, grouped, long_time, rate
from mockpanel.core.pacing import SECOND_NS

UNKNOWN = "–"


def short_figures(found: CaptureFigures) -> str:
    """The two figures by which captures are told apart: 43.21 tokens/s · TTFT 412.0 ms."""
    return f"{_rate(found)} tokens/s · TTFT {duration(found.time_to_first_token * SECOND_NS)}"


def long_figures(found: CaptureFigures) -> str:
    """What the list has no room for: first token, rate, tokens, chunks, length. Gaps stand beside their picture."""
    size = f"{_counted(found.tokens, 'token')} in {_counted(found.chunks, 'chunk')}"
    return f"{short_figures(found)} · {size} · {long_time(found.seconds)}"


def origin(capture: Capture) -> str:
    """Model, source and date, as far as they are known."""
    return " · ".join(filter(None, (capture.model, capture.source, _date(capture.captured_at))))


def _date(captured_at: str) -> str:
    """Day and minute of an ISO 8601 time; as it is written where it is none."""
    try:
        return f"{datetime.fromisoformat(captured_at):%Y-%m-%d %H:%M}" if captured_at else ""
    except ValueError:
        return captured_at


def _rate(found: CaptureFigures) -> str:
    return UNKNOWN if found.tokens_per_second is None else rate(found.tokens_per_second)


def _counted(count: int, noun: str) -> str:
    return f"{grouped(count)} {noun}{'' if count == 1 else 's'}"
