"""What stands beside a measured figure: what the settings asked for, or what the plan came to where they do not say."""

from __future__ import annotations

from operator import attrgetter

from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.settings import StreamSettings

_OTHER_RATE = attrgetter("total_duration", "load_slowdown", "replay")
_OTHER_FIRST = attrgetter(
    "total_duration",
    "time_to_first_token_p95",
    "time_to_first_token_per_1000_prompt_tokens",
    "mock_reasoning",
    "reasoning_seconds",
    "concurrent_streams",
    "replay",
)
_PLAIN = StreamSettings()


def asked_rate(record: RequestRecord) -> float | None:
    """Tokens a second; 0 is unpaced. The plan's where another setting decided, or the rate was changed on the way.

    None where nothing is known of the request's settings.
    """
    if record.settings is None:
        return None
    decided = record.retuned or record.fault or _OTHER_RATE(record.settings) != _OTHER_RATE(_PLAIN)
    planned = record.ledger.planned_tokens_per_second if decided else None
    return record.settings.tokens_per_second if planned is None else planned


def asked_first_token(record: RequestRecord) -> float | None:
    """Seconds to the first token of the answer; the plan's where chance, a queue, reasoning or a capture had a say."""
    if record.settings is None:
        return None
    decided = record.fault or _OTHER_FIRST(record.settings) != _OTHER_FIRST(_PLAIN)
    planned = record.ledger.rows[0] / SECOND_NS if decided and record.ledger.rows else None
    return record.settings.time_to_first_token if planned is None else planned
