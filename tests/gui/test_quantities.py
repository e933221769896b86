"""What is shown can be typed again, and what cannot be read is refused in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.errors import InvalidValue
from mockpanel.gui.widgets.quantities import FIRST_TOKEN, SPEED, Quantity

TEN_THOUSANDTHS = st.integers(0, 6_000_000).map(lambda whole: whole / 10_000)
HUNDREDTHS = st.integers(0, 10_000_000).map(lambda whole: whole / 100)


@given(TEN_THOUSANDTHS)
def test_a_wait_that_is_shown_can_be_read_again(seconds: float) -> None:
    assert FIRST_TOKEN.read(FIRST_TOKEN.shown(seconds)) == seconds


@given(HUNDREDTHS)
def test_a_speed_that_is_shown_can_be_read_again(rate: float) -> None:
    assert SPEED.read(SPEED.shown(rate)) == rate


@given(st.floats(0, 100_000), st.sampled_from([SPEED, FIRST_TOKEN]))
def test_what_is_shown_is_within_half_of_its_last_digit(value: float, quantity: Quantity) -> None:
    read = quantity.read(quantity.shown(value))

    assert abs(read - value) <= float(quantity.last_digit(value)) / 2 + 1e-9


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "unpaced"),
        (0.5, "0.50 tokens/s"),
        (5.2, "5.2 tokens/s"),
        (45, "45 tokens/s"),
        (44.98, "44.98 tokens/s"),
        (1800, "1\u202f800 tokens/s"),
        (1234.5, "1\u202f234.5 tokens/s"),
    ],
)
def test_speeds_are_shown_with_unit_and_without_false_digits(value: float, shown: str) -> None:
    assert SPEED.shown(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0 ms"), (0.9, "900 ms"), (0.9006, "900.6 ms"), (1, "1.0 s"), (1.25, "1.25 s"), (12, "12.0 s")],
)
def test_waits_are_shown_in_milliseconds_below_a_second(value: float, shown: str) -> None:
    assert FIRST_TOKEN.shown(value) == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45", 45),
        ("45/s", 45),
        ("45 tok/s", 45),
        (" 45 Tokens / s ", 45),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f800 tokens/s", 1800),
        (".5", 0.5),
        ("1e3", 1000),
        ("-3", -3),
        ("unpaced", 0),
        ("∞", 0),
    ],
)
def test_speeds_are_read_as_people_write_them(text: str, value: float) -> None:
    assert SPEED.read(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.9 s", 0.9), ("0,9 s", 0.9), ("900 ms", 0.9), ("900ms", 0.9), ("2", 2), ("30", 30), ("31 s", 31), ("2 sec", 2)],
)
def test_waits_are_read_as_people_write_them(text: str, value: float) -> None:
    assert FIRST_TOKEN.read(text) == value


@pytest.mark.parametrize("text", ["", "fast", "45 ms", "4.5.6", "1,2,3", "0x10", "nan", "45/s please"])
def test_a_text_that_is_no_speed_is_refused_with_the_text_in_the_sentence(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        SPEED.read(text)

    assert str(caught.value) == f'Speed must be a number such as 45 or 45/s, or unpaced, got "{text}"'


def test_a_bare_number_that_could_be_milliseconds_is_refused() -> None:
    with pytest.raises(InvalidValue, match="First token needs a unit beyond 30, such as 900 ms"):
        FIRST_TOKEN.read("900")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = SPEED.read(text)
    except InvalidValue:
        return

    assert isinstance(value, float)


@pytest.mark.parametrize(
    ("value", "digit"), [(0.5, "0.01"), (5.2, "0.1"), (45, "1"), (44.98, "0.01"), (44.9, "0.1"), (1800, "1")]
)
def test_the_last_digit_of_a_speed_is_the_one_that_is_visible(value: float, digit: str) -> None:
    assert str(SPEED.last_digit(value)) == digit


@pytest.mark.parametrize(("value", "digit"), [(0.9, 0.001), (0.9006, 0.0001), (1, 0.1), (1.25, 0.01)])
def test_the_last_digit_of_a_wait_is_worth_seconds(value: float, digit: float) -> None:
    assert float(FIRST_TOKEN.last_digit(value)) == digit
