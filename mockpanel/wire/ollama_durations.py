"""How long an answer took, as Ollama tells it in nanoseconds: from what was sent when, not from a clock."""

from __future__ import annotations

from typing import Any

from mockpanel.core.ledger import Ledger
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.plan import StreamPlan


def durations(plan: StreamPlan, ledger: Ledger) -> dict[str, Any]:
    """Counts and durations; eval_count / eval_duration is the measured rate, where there is one to measure.

    An answer in one piece, or of one chunk, has the rate that it was asked for; an unpaced one took all the time.
    """
    count = plan.usage.completion_tokens
    total_ns = _total_ns(ledger)
    rate = ledger.tokens_per_second or plan.pace(plan.settings).tokens_per_second
    eval_ns = max(round(count * SECOND_NS / rate), 1) if rate else total_ns
    return {
        "total_duration": max(total_ns, eval_ns),
        "load_duration": 0,
        "prompt_eval_count": plan.usage.prompt_tokens,
        "prompt_eval_duration": max(total_ns - eval_ns, 1),
        "eval_count": count,
        "eval_duration": eval_ns,
    }


def waited(plan: StreamPlan, ledger: Ledger) -> dict[str, Any]:
    """The same of vectors, of which only the prompt is counted."""
    return {"total_duration": _total_ns(ledger), "load_duration": 0, "prompt_eval_count": plan.usage.prompt_tokens}


def _total_ns(ledger: Ledger) -> int:
    return max(ledger.rows[-3] if ledger.rows else 0, 1)
