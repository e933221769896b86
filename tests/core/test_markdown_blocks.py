"""Where growing Markdown is settled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.markdown_blocks import MOST_UNSETTLED, settled

LINES = st.lists(st.sampled_from(["", "text", "- item", "  more", "```", "# head", "| a |", "~~~", "1. one"]))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("one\n\ntwo", "two"),
        ("one\n\n", "one\n\n"),
        ("one\n\n- a\n\n- b\n\n  c", "one\n\n- a\n\n- b\n\n  c"),
        ("- a\n\nend", "end"),
        ("```\na\n\nb\n```\n\nend", "end"),
        ("```\na\n\nb", "```\na\n\nb"),
        ("~~~~\na\n~~~\n\nb", "~~~~\na\n~~~\n\nb"),
    ],
)
def test_a_block_is_settled_when_another_has_begun_behind_it(text: str, rest: str) -> None:
    assert text[settled(text) :] == rest


@given(LINES, LINES)
def test_what_is_settled_stays_settled(before: list[str], after: list[str]) -> None:
    text, longer = "\n".join(before) + "\n", "\n".join(before + after)

    assert settled(text) <= settled(longer) or settled(text) <= len(text)
    assert 0 <= settled(longer) <= len(longer)


def test_an_endless_block_is_settled_all_the_same() -> None:
    text = "- item\n" * 20_000

    assert len(text) - settled(text) <= MOST_UNSETTLED
    assert text[: settled(text)].endswith("\n")
    assert settled("x" * (MOST_UNSETTLED + 1)) == MOST_UNSETTLED + 1
