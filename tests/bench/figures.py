"""From recorded arrivals to figures. Pure arithmetic: no clock, no sockets."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One stream as the client saw it: when its request was sent and when each content frame came, in ns."""

    sent_ns: int
    content_ns: Sequence[int]


def rate(content_ns: Sequence[int]) -> float:
    """Frames per second from the first to the last of at least two; infinite if they came at one moment."""
    span_ns = content_ns[-1] - content_ns[0]
    return (len(content_ns) - 1) * NS_PER_S / span_ns if span_ns else math.inf


def rate_error_percent(content_ns: Sequence[int], tokens_per_second: float) -> float:
    """How much faster (+) or slower (-) than asked, in percent of the asked rate."""
    return (rate(content_ns) / tokens_per_second - 1) * 100


def ttft_error_ms(stream: Arrivals, time_to_first_token: float) -> float:
    """How much later (+) or earlier (-) than asked the first content came."""
    return (stream.content_ns[0] - stream.sent_ns) / NS_PER_MS - time_to_first_token * 1000


def schedule_errors_ms(content_ns: Sequence[int], tokens_per_second: float) -> list[float]:
    """For each frame k, how far it was from (time of the first + k / tokens_per_second), early or late."""
    first = content_ns[0]
    step_ns = NS_PER_S / tokens_per_second
    return [abs(at - first - place * step_ns) / NS_PER_MS for place, at in enumerate(content_ns)]


def gaps_ms(content_ns: Sequence[int]) -> list[float]:
    """The time between each frame and the next."""
    return [(after - before) / NS_PER_MS for before, after in pairwise(content_ns)]


def deviation(values: Sequence[float]) -> float:
    """The population standard deviation; 0 for no values."""
    # statistics.pstdev takes seconds for 500,000 values, because it counts in fractions.
    if not values:
        return 0.0
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that at least `percent` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(percent / 100 * len(ordered)), 1) - 1]


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    """The figures `{name}_p50_ms` and `{name}_p99_ms`."""
    return {f"{name}_p50_ms": percentile(values, 50), f"{name}_p99_ms": percentile(values, 99)}


def paced_figures(
    streams: Sequence[Arrivals], tokens_per_second: float, time_to_first_token: float
) -> dict[str, float]:
    """The figures of streams of one pace: rates per stream, schedule errors and gaps of all frames."""
    rate_errors = [rate_error_percent(stream.content_ns, tokens_per_second) for stream in streams]
    schedule = [error for stream in streams for error in schedule_errors_ms(stream.content_ns, tokens_per_second)]
    return {
        "rate_error_percent": median(rate_errors),
        "worst_rate_error_percent": max(rate_errors, key=abs),
        **spread("ttft_error", [ttft_error_ms(stream, time_to_first_token) for stream in streams]),
        **spread("schedule_error", schedule),
        "gap_deviation_ms": deviation([gap for stream in streams for gap in gaps_ms(stream.content_ns)]),
    }


def unpaced_figures(streams: Sequence[Arrivals]) -> dict[str, float]:
    """The median speed from the first content to the last, and from the request to the last."""
    return {
        "tokens_per_second": median(rate(stream.content_ns) for stream in streams),
        "whole_tokens_per_second": median(rate([stream.sent_ns, *stream.content_ns]) for stream in streams),
    }


def fastest(streams: Iterable[Arrivals]) -> float:
    """The highest speed of all from the first content to the last."""
    return max(rate(stream.content_ns) for stream in streams)


def off_plan_ms(content_ns: Sequence[int], planned_ns: Sequence[float]) -> list[float]:
    """For each frame, how much later (+) or earlier (-) than planned it came, counted from the first of each."""
    first_ns, planned_first_ns = content_ns[0], planned_ns[0]
    return [
        (at - first_ns - (planned - planned_first_ns)) / NS_PER_MS
        for at, planned in zip(content_ns, planned_ns, strict=True)
    ]


def shaped_figures(
    streams: Sequence[Arrivals], planned_ns: Sequence[float], tokens_per_second: float, time_to_first_token: float
) -> dict[str, float]:
    """The same figures as `paced_figures` of streams that have one plan; errors and gaps count from that."""
    off = [off_plan_ms(stream.content_ns, planned_ns) for stream in streams]
    return {
        **paced_figures(streams, tokens_per_second, time_to_first_token),
        **spread("schedule_error", [abs(error) for errors in off for error in errors]),
        "gap_deviation_ms": deviation([after - before for errors in off for before, after in pairwise(errors)]),
    }


def gap_differences_ms(content_ns: Sequence[int], planned_ns: Sequence[float]) -> list[float]:
    """For each gap, how far its length is from the planned one's."""
    return [abs(after - before) for before, after in pairwise(off_plan_ms(content_ns, planned_ns))]


def over_percent(value: float, other: float) -> float:
    """How much more the value is than the other, in percent of that; 0 where it is not more."""
    return max((value / other - 1) * 100, 0.0)


def arrived_between(streams: Sequence[Arrivals], from_ns: int, to_ns: int) -> int:
    """How many frames of all the streams came in that time."""
    return sum(bisect_left(each.content_ns, to_ns) - bisect_left(each.content_ns, from_ns) for each in streams)
