"""Request bodies: read as JSON, or refused in a short sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.wire.bodies import body_itself, read_body, understood
from tests.core.texts import TEXTS

DOCUMENTS = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


@given(DOCUMENTS, st.booleans())
def test_a_body_is_read_as_any_json_reader_would(document: dict[str, Any], escaped: bool) -> None:
    body = json.dumps(document, ensure_ascii=escaped).encode()

    read = read_body(body)

    assert read == document


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"text"', b"true", b"[{}]"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field is None
    assert str(caught.value) == "the request body must be a JSON object"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": 1} {}',
        b'{"a": undefined}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud83d"}',
        b'{"\\udc4b": 1}',
        b'{"a": "line\nend"}',
        b'{"a": 01}',
        b'{"a": ' + b"1" * 5000 + b"}",
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":NaN' + b"[" * 300,
    ],
    ids=lambda body: ascii(body[:20]),
)
def test_a_body_that_is_no_json_is_refused_in_a_short_sentence(body: bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field is None
    assert str(caught.value).startswith("the request body is not valid JSON: ")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b'{"temperature": NaN}', "temperature"),
        (b'{"temperature": -Infinity, "n": 1}', "temperature"),
        (b'{"messages": [{"role": "user"}, {"weight": Infinity}]}', "messages[1].weight"),
        (b'{"a": [[1, 2], [3, NaN]]}', "a[1][1]"),
    ],
)
def test_nan_and_infinity_are_refused_at_their_place(body: bytes, place: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field == place
    assert str(caught.value) == f"{place} must be a finite number, got NaN or Infinity"


def test_the_first_of_several_nans_is_named() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"temperature": NaN, "messages": [{"weight": NaN}], "top_p": NaN}')

    assert caught.value.field == "temperature"


def test_nan_among_more_values_than_are_searched_is_refused_without_its_place() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"logit_bias": [' + b"0, " * 50_000 + b"NaN]}")

    assert caught.value.field is None
    assert "the request body must be a finite number" not in str(caught.value)


def test_nan_in_a_field_that_stands_twice_is_refused_in_a_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"n": NaN, "n": 1}')

    assert caught.value.field is None
    assert "the request body must be a finite number" not in str(caught.value)


def test_nan_under_a_megabyte_of_a_name_is_refused_in_a_short_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"%b": NaN}' % (b"x" * 1_000_000))

    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("body", [b"NaN", b"-Infinity"])
def test_a_body_that_is_nothing_but_nan_is_refused_as_a_body(body: bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field is None
    assert str(caught.value).startswith("the request body ")
    assert "must be a finite number" not in str(caught.value)


class Request(BaseModel):
    model_config = ConfigDict(strict=True)

    count: int = Field(1, ge=1, le=8)


def test_a_proper_body_becomes_a_typed_request() -> None:
    assert understood(Request, {"count": 3}).count == 3


def test_what_is_wrong_is_named_with_its_bounds_and_its_value() -> None:
    with pytest.raises(InvalidValue, match="count must be between 1 and 8, got 9") as raised:
        understood(Request, {"count": 9})

    assert raised.value.field == "count"


def test_settings_stand_among_a_body_s_own_fields() -> None:
    body = {"seed": 1}

    assert body_itself(body) is body
