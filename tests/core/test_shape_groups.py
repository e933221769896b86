"""Every setting that shapes a stream is in one group, and a group is on where it does something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.shape_groups import GROUPS, ShapeGroup, those_on
from mockpanel.core.shapes import UNSHAPED, is_plain, shape_of
from tests.core.plans import settings_with
from tests.shape_values import SHAPE_VALUES

BY_TITLE = {group.title: group for group in GROUPS}


def test_every_setting_that_shapes_a_stream_is_in_one_group() -> None:
    names = [name for group in GROUPS for name in group.names]

    assert sorted(names) == sorted(UNSHAPED)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.title)
def test_a_group_says_what_it_does_in_a_sentence(group: ShapeGroup) -> None:
    assert group.title[0].isupper()
    assert group.text[0].isupper()
    assert group.text.endswith(".")


def test_no_group_is_on_by_itself() -> None:
    assert list(those_on(settings_with())) == []


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Jitter", {"jitter": 0.4}),
        ("Bursts", {"burst_pause": 0.3}),
        ("Clumps", {"clump_interval": 0.3}),
        ("Stalls", {"stall_after": 5}),
        ("Ramp", {"ramp_to": 2.0}),
        ("Breath", {"code_speed": 2.0}),
        ("First token", {"time_to_first_token_per_1000_prompt_tokens": 0.1}),
        ("Load", {"concurrent_streams": 2}),
        ("Thinking", {"mock_reasoning": "hm"}),
        ("Total duration", {"total_duration": 3.0}),
        ("Seed", {"seed": 7}),
    ],
)
def test_a_group_is_on_alone_and_off_again(title: str, values: dict[str, Any]) -> None:
    group, settings = BY_TITLE[title], settings_with(**values)

    assert list(those_on(settings)) == [group]
    assert group.changed(settings) == tuple(values)
    assert list(those_on(settings.changed(group.off))) == []


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Bursts", {"burst_tokens_min": 2}),
        ("Ramp", {"ramp_from": 2.0, "ramp_to": 2.0}),
        ("Stalls", {"stall_chance": 0.5, "stall_seconds_min": 0.0, "stall_seconds_max": 0.0}),
        ("Load", {"load_streams": 3}),
    ],
)
def test_what_is_set_without_effect_is_changed_and_not_on(title: str, values: dict[str, Any]) -> None:
    group, settings = BY_TITLE[title], settings_with(**values)

    assert not group.on(settings)
    assert group.changed(settings) == tuple(values)


@given(st.sampled_from(GROUPS), st.integers(0, 2))
def test_alone_nothing_else_shapes_the_stream(group: ShapeGroup, which: int) -> None:
    settings = settings_with(**{name: values[which] for name, values in SHAPE_VALUES.items()})

    alone = group.alone(settings)

    others = [name for name in UNSHAPED if name not in group.names]
    assert all(getattr(alone, name) == UNSHAPED[name] for name in others)
    assert all(getattr(alone, name) == getattr(settings, name) for name in group.names)
    switched_off = alone.changed(group.off)
    assert shape_of(switched_off) is None
    assert is_plain(switched_off)
