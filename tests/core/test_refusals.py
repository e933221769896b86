"""What pydantic found wrong, as one sentence with the name, the bounds and the value."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mockpanel.core.errors import InvalidValue
from mockpanel.core.refusals import bounds, refusal


class Inner(BaseModel):
    model_config = ConfigDict(strict=True)

    flag: bool = False
    share: float = Field(0, ge=0, le=1)


class Form(BaseModel):
    """One field of each kind that settings and wire bodies have."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    needed: str = "here"
    rate: float = Field(1, ge=0, le=100)
    whole: int = Field(1, ge=1, le=8)
    at_least: int = Field(1, ge=1)
    free: float = 0
    kind: Literal["a", "b"] = "a"
    short: str = Field("", max_length=4)
    some: list[int] = Field([1], min_length=1, max_length=2)
    inner: Inner | None = Inner()
    other: Inner = Field(Inner(), alias="theOther")
    many: list[Inner] = []
    either: str | list[str] = ""
    numbers: list[Annotated[int, Field(ge=0, lt=10)]] = []


def refused(values: dict[Any, Any]) -> InvalidValue:
    """What the form says to these values."""
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(values)
    return refusal(caught.value, Form)


SENTENCES = [
    ({"inner": {"share": 2}}, "inner.share must be between 0 and 1, got 2"),
    ({"inner": {"share": "x"}}, 'inner.share must be a number between 0 and 1, got "x"'),
    ({"theOther": {"share": -1}}, "theOther.share must be between 0 and 1, got -1"),
    ({"many": [{"share": 2}]}, "many[0].share must be at most 1, got 2"),
    ({"needed": 5}, "needed must be a string, got 5"),
    ({"needed": None}, "needed must be a string, got null"),
    ({"needed": b"x"}, "needed must be a string, got bytes"),
    ({"rate": -3}, "rate must be between 0 and 100, got -3"),
    ({"rate": 100.5}, "rate must be between 0 and 100, got 100.5"),
    ({"rate": math.nan}, "rate must be between 0 and 100, got NaN"),
    ({"rate": math.inf}, "rate must be between 0 and 100, got Infinity"),
    ({"rate": -math.inf}, "rate must be between 0 and 100, got -Infinity"),
    ({"rate": True}, "rate must be a number between 0 and 100, got true"),
    ({"rate": "5"}, 'rate must be a number between 0 and 100, got "5"'),
    ({"rate": 10**400}, "rate must be a number between 0 and 100, got a number of more than 60 digits"),
    ({"whole": 0}, "whole must be between 1 and 8, got 0"),
    ({"whole": 9}, "whole must be between 1 and 8, got 9"),
    ({"whole": 1.5}, "whole must be a whole number between 1 and 8, got 1.5"),
    ({"whole": False}, "whole must be a whole number between 1 and 8, got false"),
    ({"whole": 10**400}, "whole must be between 1 and 8, got a number of more than 60 digits"),
    ({"at_least": 0}, "at_least must be at least 1, got 0"),
    ({"at_least": "a"}, 'at_least must be a whole number, got "a"'),
    ({"free": math.nan}, "free must be a finite number, got NaN"),
    ({"kind": "c"}, 'kind must be one of a or b, got "c"'),
    ({"some": 5}, "some must be a list, got 5"),
    ({"some": []}, "some must be a list of at least 1, got []"),
    ({"some": [1, 2, 3]}, "some must be a list of at most 2, got [1, 2, 3]"),
    ({"inner": 5}, "inner must be an object, got 5"),
    ({"inner": {"flag": 1}}, "inner.flag must be true or false, got 1"),
    ({"many": [{}, {"flag": "yes"}]}, 'many[1].flag must be true or false, got "yes"'),
]


@pytest.mark.parametrize(("values", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_a_refusal_names_the_field_the_bounds_and_the_value(values: dict[str, Any], sentence: str) -> None:
    error = refused(values)

    assert str(error) == sentence
    assert error.field == sentence.partition(" ")[0]


def test_a_missing_field_is_required() -> None:
    class Strict(BaseModel):
        needed: str

    with pytest.raises(ValidationError) as caught:
        Strict.model_validate({})

    error = refusal(caught.value, Strict)

    assert (error.field, str(error)) == ("needed", "needed is required")


def test_what_is_no_object_at_all_is_refused_as_a_body() -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate([])

    error = refusal(caught.value, Form)

    assert (error.field, str(error)) == (None, "the body must be an object, got []")


def test_a_text_that_is_too_long_is_refused_with_its_bound() -> None:
    error = refused({"short": "abcde"})

    assert error.field == "short"
    assert str(error).startswith("short must be ")
    assert "at most 4 characters" in str(error)
    assert "should" not in str(error)


def test_an_item_beyond_its_own_bound_is_not_called_finite() -> None:
    error = refused({"numbers": [3, 10]})

    assert error.field == "numbers[1]"
    assert "finite" not in str(error)
    assert str(error).endswith("got 10")


@pytest.mark.parametrize("value", [5, [5], {"a": 1}], ids=str)
def test_a_field_that_takes_a_string_or_a_list_is_not_said_to_need_a_string(value: object) -> None:
    error = refused({"either": value})

    assert str(error).startswith("either")
    assert "must be a string, got" not in str(error)


@pytest.mark.parametrize("key", ["speed", "str", "int", "bool", "nullable", "a[b]", "f(x)"])
def test_an_unknown_setting_is_named_beside_the_known_ones(key: str) -> None:
    error = refused({key: 1})

    assert key in str(error).partition(" is not a setting; the settings are ")[0]
    assert "needed, rate, whole" in str(error)


def test_an_unknown_setting_without_a_name_still_makes_a_sentence() -> None:
    error = refused({"": 1})

    assert not str(error).startswith(" ")


def test_a_megabyte_of_a_name_does_not_enter_the_sentence() -> None:
    error = refused({"x" * 1_000_000: 1})

    assert len(str(error)) < 1000


def test_an_invalid_value_raised_by_a_validator_is_passed_on_as_it_is() -> None:
    cause = InvalidValue("other", "other must be even, got 3")
    found = ValidationError.from_exception_data(
        "Form", [{"type": "value_error", "loc": ("whole",), "input": 3, "ctx": {"error": cause}}]
    )

    error = refusal(found, Form)

    assert error is cause


def test_any_other_value_error_of_a_validator_becomes_a_refusal_of_the_field() -> None:
    cause = ValueError("whole must be even, got 3")
    found = ValidationError.from_exception_data(
        "Form", [{"type": "value_error", "loc": ("whole",), "input": 3, "ctx": {"error": cause}}]
    )

    error = refusal(found, Form)

    assert (error.field, str(error)) == ("whole", "whole must be even, got 3")


def test_the_first_wrong_field_is_the_one_named() -> None:
    error = refused({"rate": -1, "whole": 0})

    assert error.field == "rate"


def test_bounds_are_read_from_the_metadata_of_a_field() -> None:
    found = [bounds(Form.model_fields[name].metadata) for name in ("rate", "at_least", "needed")]

    assert found == [(0, 100), (1, None), (None, None)]
