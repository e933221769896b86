"""What Anthropic's library moved into a description is read back; what is anything else is not."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from anthropic import transform_schema
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from mockpanel.core.schema_reading import words_of
from mockpanel.core.schema_values import example
from mockpanel.core.schema_words import LONGEST_READ, told
from tests.core.schemas import Schema, numbers, strings


class Pair(BaseModel):
    name: str = Field(min_length=3)
    code: str = Field(pattern=r"^[A-Z]{2,3}, [0-9]: \d$", description="A code.")
    n: int = Field(gt=3, lt=9, multiple_of=4)
    share: float | None = Field(gt=0, le=1e-07)
    both: tuple[int, bool]
    tags: set[str] = Field(min_length=2, description="Some {tags: words}")


@st.composite
def arrays(draw: st.DrawFn) -> Schema:
    """An array with counts, and different items."""
    schema: Schema = {"type": "array", "items": {"type": "integer"}, "minItems": draw(st.integers(0, 5))}
    return schema | draw(st.sampled_from([{}, {"uniqueItems": True}, {"maxItems": 9, "title": "Some"}]))


@given(schema=numbers() | strings() | arrays(), description=st.none() | st.text() | st.just("Of {a: 1}\n\n{b: 2}"))
def test_what_the_library_made_of_a_schema_reads_back(schema: Schema, description: str | None) -> None:
    if description is not None:
        schema["description"] = description

    made = transform_schema(copy.deepcopy(schema))

    assert words_of(made) == {word: value for word, value in schema.items() if word not in ("description", "title")}


def test_a_model_that_the_library_sent_is_made_whole() -> None:
    Pair.model_validate(example(transform_schema(Pair), "Hi"))


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("{exclusiveMaximum: 9, multipleOf: 4}", {"exclusiveMaximum": 9, "multipleOf": 4}),
        ("A name.\n\n{minLength: 3}", {"minLength": 3}),
        ("{pattern: ^a{1,3}, b}$}", {"pattern": "^a{1,3}, b}$"}),
        ("{uniqueItems: True, default: [1], x-kind: a, b: c}", {"uniqueItems": True}),
        ("{uniqueItems: true}", {"uniqueItems": True}),
        ("{maxItems: 1, prefixItems: [{'type': 'string'}]}", {"maxItems": 1, "prefixItems": [{"type": "string"}]}),
    ],
)
def test_names_and_values_in_braces_at_the_end_are_keywords(description: str, words: dict[str, Any]) -> None:
    assert told(description) == words


NONSENSE: list[object] = [
    *(
        None,
        5,
        "",
        "}",
        "{}",
        "{minLength}",
        "{ minLength: 3}",
        "{3, minLength: 3}",
        "{minLength: 3} ",
        "minLength: 3}",
    ),
    *("A name {minLength: 3}", "A name.\n{minLength: 3}", "{minLength: 3}\n\nA name {x}", "{type: string, const: 1}"),
    *("{minLength: x, maximum: NaN, minimum: 1e999, multipleOf: true}", "{minimum: " + "9" * 5000 + "}"),
    *("{prefixItems: 5}", "{prefixItems: [b'x']}", "{prefixItems: [x()]}", "{prefixItems: [{[]: 1}]}"),
    *("{prefixItems: " + "[" * 5000 + "}", "{prefixItems: " + "-" * 9000 + "1}", "{uniqueItems: False, not: {}}"),
    "x" * LONGEST_READ + "\n\n{minLength: 3}",
]


@pytest.mark.parametrize("description", NONSENSE, ids=range(len(NONSENSE)))
def test_anything_else_says_nothing(description: object) -> None:
    assert told(description) == {}


def test_what_the_schema_says_itself_goes_before_its_description() -> None:
    assert words_of({"minLength": 5, "description": "{minLength: 3, maxLength: 9}"}) == {"minLength": 5, "maxLength": 9}


@given(description=st.text())
def test_a_schema_with_any_other_description_is_as_before(description: str) -> None:
    assert words_of({"type": "string", "description": description}) == {"type": "string"}
