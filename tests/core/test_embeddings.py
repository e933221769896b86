"""Vectors are unit vectors, always the same, near for texts that share words, and the same as numbers and as base64."""

from __future__ import annotations

import base64
import json
import math
import struct
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockpanel.core.embeddings import MOST_DIMENSIONS, default_dimensions, vector, written
from tests.core.texts import TEXTS

MODEL = "text-embedding-3-small"


def likeness(one: str, other: str, dimensions: int = 1536) -> float:
    """The cosine of two texts' vectors."""
    return dot(vector(one, MODEL, dimensions), vector(other, MODEL, dimensions))


def dot(one: array[float], other: array[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@settings(max_examples=40)
@given(text=TEXTS, dimensions=st.integers(1, MOST_DIMENSIONS))
def test_every_text_has_one_unit_vector_of_so_many_dimensions(text: str, dimensions: int) -> None:
    found = vector(text, MODEL, dimensions)

    assert len(found) == dimensions
    assert math.hypot(*found) == pytest.approx(1, abs=1e-6)
    assert found == vector(text, MODEL, dimensions)


@settings(max_examples=40)
@given(one=TEXTS, other=TEXTS)
def test_two_texts_or_models_have_two_vectors(one: str, other: str) -> None:
    assert (vector(one, MODEL, 256) == vector(other, MODEL, 256)) == (one == other)
    assert vector(one, MODEL, 256) != vector(one, "another", 256)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("The cat sat on the mat.", "A CAT sits on a mat", "Quarterly revenue grew by eight percent"),
        ("How do I reset my password?", "reset the password", "The weather in Paris is fine"),
        ("猫がいる", "猫がいた", "売上が伸びた"),
        ("cat", "cats", "dog"),
    ],
)
@pytest.mark.parametrize("dimensions", [256, 1536, 3072])
def test_texts_that_share_words_are_nearer_than_others(text: str, near: str, far: str, dimensions: int) -> None:
    assert likeness(text, near, dimensions) > likeness(text, far, dimensions) + 0.05
    assert abs(likeness(text, far, dimensions)) < 0.35


def test_fewer_dimensions_are_the_beginning_of_more_rescaled() -> None:
    long, short = vector("Hello there", MODEL, 1536), vector("Hello there", MODEL, 100)

    length = math.hypot(*long[:100])
    assert list(short) == pytest.approx([value / length for value in long[:100]], rel=1e-5)


@given(numbers=st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=20))
def test_numbers_and_base64_hold_the_same_vector(numbers: list[float]) -> None:
    values = array("f", numbers)

    listed = json.loads(written(values, as_base64=False))
    packed = base64.b64decode(json.loads(written(values, as_base64=True)))

    assert array("f", listed) == values
    assert list(struct.unpack(f"<{len(numbers)}f", packed)) == numbers


@pytest.mark.parametrize(
    ("model", "dimensions"),
    [
        ("text-embedding-3-large", 3072),
        ("text-embedding-3-small", 1536),
        ("text-embedding-ada-002", 1536),
        ("text-embedding-004", 768),
        ("nomic-embed-text:latest", 768),
        ("all-minilm", 384),
        ("mine", 1536),
    ],
)
def test_a_known_model_has_its_own_number_of_dimensions(model: str, dimensions: int) -> None:
    assert default_dimensions(model) == dimensions
