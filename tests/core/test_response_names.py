"""A response's name is one that every system takes for a file, or it is refused in a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.errors import LibraryError
from mockpanel.core.response_names import LONGEST_BYTES, LONGEST_NAME, checked_name


@pytest.mark.parametrize(
    ("text", "name"),
    [("  Short   greeting\n", "Short greeting"), ("e\u0301t\u00e9", "été"), ("Well...", "Well"), ("a .", "a")],
)
def test_names_are_tidied(text: str, name: str) -> None:
    assert checked_name(text) == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \t", "a response needs a name"),
        ("...", "a response needs a name"),
        ("x" * 81, "a response's name must have at most 80 characters, got 81"),
        ("😀" * 61, "a response's name must have at most 240 bytes, got 244"),
        ("a/b", 'a response\'s name must not hold "/"'),
        ("a\\b", r'a response\'s name must not hold "\\"'),
        ("a\x00b", 'a response\'s name must not hold "\\u0000"'),
        ("\ud800", 'a response\'s name must not hold "\\ud800"'),
        (".hidden", "a response's name must not begin with a dot"),
        ("NUL", 'a response\'s name must not be "NUL": Windows keeps that for itself'),
        ("com1.notes", 'a response\'s name must not be "com1.notes": Windows keeps that for itself'),
    ],
)
def test_a_name_that_cannot_be_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(LibraryError) as refused:
        checked_name(text)

    assert str(refused.value) == sentence.replace(r"\'", "'")


@given(st.text(max_size=90))
def test_a_name_that_was_taken_is_taken_again_as_it_is(text: str) -> None:
    try:
        name = checked_name(text)
    except LibraryError:
        return

    assert checked_name(name) == name
    assert 0 < len(name) <= LONGEST_NAME
    assert len(name.encode()) <= LONGEST_BYTES
    assert not re.search(r'[/\\:*?"<>|\x00-\x1f]|^\.|[. ]$', name)
