"""How long an answer took, as Ollama tells it in nanoseconds: from what was sent when, not from a clock."""

from __future__ import annotations

from typing import Any

from mockpanel.core.ledger import Ledger
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.plan import StreamPlan


def durations(plan: StreamPlan, ledger: Ledger) -> dict[str, Any]:
    """Counts and durations; eval_count / eval_duration is the measured rate, where there is one to measure.

    An answer in one piece, or of one chunk, has the rate that it was asked for; an unpaced one took all the time. With
    reasoning, what passed from the first thought to the end was spent on all tokens together. Where
    the first token came sooner than the others follow each other, the total is up to a gap longer than what passed.
    """
    count = plan.usage.completion_tokens
    total_ns = _total_ns(ledger)
    eval_ns = max(_eval_ns(plan, ledger, count, total_ns), 1)
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


def _eval_ns(plan: StreamPlan, ledger: Ledger, count: int, total_ns: int) -> int:
    pace, measured = plan.pace(plan.settings), ledger.tokens_per_second
    if plan.usage.reasoning_tokens:
        waited_ns = round(pace.time_to_first_token * SECOND_NS) if ledger.thought_ns is None else ledger.thought_ns[0]
        # So many tokens have one gap less between them.
        return min((total_ns - waited_ns) * count // max(count - 1, 1), total_ns)
    if measured:
        return round(count * SECOND_NS / measured)
    return min(round(count * SECOND_NS / pace.tokens_per_second), total_ns) if pace.tokens_per_second else total_ns


def _total_ns(ledger: Ledger) -> int:
    return max(ledger.sent_ns, 1)
