"""The response object of the Responses API, as bytes: what of the request it repeats, its status, output and usage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mockpanel.core.plan import StreamPlan, Usage
from mockpanel.wire import sse
from mockpanel.wire.responses_input import Item
from mockpanel.wire.responses_request import ResponsesRequest
from mockpanel.wire.responses_tools import shown_tools


class Status(StrEnum):
    """How a response stands."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Asked:
    """What only this protocol reads of a request: its fields, its own items, and those of the responses before."""

    request: ResponsesRequest
    items: tuple[Item, ...]
    history: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a response ended: its status, when, and why it is not complete."""

    status: Status
    completed_at: int | None = None
    incomplete: str | None = None
    error: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """As they stand in the response."""
        return {
            "status": self.status,
            "completed_at": self.completed_at,
            "error": None if self.error is None else {"code": "server_error", "message": self.error},
            "incomplete_details": None if self.incomplete is None else {"reason": self.incomplete},
        }


class ResponseObject:
    """Writes one response down, as often as it is sent; what never changes in it is encoded once."""

    def __init__(self, identifier: str, created: int, plan: StreamPlan, asked: Asked) -> None:
        self._usage = sse.dumps(usage_object(plan.usage))
        self._tier = plan.ask.service_tier
        head = {"id": identifier, "object": "response", "created_at": created}
        self._head = sse.dumps(head)[:-1]
        self._before = _inside(_before_output(plan, asked.request))
        self._after = _inside(_after_output(asked.request))

    def running(self, status: Status) -> bytes:
        """While there is no output yet."""
        return self._written(Ending(status), b"", "auto", b"null")

    def ended(self, ending: Ending, output: Sequence[bytes]) -> bytes:
        """With what was answered; one that failed or was cancelled tells no usage."""
        counted = ending.status in (Status.COMPLETED, Status.INCOMPLETE)
        return self._written(ending, b",".join(output), self._tier, self._usage if counted else b"null")

    def _written(self, ending: Ending, output: bytes, tier: str, usage: bytes) -> bytes:
        return b'%b,%b,%b,"output":[%b],%b,"service_tier":%b,"usage":%b}' % (
            self._head,
            _inside(ending.fields),
            self._before,
            output,
            self._after,
            sse.dumps(tier),
            usage,
        )


def usage_object(usage: Usage) -> dict[str, Any]:
    """Token counts in the words of this API."""
    return {
        "input_tokens": usage.prompt_tokens,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": usage.completion_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.total_tokens,
    }


def _before_output(plan: StreamPlan, request: ResponsesRequest) -> dict[str, Any]:
    return {
        "background": bool(request.background),
        "instructions": request.instructions,
        "max_output_tokens": request.max_output_tokens,
        "max_tool_calls": request.max_tool_calls,
        "model": plan.ask.model,
    }


def _after_output(request: ResponsesRequest) -> dict[str, Any]:
    thinking, text = request.reasoning, request.text
    return {
        "parallel_tool_calls": request.parallel_tool_calls is not False,
        "previous_response_id": request.previous_response_id,
        **({"prompt": request.prompt} if request.prompt is not None else {}),
        "prompt_cache_key": request.prompt_cache_key,
        "reasoning": {
            "effort": thinking.effort if thinking else None,
            "summary": (thinking.summary or thinking.generate_summary) if thinking else None,
        },
        "safety_identifier": request.safety_identifier,
        "temperature": _given(request.temperature, 1.0),
        "text": {
            "format": (text.format if text else None) or {"type": "text"},
            "verbosity": (text.verbosity if text else None) or "medium",
        },
        "tool_choice": request.tool_choice or "auto",
        "tools": shown_tools(request.tools),
        "top_logprobs": request.top_logprobs or 0,
        "top_p": _given(request.top_p, 1.0),
        "truncation": request.truncation or "disabled",
        "user": request.user,
        "metadata": request.metadata or {},
    }


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _inside(fields: dict[str, Any]) -> bytes:
    """The inside of a JSON object."""
    return sse.dumps(fields)[1:-1]
