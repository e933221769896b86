"""As many members as may be stay, in their order; what need not be pruned is not."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.schema_checks import Checker
from mockpanel.core.schema_pruning import MOST_MEMBERS, pruned, with_fewer

NAMES = "abcdefgh"
MADE = {name: place for place, name in enumerate(NAMES)}


@given(excluded=st.sets(st.sampled_from(NAMES)))
def test_all_stay_but_those_that_are_excluded(excluded: set[str]) -> None:
    found = pruned(MADE, [[name] for name in NAMES], lambda made: not excluded & made.keys())

    assert found == {name: place for name, place in MADE.items() if name not in excluded}


@given(together=st.sets(st.sampled_from(NAMES), min_size=2))
def test_one_is_left_out_of_those_that_do_not_stand_together(together: set[str]) -> None:
    found = pruned(MADE, [[name] for name in NAMES], lambda made: not together <= made.keys())

    assert found is not None
    assert len(found) == len(MADE) - 1


def test_what_is_in_no_group_stays_and_groups_stay_together() -> None:
    def allows(made: dict[str, Any]) -> bool:
        return "c" not in made and len(made) > 1

    assert pruned({"a": 1, "b": 2, "c": 3, "d": 4}, [["b", "c"], ["d", "b"]], allows) == {"a": 1, "b": 2, "d": 4}
    assert pruned({"a": 1, "b": 2, "c": 3}, [["b", "c"]], allows) is None


def test_all_but_one_are_tried_where_none_and_one_are_too_few() -> None:
    assert pruned({"a": 1, "b": 2, "c": 3}, [["a"], ["b"], ["c"]], lambda made: len(made) == 2) == {"a": 1, "b": 2}


def test_the_first_object_that_has_a_part_that_is_allowed_is_taken() -> None:
    words = {"required": ["b"], "dependentRequired": {"a": ["b", "d"]}, "not": {"required": ["c"]}}
    tried = [5, {"c": 1}, {"a": 1, "b": 2, "c": 3, "d": 4}, {"b": 5, "c": 6}]

    assert with_fewer(words, tried, Checker(words)) == {"a": 1, "b": 2, "d": 4}
    assert with_fewer(words, tried[:2], Checker(words)) is None
    assert with_fewer(words, tried, Checker(words, steps=1)) is None


def test_a_large_object_is_left_alone() -> None:
    assert pruned(dict.fromkeys(map(str, range(MOST_MEMBERS + 1))), [["0"]], lambda _: True) is None
