"""Every format looks like itself, however often and however long; some grow and shrink."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.schema_formats import FORMATS, formatted
from tests.core.schemas import GROWING_FORMATS, KNOWN_FORMATS, flaws

OPEN = 10**6
SIZELESS = {"date", "ipv4", "ipv6", "uuid"}


@pytest.mark.parametrize("form", KNOWN_FORMATS)
@pytest.mark.parametrize("turn", [0, 1, 99])
def test_every_format_looks_like_itself(form: str, turn: int) -> None:
    assert flaws(formatted(form, 0, OPEN, turn), {"format": form}) == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_several_values(form: str) -> None:
    assert len({formatted(form, 0, OPEN, turn) for turn in range(10)}) == 10


@given(form=st.sampled_from(sorted(FORMATS.keys() - SIZELESS)), least=st.integers(0, 400), turn=st.integers(0, 99))
def test_most_formats_grow_and_still_look_like_themselves(form: str, least: int, turn: int) -> None:
    text = formatted(form, least, OPEN, turn)

    assert least <= len(text) <= max(least + 1, len(formatted(form, 0, OPEN, turn)))
    assert form not in KNOWN_FORMATS or flaws(text, {"format": form}) == []


@given(least=st.integers(0, 250))
def test_an_address_grows_by_names_of_the_size_that_mail_allows(least: int) -> None:
    mailbox, _, host = formatted("email", least, OPEN, 7).partition("@")

    assert len(mailbox) <= 64
    assert all(0 < len(label) <= 63 for label in host.split("."))


@pytest.mark.parametrize("form", sorted({*GROWING_FORMATS, "ipv4", "ipv6"} - {"regex"}))
def test_some_formats_shrink(form: str) -> None:
    for most in range(8, 25):
        text = formatted(form, 0, most, 0)

        assert len(text) <= most
        assert flaws(text, {"format": form}) == []


def test_a_format_that_cannot_shrink_as_much_stays_as_it_is() -> None:
    assert formatted("date", 0, 3, 0) == "2026-01-15"
    assert formatted("email", 0, 2, 0) == "user1@example.com"
