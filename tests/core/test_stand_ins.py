"""The models that stand for profiles, as text and as JSON."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.errors import InvalidValue
from mockpanel.core.settings import Settings, validated
from mockpanel.core.stand_ins import checked, stand_ins

MODELS = st.sampled_from([f"mock-{letter}" for letter in string.ascii_lowercase])
NAMES = st.text(st.characters(categories=["L", "N"]) | st.sampled_from(" (),=."), min_size=1).map(str.strip)


@given(st.dictionaries(MODELS, NAMES.filter(lambda name: name and not name.startswith(","))))
def test_what_is_written_down_is_read_again(wanted: dict[str, str]) -> None:
    line = ", ".join(f"{model}={profile}" for model, profile in wanted.items())

    found = stand_ins(line)

    assert found == {model: profile.strip() for model, profile in wanted.items()}


def test_a_profiles_name_may_hold_commas() -> None:
    found = stand_ins("mock-a=Fast, faster, fastest,mock-b = painful")

    assert found == {"mock-a": "Fast, faster, fastest", "mock-b": "painful"}


def test_models_are_named_in_any_case() -> None:
    assert stand_ins("Mock-A=painful") == checked({"MOCK-A": "painful"}) == {"mock-a": "painful"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("painful", 'mock_models must be like mock-a=PROFILE, mock-b=PROFILE, got "painful"'),
        ("gpt-4=painful", 'mock_models: a model must be one of mock-a to mock-z, got "gpt-4"'),
        ("mock-a=", 'mock-a must be the name of a profile, got ""'),
        ("mock-a=x, mock-a=y", "mock_models must name each model once, got mock-a twice"),
    ],
)
def test_a_line_that_is_none_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        validated(Settings, {"mock_models": text})

    assert str(caught.value) == sentence


def test_null_stands_for_no_profile_and_anything_else_is_refused() -> None:
    found = checked({"mock-b": "painful", "mock-a": None})

    assert found == {"mock-b": "painful"}
    with pytest.raises(InvalidValue, match="mock-a must be the name of a profile, got 5"):
        checked({"mock-a": 5})
