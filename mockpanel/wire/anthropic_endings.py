"""Why an Anthropic message ends, and what it used, in the API's own words (API reference, messages)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from mockpanel.core.answers import answer_text
from mockpanel.core.choices import Choice, FinishReason
from mockpanel.core.plan import StreamPlan, Usage

NO_END: dict[str, Any] = {"stop_reason": None, "stop_sequence": None, "stop_details": None, "container": None}
"""Of a message that has only begun."""


def end(plan: StreamPlan) -> dict[str, Any]:
    """Why the answer ends, with the stop sequence or the refusal that ended it."""
    choice = plan.choices[0]
    stopped = stop_sequence(plan)
    reason = _stop_reason(choice, stopped)
    refused = {"type": "refusal", "category": None, "explanation": choice.refusal}
    return {
        "stop_reason": reason,
        "stop_sequence": stopped,
        "stop_details": refused if reason == "refusal" else None,
        "container": None,
    }


def stop_sequence(plan: StreamPlan) -> str | None:
    """The stop sequence that ended the answer's text: the one that would have come next."""
    ask, choice = plan.ask, plan.choices[0]
    if not ask.stop or choice.finish_reason is not FinishReason.STOP or choice.calls or choice.refusal is not None:
        return None
    unstopped = answer_text(plan.settings, plan.overrides, ask.prompts[0], replace(ask, stop=()))
    length = len(choice.text)
    return next((word for word in ask.stop if unstopped.startswith(word, length)), None)


def begun_usage(usage: Usage) -> dict[str, Any]:
    """What is used when the message begins: the prompt, and its first token."""
    return message_usage(Usage(usage.prompt_tokens, min(usage.completion_tokens, 1)))


def message_usage(usage: Usage) -> dict[str, Any]:
    """What a message used in all; nothing is ever cached."""
    return {
        "input_tokens": usage.prompt_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        **_output(usage),
        "service_tier": "standard",
        "inference_geo": "not_available",
    }


def delta_usage(usage: Usage) -> dict[str, Any]:
    """The same as message_delta tells it: totals, not increments."""
    cached = {"cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
    return {"input_tokens": usage.prompt_tokens, **cached, **_output(usage)}


def _output(usage: Usage) -> dict[str, Any]:
    details = {"thinking_tokens": usage.reasoning_tokens}
    return {"output_tokens": usage.completion_tokens, "output_tokens_details": details}


def _stop_reason(choice: Choice, stopped: str | None) -> str:
    match choice.finish_reason:
        case FinishReason.STOP if choice.refusal is not None:
            return "refusal"
        case FinishReason.STOP:
            return "end_turn" if stopped is None else "stop_sequence"
        case FinishReason.LENGTH:
            return "max_tokens"
        case FinishReason.TOOL_CALLS:
            return "tool_use"
        case FinishReason.CONTENT_FILTER:
            return "refusal"
        case _ as unknown:
            assert_never(unknown)
