"""The list of all scenarios, and which of them a naive server can be measured with."""

from __future__ import annotations

from .catalogue import all_scenarios


def test_names_are_unique_and_do_not_change_with_the_scale() -> None:
    names = [scenario.name for scenario in all_scenarios()]

    assert len(set(names)) == len(names)
    assert names == [scenario.name for scenario in all_scenarios(0.2)]


def test_a_naive_server_is_measured_with_plain_chat_alone() -> None:
    others = {scenario.name.partition("-")[0] for scenario in all_scenarios() if not scenario.compared}

    assert others == {"shapes", "replay", "protocol"}
    assert {scenario.name for scenario in all_scenarios() if scenario.compared} >= {"many-1000", "unpaced"}
