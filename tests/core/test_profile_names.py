"""Names of profiles: put in order, told apart as people tell them apart, never taken twice, safe as files."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.errors import ProfileError
from mockpanel.core.profile_names import LONGEST_NAME, LONGEST_STEM, checked_name, copy_name, free_name, key, stem
from tests.core.texts import CHARACTERS

NAMES = st.text(CHARACTERS.filter(str.isprintable), min_size=1, max_size=LONGEST_NAME).filter(str.strip)
DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)$")


@given(NAMES)
def test_a_name_is_in_order_once_and_for_all(name: str) -> None:
    ordered = checked_name(f"  {name}\n")

    assert checked_name(ordered) == ordered == " ".join(name.split())
    assert key(ordered) == key(name)


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRASSE"), ("ﬁne", "FINE"), ("a\u3000b", " A  b"), ("①", "1")])
def test_names_that_people_take_for_the_same_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("name", ["\x7fa", "a\ud83d", "a\x85b\x9f"])
def test_a_character_that_no_name_holds_is_refused(name: str) -> None:
    with pytest.raises(ProfileError, match=r"^a profile's name must not hold control characters, got "):
        checked_name(name)


def test_the_longest_name_is_one_and_a_longer_is_none() -> None:
    assert checked_name("漢" * LONGEST_NAME) == "漢" * LONGEST_NAME
    with pytest.raises(ProfileError, match="at most 80 characters, got 81"):
        checked_name("漢" * (LONGEST_NAME + 1))


@given(NAMES.map(checked_name), st.integers(1, 12))
def test_each_name_that_is_freed_or_copied_is_another_and_can_be(name: str, times: int) -> None:
    taken, names = set[str](), list[str]()

    for place in range(times):
        names.append(free_name(name, taken) if place % 2 else copy_name(names[-1] if names else name, taken))
        taken.add(key(names[-1]))

    assert len(taken) == times
    assert [checked_name(found) for found in names] == names


def test_the_first_free_number_is_taken() -> None:
    assert free_name("Calm", {"calm 2"}) == "Calm"
    assert free_name("Calm", {"calm", "calm 2", "calm 4"}) == "Calm 3"
    assert free_name("x" * LONGEST_NAME, {"x" * LONGEST_NAME}) == "x" * (LONGEST_NAME - 2) + " 2"


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Calm", (), "Calm copy"),
        ("Calm", ("calm copy",), "Calm copy 2"),
        ("Calm copy", ("calm copy",), "Calm copy 2"),
        ("Calm copy 2", ("calm copy", "calm copy 2"), "Calm copy 3"),
        ("Photocopy", (), "Photocopy copy"),
    ],
)
def test_a_copy_is_counted_on_and_not_called_a_copy_twice(name: str, taken: tuple[str, ...], expected: str) -> None:
    assert copy_name(name, taken) == expected


@given(st.text(max_size=100), st.sampled_from(["profile", "capture"]))
def test_every_file_system_takes_a_stem(name: str, thing: str) -> None:
    found = stem(name, thing)

    assert found.replace("-", "").isalnum()
    assert len(found) <= LONGEST_STEM + len(f"-{thing}")
    assert not DEVICE.match(found)
    assert found == found.strip("-")
    assert stem(found, thing) == found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("My – Feel!", "my-feel"),
        ("…", "capture"),
        ("NUL", "nul-capture"),
        ("lpt9", "lpt9-capture"),
        ("a" * 60, "a" * 50),
        ("a" * 49 + " b", "a" * 49),
    ],
)
def test_a_stem_is_what_can_be_read_of_a_name(name: str, expected: str) -> None:
    assert stem(name, "capture") == expected
