"""Two sets of gaps as two lines that can be laid over each other: from the shortest gap to the longest. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mockpanel.core.gaps import MOST_DECADES, LogScale
from mockpanel.core.pacing import SECOND_NS


def scale_of(*samples: Sequence[float]) -> LogScale:
    """The decades that hold the gaps of all samples, in seconds and sorted; of very short ones the longest four."""
    gaps = [gap for sample in samples for gap in (*sample[:1], *sample[-1:]) if gap > 0]
    if not gaps:
        return LogScale.fitting(None, None)
    high = math.ceil(math.log10(max(gaps) * SECOND_NS))
    low = max(math.floor(math.log10(min(gaps) * SECOND_NS)), high - MOST_DECADES)
    return LogScale(low, max(high, low + 1))


def line_of(sample: Sequence[float], columns: int) -> list[float]:
    """The gap, in ns, that each share of all gaps does not exceed; one for each column, from none of them to all."""
    last = len(sample) - 1
    return [sample[round(place * last / max(columns - 1, 1))] * SECOND_NS for place in range(columns)]
