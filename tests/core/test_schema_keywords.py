"""What a keyword says of a value by itself; one that is about other values says nothing."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.schema_keywords import holds


@pytest.mark.parametrize(
    ("word", "wanted", "good", "bad"),
    [
        ("type", ["integer", "null"], 3.0, 3.5),
        ("type", "integer", 10**400, True),
        ("const", [1], [1.0], [True]),
        ("enum", ["a", None], None, "b"),
        ("required", ["a", 5], {"a": 1}, {}),
        ("uniqueItems", True, [1, True], [1, 1.0]),
        ("dependentRequired", {"a": ["b"]}, {"b": 1}, {"a": 1}),
        ("maxLength", 2, "ab", "abc"),
        ("minItems", "1", [1], []),
        ("exclusiveMinimum", 0.1, 0.2, 0.1),
        ("multipleOf", 0.1, 0.3, 0.35),
    ],
)
def test_a_word_holds_of_some_values(word: str, wanted: Any, good: object, bad: object) -> None:
    assert holds(word, good, wanted)
    assert not holds(word, bad, wanted)


@pytest.mark.parametrize("word", ["required", "dependentRequired", "maxLength", "minItems", "minimum", "title"])
def test_a_word_about_other_values_or_without_sense_holds_of_all(word: str) -> None:
    assert holds(word, True, 3)
    assert holds(word, {"a": 1}, "nonsense")
