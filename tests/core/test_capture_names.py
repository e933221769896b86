"""A capture's name is one that paths, files and people can carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.capture_names import checked_capture_name, proposed_name
from mockpanel.core.errors import CaptureError


def test_spaces_are_put_in_order() -> None:
    assert checked_capture_name("  my \n answer ") == "my answer"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "a capture needs a name"),
        ("a/b", 'a capture\'s name must not hold slashes or control characters, got "a/b"'),
        ("..", 'a capture\'s name must not be "..": paths mean a folder by it'),
        ("x" * 81, "a capture's name must have at most 80 characters, got 81"),
    ],
)
def test_what_cannot_be_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(CaptureError) as caught:
        checked_capture_name(name)

    assert str(caught.value) == sentence


@given(what=st.text(max_size=120), when=st.sampled_from(["", "2026-01-02 03.04.05"]))
def test_a_proposed_name_can_always_be(what: str, when: str) -> None:
    name = proposed_name(what, when)

    assert checked_capture_name(name)
    assert name.endswith(when)
