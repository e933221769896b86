"""What may go wrong once: its bounds, its words, and that only one request gets it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mockpanel.core.errors import InvalidValue
from mockpanel.core.faults import ArmedFault, Fault, FaultKind, make_fault

FAULTS = st.builds(
    Fault,
    kind=st.sampled_from(FaultKind),
    after_tokens=st.integers(0, 1_000_000),
    seconds=st.floats(0, 600, exclude_min=True),
    retry_after=st.floats(0, 3600),
)


def test_a_kind_alone_is_a_fault_with_figures_to_start_from() -> None:
    fault = make_fault({"kind": "stall"})

    assert fault == Fault(kind=FaultKind.STALL, after_tokens=10, seconds=5.0, retry_after=20.0)


@given(FAULTS)
def test_what_a_fault_is_written_as_is_read_as_the_same(fault: Fault) -> None:
    written = fault.model_dump(mode="json")

    assert make_fault(written) == fault


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({}, "kind", "kind is required, one of rate_limit, server_error, cut, stall, empty"),
        (
            {"kind": "fire"},
            "kind",
            'kind must be one of rate_limit, server_error, cut, stall or empty, got "fire"',
        ),
        ({"kind": "cut", "after_tokens": -1}, "after_tokens", "after_tokens must be between 0 and 1000000, got -1"),
        (
            {"kind": "cut", "after_tokens": 1_000_001},
            "after_tokens",
            "after_tokens must be between 0 and 1000000, got 1000001",
        ),
        (
            {"kind": "cut", "after_tokens": 2.5},
            "after_tokens",
            "after_tokens must be a whole number between 0 and 1000000, got 2.5",
        ),
        ({"kind": "stall", "seconds": 0}, "seconds", "seconds must be more than 0, got 0"),
        ({"kind": "stall", "seconds": 601}, "seconds", "seconds must be at most 600, got 601"),
        ({"kind": "stall", "seconds": True}, "seconds", "seconds must be a number, got true"),
        (
            {"kind": "rate_limit", "retry_after": 3601},
            "retry_after",
            "retry_after must be between 0 and 3600, got 3601",
        ),
        (
            {"kind": "cut", "after": 3},
            "after",
            "after is not a field of a fault; the fields are kind, after_tokens, seconds, retry_after",
        ),
        (
            {"kind": "cut", "": 3},
            '""',
            '"" is not a field of a fault; the fields are kind, after_tokens, seconds, retry_after',
        ),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_its_bounds(values: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        make_fault(values)

    assert (caught.value.field, str(caught.value)) == (field, sentence)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, "5", 10**400])
def test_what_is_no_finite_number_is_no_length_of_a_stall(value: object) -> None:
    with pytest.raises(InvalidValue, match=r"^seconds must be a "):
        make_fault({"kind": "stall", "seconds": value})


def test_a_fault_does_not_change() -> None:
    fault = Fault(kind=FaultKind.EMPTY)

    with pytest.raises(ValidationError):
        fault.seconds = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault(kind=FaultKind.RATE_LIMIT), "429 with Retry-After 20 s"),
        (Fault(kind=FaultKind.RATE_LIMIT, retry_after=0.5), "429 with Retry-After 0.5 s"),
        (Fault(kind=FaultKind.SERVER_ERROR), "500"),
        (Fault(kind=FaultKind.CUT), "cut after 10 tokens"),
        (Fault(kind=FaultKind.CUT, after_tokens=1), "cut after 1 token"),
        (Fault(kind=FaultKind.STALL), "stall of 5 s after 10 tokens"),
        (Fault(kind=FaultKind.EMPTY), "empty answer"),
    ],
)
def test_a_fault_says_in_words_what_it_is(fault: Fault, sentence: str) -> None:
    assert fault.sentence == sentence


def test_nothing_is_armed_at_first() -> None:
    faults = ArmedFault()

    assert faults.armed is None
    assert faults.take() is None


def test_what_is_armed_is_taken_once() -> None:
    faults, fault = ArmedFault(), Fault(kind=FaultKind.CUT)
    faults.arm(fault)

    taken = [faults.take(), faults.take()]

    assert taken == [fault, None]


def test_a_fault_replaces_the_one_armed_before() -> None:
    faults = ArmedFault()
    faults.arm(Fault(kind=FaultKind.CUT))

    faults.arm(Fault(kind=FaultKind.EMPTY))

    assert faults.armed == Fault(kind=FaultKind.EMPTY)


def test_each_change_is_told_with_what_holds_from_then_on() -> None:
    faults, told = ArmedFault(), list[Fault | None]()
    faults.changed.connect(told.append)
    cut, empty = Fault(kind=FaultKind.CUT), Fault(kind=FaultKind.EMPTY)

    for change in (faults.disarm, lambda: faults.arm(cut), lambda: faults.arm(cut), lambda: faults.arm(empty)):
        change()
    faults.take()
    faults.take()
    faults.arm(cut)
    faults.disarm()

    assert told == [cut, empty, None, cut, None]
