"""What is to go wrong with the next answer, once. Knows what each fault is, and not how a server makes it happen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, assert_never

from psygnal import Signal
from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import number, shorten, show
from mockpanel.core.settings import validated

MOST_TOKENS = 1_000_000
LONGEST_STALL_S = 600
LONGEST_RETRY_AFTER_S = 3600


class FaultKind(StrEnum):
    """What goes wrong."""

    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    CUT = "cut"
    STALL = "stall"
    EMPTY = "empty"


class Fault(BaseModel):
    """One failure. A figure that its kind does not use is carried along and means nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    kind: FaultKind = Field(
        description="rate_limit: 429 with Retry-After. server_error: 500. cut: the connection breaks. "
        "stall: the answer stands still for a while. empty: an answer without text.",
        strict=False,
    )
    after_tokens: int = Field(
        10, ge=0, le=MOST_TOKENS, description="Tokens of the longest choice that a cut or a stall lets through first."
    )
    seconds: float = Field(5.0, gt=0, le=LONGEST_STALL_S, description="Length of a stall.")
    retry_after: float = Field(
        20.0, ge=0, le=LONGEST_RETRY_AFTER_S, description="Seconds after which a rate limit asks to try again."
    )

    @property
    def sentence(self) -> str:
        """What goes wrong, in words: `cut after 10 tokens`."""
        tokens = f"{self.after_tokens} token{'' if self.after_tokens == 1 else 's'}"
        match self.kind:
            case FaultKind.RATE_LIMIT:
                return f"429 with Retry-After {number(self.retry_after)} s"
            case FaultKind.SERVER_ERROR:
                return "500"
            case FaultKind.CUT:
                return f"cut after {tokens}"
            case FaultKind.STALL:
                return f"stall of {number(self.seconds)} s after {tokens}"
            case FaultKind.EMPTY:
                return "empty answer"
            case _ as unknown:
                assert_never(unknown)


def make_fault(values: Mapping[str, Any]) -> Fault:
    """The fault of these values; raises InvalidValue that names the field, its bounds and the value."""
    for name in values:
        if name not in Fault.model_fields:
            shown = shorten(name) or show("")
            fields = ", ".join(Fault.model_fields)
            raise InvalidValue(shown, f"{shown} is not a field of a fault; the fields are {fields}")
    if "kind" not in values:
        raise InvalidValue("kind", f"kind is required, one of {', '.join(FaultKind)}")
    return validated(Fault, values)


class ArmedFault:
    """Holds the fault that waits for the next request, or none. Belongs to one thread: the event loop's."""

    changed = Signal(object)
    """Emitted with the Fault that is armed from now on, or None."""

    def __init__(self) -> None:
        self._armed: Fault | None = None

    @property
    def armed(self) -> Fault | None:
        """The fault that the next request takes."""
        return self._armed

    def arm(self, fault: Fault) -> None:
        """Lets the next request take this fault, instead of one armed before."""
        self._set(fault)

    def disarm(self) -> None:
        """Lets the next request go well."""
        self._set(None)

    def take(self) -> Fault | None:
        """The armed fault, which is disarmed with it: nobody else gets it."""
        fault = self._armed
        if fault is not None:
            self._set(None)
        return fault

    def _set(self, fault: Fault | None) -> None:
        if fault != self._armed:
            self._armed = fault
            self.changed.emit(fault)
