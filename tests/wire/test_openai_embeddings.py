"""Embedding requests understood field by field."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.embeddings import Embedding
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Prompt
from mockpanel.wire.openai_embeddings import parse


@pytest.mark.parametrize(
    ("given", "prompts"),
    [
        ("Hi", (Prompt(("Hi",)),)),
        (["a", "b"], (Prompt(("a",)), Prompt(("b",)))),
        ([1, 2], (Prompt((), ids=(1, 2)),)),
        ([[1], [2, 3]], (Prompt((), ids=(1,)), Prompt((), ids=(2, 3)))),
    ],
    ids=str,
)
def test_an_input_may_be_a_text_texts_token_numbers_or_lists_of_them(given: object, prompts: object) -> None:
    assert parse({"input": given}).prompts == prompts


@pytest.mark.parametrize(
    ("fields", "embedding"),
    [
        ({}, Embedding(1536, False, 8192)),
        ({"model": "text-embedding-3-large"}, Embedding(3072, False, 8192)),
        ({"dimensions": 5, "encoding_format": "base64"}, Embedding(5, True, 8192)),
        ({"dimensions": None, "encoding_format": None, "user": "x", "new": 1}, Embedding(1536, False, 8192)),
    ],
    ids=str,
)
def test_the_vectors_asked_for_follow_from_model_dimensions_and_format(
    fields: dict[str, Any], embedding: Embedding
) -> None:
    ask = parse({"input": "Hi", **fields})

    assert ask.embedding == embedding
    assert (ask.stream, ask.max_tokens) == (False, 0)


@pytest.mark.parametrize(
    ("document", "field", "sentence"),
    [
        ({}, "input", "input is required"),
        ({"input": ""}, "input", "input must not be empty"),
        ({"input": []}, "input", "input must be a list of 1 to 2048, got a list of 0"),
        ({"input": ["a"] * 2049}, "input", "input must be a list of 1 to 2048, got a list of 2049"),
        ({"input": ["a", ""]}, "input[1]", "input[1] must not be empty"),
        ({"input": [[]]}, "input[0]", "input[0] must not be empty"),
        ({"input": "Hi", "dimensions": 0}, "dimensions", "dimensions must be between 1 and 3072, got 0"),
        (
            {"input": "Hi", "encoding_format": "hex"},
            "encoding_format",
            'encoding_format must be one of float or base64, got "hex"',
        ),
    ],
    ids=range(8),
)
def test_a_wrong_field_is_refused_with_name_bounds_and_value(document: Any, field: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(document)

    assert (caught.value.field, str(caught.value)) == (field, sentence)


@pytest.mark.parametrize("given", [5, {"a": 1}, [-1], [1.5], ["a", 1], [[1], "a"], None], ids=str)
def test_any_other_input_is_told_all_that_it_may_be(given: object) -> None:
    with pytest.raises(InvalidValue, match=r"^input") as caught:
        parse({"input": given})

    assert str(caught.value.field).startswith("input")
