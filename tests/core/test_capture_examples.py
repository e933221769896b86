"""The captures that come along are read once, and each is found by its name as names are compared."""

from __future__ import annotations

from mockpanel.core.capture_checks import checked
from mockpanel.core.capture_examples import BUILT_IN, example_keys, examples
from mockpanel.core.capture_names import checked_capture_name
from mockpanel.core.profile_names import key


def test_there_is_one_for_each_file_and_all_are_read_once() -> None:
    found = examples()

    assert len(found) == len(list(BUILT_IN.iterdir())) > 0
    assert found is examples()


def test_each_is_a_capture_that_users_could_have_made() -> None:
    assert [checked(capture) for capture in examples()] == list(examples())
    assert all(checked_capture_name(capture.name) == capture.name for capture in examples())


def test_each_has_a_key_of_its_own_whatever_the_case_and_the_spaces() -> None:
    keys = example_keys()

    assert len(keys) == len(examples())
    assert all(key(f" {capture.name.upper()} ".replace(" ", "  ")) in keys for capture in examples())
