"""What stands beside a measured figure: the settings' word, or the plan's."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.asked import asked_first_token, asked_rate
from mockpanel.core.ledger import Ledger
from mockpanel.core.request_record import RequestRecord
from tests.core.plans import settings_with

MS = 1_000_000


def recorded(*, retuned: bool = False, **settings: Any) -> RequestRecord:
    """A request whose plan came to 10 tokens a second and a first token after 0.3 s."""
    record = RequestRecord("req_1", 1, 0.0, "POST", "/v1/chat/completions", stream=True, retuned=retuned)
    record.settings = settings_with(tokens_per_second=50.0, time_to_first_token=0.2, **settings)
    record.ledger = Ledger()
    for token in range(1, 4):
        record.ledger.add((200 + 100 * token) * MS, (201 + 100 * token) * MS, token)
    return record


def test_the_settings_say_what_was_asked() -> None:
    record = recorded(jitter=0.5)

    assert asked_rate(record) == 50
    assert asked_first_token(record) == 0.2


@pytest.mark.parametrize("settings", [{"total_duration": 2.0}, {"load_slowdown": 3.0}, {"replay": "mine"}])
def test_the_plan_says_it_where_another_setting_decides_the_rate(settings: dict[str, Any]) -> None:
    assert asked_rate(recorded(**settings)) == pytest.approx(10)


def test_the_plan_says_it_where_the_rate_was_changed_on_the_way() -> None:
    assert asked_rate(recorded(retuned=True)) == pytest.approx(10)


@pytest.mark.parametrize(
    "settings", [{"time_to_first_token_p95": 1.0}, {"mock_reasoning": "Hm"}, {"concurrent_streams": 1}, {"replay": "x"}]
)
def test_the_plan_says_it_where_chance_a_queue_or_thinking_had_a_say_in_the_first_token(
    settings: dict[str, Any],
) -> None:
    assert asked_first_token(recorded(**settings)) == pytest.approx(0.3)


def test_before_anything_was_planned_or_understood_there_is_only_the_settings_word_or_none() -> None:
    record = RequestRecord("req_1", 1, 0.0, "POST", "/", retuned=True)
    unsent = recorded(replay="mine")
    unsent.ledger = Ledger()

    assert (asked_rate(record), asked_first_token(record)) == (None, None)
    assert (asked_rate(unsent), asked_first_token(unsent)) == (50, 0.2)
