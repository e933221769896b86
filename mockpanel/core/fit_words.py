"""What a fit comes to: its settings whole, and its distance in words. Pure."""

from __future__ import annotations

import statistics
from typing import Any

from mockpanel.core.fitting import Fit
from mockpanel.core.measures import duration
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.shapes import UNSHAPED

ALIKE = 0.15
"""Off by no more than this share of a gap, two rhythms can hardly be told apart."""

NEAR = 0.4
"""By no more than this share, they are close."""


def whole_changes(fit: Fit) -> dict[str, Any]:
    """The settings of a fit, and all that it does not name switched off, so that nothing of before goes on."""
    return {"tokens_per_chunk": 1, **UNSHAPED, **fit.changes}


def off_by(fit: Fit) -> float:
    """The distance as a share of the mean captured gap; 0 where the gaps are."""
    mean = statistics.fmean(fit.captured) if fit.captured else 0.0
    return fit.distance / mean if mean > 0 else 0.0


def closeness(fit: Fit) -> str:
    """How near it comes, in a sentence."""
    share = off_by(fit)
    if share <= ALIKE:
        told = "the two can hardly be told apart"
    elif share <= NEAR:
        told = "the two are close"
    else:
        told = "the two are alike from afar only; a replay keeps what the settings cannot"
    return f"A gap is off by {duration(fit.distance * SECOND_NS)} on average: {told}."
