"""How well typed words fit a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.ranking import holds, rank

names = st.lists(st.text(max_size=12), max_size=8)
words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=6)


def ranked(query: str, *found: str) -> list[str]:
    return [found[place] for place in rank(query, found)]


def test_a_prefix_comes_before_word_starts_initials_inner_parts_and_scattered_letters() -> None:
    likenesses = ["Parallel", "Copal", "Play a loop", "Choose palette", "Palette"]

    assert ranked("pal", *likenesses) == ["Palette", "Choose palette", "Play a loop", "Copal", "Parallel"]
    assert ranked("pr", "Apron", "Play response", "Choose profile", "Profile") == [
        "Profile",
        "Choose profile",
        "Play response",
        "Apron",
    ]


def test_every_word_must_fit_in_any_order() -> None:
    assert ranked("url copy", "Copy the base URL", "Copy", "Open the URL") == ["Copy the base URL"]


def test_words_that_stand_together_come_before_the_same_words_apart() -> None:
    names = ["Copy settings as Python", "Copy as Python, settings too", "Copy as Python"]

    assert ranked("copy as python", *names) == [names[2], names[1], names[0]]


def test_names_that_fit_equally_stay_in_their_order() -> None:
    assert ranked("choose", "Choose 2", "Choose 1", "Choose 3") == ["Choose 2", "Choose 1", "Choose 3"]


@pytest.mark.parametrize(("query", "name"), [("uber", "Über"), ("ÜBER", "uber"), ("strasse", "Straße"), ("e", "É")])
def test_case_and_accents_do_not_count(query: str, name: str) -> None:
    assert rank(query, [name]) == [0]
    assert holds(query, name)


def test_a_search_for_parts_leaves_scattered_letters_out() -> None:
    assert holds("ctrl undo", "Undo Ctrl+Z")
    assert not holds("real", "Reset all")
    assert rank("real", ["Reset all"]) == [0]


@given(st.text(max_size=8), names)
def test_a_rank_is_made_of_places_each_at_most_once(query: str, found: list[str]) -> None:
    places = rank(query, found)

    assert len(set(places)) == len(places)
    assert set(places) <= set(range(len(found)))


@given(names)
def test_nothing_typed_leaves_all_as_they_are(found: list[str]) -> None:
    assert rank(" ", found) == list(range(len(found)))


@given(st.text(max_size=8), names)
def test_whatever_holds_the_words_is_ranked(query: str, found: list[str]) -> None:
    places = rank(query, found)

    assert {place for place, name in enumerate(found) if holds(query, name)} <= set(places)


@given(words, words, names)
def test_a_name_that_begins_with_the_word_is_never_behind_one_that_does_not(
    word: str, rest: str, found: list[str]
) -> None:
    others = [name for name in found if rank(word, [name, word]) != [0, 1]]

    assert rank(word, [*others, f"{word}{rest}"])[0] == len(others)


@given(words, words)
def test_typing_on_never_brings_a_name_back(word: str, more: str) -> None:
    name = ["Start or stop the server"]

    assert len(rank(word + more, name)) <= len(rank(word, name))
