"""Profiles by the names that requests call them, and what they set."""

from __future__ import annotations

import pytest

from mockpanel.core.answers import answer_text
from mockpanel.core.model_names import by_any_name, overrides_of
from mockpanel.core.plan import Ask, Prompt, Source, StreamPlan, Usage, resolve
from mockpanel.core.profile_names import key
from mockpanel.core.profiles import Profile, built_in
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import UNSHAPED

FAST = Profile("Fast", {"tokens_per_second": 400.0, "host": "0.0.0.0"}, {})


@pytest.mark.parametrize("name", ["groq-llama-3-3-70b", "Groq Llama 3.3 70B (2026)", "GROQ-llama-3-3-70B"])
def test_a_profile_is_found_by_its_name_and_its_files_in_any_case(name: str) -> None:
    named = by_any_name({"groq-llama-3-3-70b": Profile("Groq Llama 3.3 70B (2026)", {}, {})})

    assert key(name) in named


def test_a_name_beats_another_profiles_file() -> None:
    slow = Profile("Slow", {}, {})

    named = by_any_name({"fast": slow, "slow": FAST})

    assert (named["fast"], named["slow"]) == (FAST, slow)


def test_every_built_in_profile_has_two_names_of_its_own() -> None:
    named = by_any_name(built_in())

    assert all(named[key(stem)] is named[key(profile.name)] is profile for stem, profile in built_in().items())


def test_a_profile_sets_its_values_and_switches_off_all_other_shapes() -> None:
    overrides = overrides_of(FAST)

    settings = resolve(StreamSettings(jitter=0.5, time_to_first_token=3.0), overrides)
    assert {override.source for override in overrides.values()} == {Source.MODEL}
    assert overrides.keys() == {*UNSHAPED, "tokens_per_second"} - {"mock_reasoning"}
    assert (settings.tokens_per_second, settings.jitter, settings.time_to_first_token) == (400, 0, 3)


def test_only_what_differs_is_told_and_all_is_pinned() -> None:
    defaults, overrides = StreamSettings(jitter=0.5), overrides_of(FAST)
    settings = resolve(defaults, overrides)

    plan = StreamPlan(Ask("fast", ()), defaults, settings, overrides, (), Usage(0, 0))

    assert plan.told_overrides.keys() == {"jitter", "tokens_per_second"}
    assert plan.followed(StreamSettings(jitter=0.9, stall_chance=0.5)) == settings


def test_an_empty_response_of_a_profile_echoes_as_an_empty_default_does() -> None:
    overrides = overrides_of(Profile("Empty", {"mock_response": ""}, {}))

    text = answer_text(
        resolve(StreamSettings(mock_response="x"), overrides), overrides, Prompt((), "Echo."), Ask("m", ())
    )

    assert text == "Echo."
