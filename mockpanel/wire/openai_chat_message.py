"""One choice of a chat answer as JSON objects: its message, its sources, its log probabilities. Knows no stream."""

from __future__ import annotations

from typing import Any

from mockpanel.core.choices import Choice, FinishReason, Part, PartKind
from mockpanel.core.logprobs import scored
from mockpanel.core.plan import StreamPlan
from mockpanel.wire.openai_common import cited_source, readable
from mockpanel.wire.openai_tools import CallForm


def finish_reason(choice: Choice, form: CallForm) -> str:
    """Why the choice ends; the legacy form has its own word for a call."""
    legacy = form.legacy and choice.finish_reason is FinishReason.TOOL_CALLS
    return "function_call" if legacy else choice.finish_reason


def sources(plan: StreamPlan, choice: Choice) -> list[dict[str, Any]]:
    """The sources of a text, with places within it; none without a text."""
    if not any(part.kind is PartKind.TEXT for part in choice.parts):
        return []
    length = len(choice.text)
    return [
        {"type": "url_citation", "url_citation": cited_source(cited, length)} for cited in plan.settings.mock_citations
    ]


def message(plan: StreamPlan, choice: Choice, calls: list[dict[str, Any]], form: CallForm) -> dict[str, Any]:
    """The whole message; `calls` are its calls in the form of the request."""
    spoken = any(part.kind is PartKind.TEXT for part in choice.parts)
    found: dict[str, Any] = {"role": "assistant", "content": choice.text if spoken else None, "refusal": choice.refusal}
    found |= {"annotations": sources(plan, choice), **form.in_message(calls)}
    if plan.thinking is not None:
        found["reasoning_content"] = plan.thinking.text
    return found


def log_probabilities(plan: StreamPlan, choice: Choice, start: int, end: int) -> dict[str, Any]:
    """The log probabilities of the tokens from `start` to before `end`, those of calls left out."""
    scores = [
        _score(plan, choice, place)
        for part in _scored_parts(choice)
        for place in range(max(part.start, start), min(part.end, end))
    ]
    refused = choice.refusal is not None
    return {"content": None if refused else scores, "refusal": scores if refused else None}


def whole_log_probabilities(plan: StreamPlan, choice: Choice) -> dict[str, Any] | None:
    """Those of the whole answer, if they were asked for and it has more than calls."""
    wanted = plan.ask.alternatives is not None and _scored_parts(choice)
    return log_probabilities(plan, choice, 0, choice.count) if wanted else None


def _scored_parts(choice: Choice) -> list[Part]:
    return [part for part in choice.parts if part.kind is not PartKind.TOOL_CALL]


def _score(plan: StreamPlan, choice: Choice, place: int) -> dict[str, Any]:
    ask = plan.ask
    found = scored(choice.tokens.token_bytes(place), place, ask.alternatives or 0, ask.seed + choice.index)
    candidates = [
        {"token": readable(score.token), "logprob": score.logprob, "bytes": list(score.token)} for score in found
    ]
    return {**candidates[0], "top_logprobs": candidates[: ask.alternatives]}
