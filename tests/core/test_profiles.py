"""Profiles: the built-in ones are whole and honest about their source; a file that is not one is refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from mockpanel.core import profiles
from mockpanel.core.errors import ProfileError
from mockpanel.core.profiles import (
    BUILT_IN,
    Profile,
    built_in_names,
    described,
    find_profile,
    profile_toml,
    read_profile,
)
from mockpanel.core.settings import SPECS, STREAM_NAMES, Settings, validated
from tests.answer_values import ANSWER_VALUES
from tests.core.texts import SAMPLES, TEXTS, prose
from tests.shape_values import SHAPE_VALUES

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "mock_response": TEXTS,
    "tokens_per_second": st.floats(0, 100_000) | st.integers(0, 100_000),
    "time_to_first_token": st.floats(0, 600) | st.integers(0, 600),
    "tokenizer_model": st.sampled_from(("gpt-4o", "o200k_base")),
    "tokens_per_chunk": st.integers(1, 10_000),
    "simulate_latency": st.booleans(),
    **{name: st.sampled_from(values) for name, values in SHAPE_VALUES.items()},
    **{name: st.sampled_from(values) for name, values in ANSWER_VALUES.items()},
    "log_level": st.sampled_from(("debug", "error")),
    "port": st.integers(0, 65_535),
}


SCALARS = {name: values for name, values in VALUES.items() if SPECS[name].kind is not tuple}


def toml(values: dict[str, Any]) -> str:
    """The values as TOML, whose strings and numbers are written as JSON's, but for DEL."""
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    return "\n".join(lines).replace("\x7f", "\\u007f")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


@pytest.mark.parametrize("name", sorted(path.stem for path in BUILT_IN.iterdir()))
def test_every_built_in_profile_is_within_bounds_and_says_where_it_is_from(name: str) -> None:
    profile = find_profile(name)

    settings = validated(Settings, profile.values)
    assert settings.tokens_per_second > 0
    assert {"tokens_per_second", "time_to_first_token"} <= set(profile.values) <= set(STREAM_NAMES)
    assert all(str(profile.about[key]).strip() for key in ("name", "source", "trust"))
    assert profile.name == profile.about["name"]


def test_every_file_of_the_folder_is_a_built_in_profile_with_a_name_and_a_place_of_its_own() -> None:
    found = [find_profile(name) for name in built_in_names()]

    assert len(found) == len(list(BUILT_IN.iterdir())) > 20
    assert len({profile.name for profile in found}) == len(found)
    assert [profile.about["order"] for profile in found] == list(range(1, len(found) + 1))


@given(values=st.fixed_dictionaries({}, optional=SCALARS))
def test_a_profile_gives_back_the_settings_that_were_written(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "round_trip.toml"
    path.write_text(toml(values), encoding="utf-8", newline="")

    profile = read_profile(path)

    assert profile.values == values
    assert validated(Settings, profile.values) == validated(Settings, values)


ABOUT = st.dictionaries(
    st.sampled_from(("name", "source", "date", "trust", "something else")),
    TEXTS | st.integers(-5, 5) | st.booleans() | st.dates() | st.lists(TEXTS, max_size=2),
)


@given(values=st.fixed_dictionaries({}, optional=VALUES), about=ABOUT)
def test_what_is_written_as_a_profile_is_read_again_exactly(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any], about: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.toml"
    path.write_text(profile_toml(values, about), encoding="utf-8", newline="")

    profile = read_profile(path)

    assert profile == Profile(str(about.get("name", "written")), values, about)
    assert [type(value) for value in profile.values.values()] == [type(value) for value in values.values()]


@pytest.mark.parametrize("text", [prose(100_000), "\r", "a\r\nb", "\n", '"""', "'''\n\\", *SAMPLES.values()])
def test_a_text_of_a_profile_comes_back_byte_for_byte(path: Path, text: str) -> None:
    path.write_bytes(profile_toml({"mock_response": text}, {"notes": text}).encode())

    profile = read_profile(path)

    assert (profile.values, profile.about) == ({"mock_response": text}, {"notes": text})


def test_a_profile_says_where_it_is_from_and_each_date_once() -> None:
    assert described(find_profile("gpt-4o-2024")).startswith("michaeljohnpena.com 2024-05, and kickllm.com")
    assert described(Profile("Mine", {}, {"date": "2026-01", "trust": "mine"})) == "2026-01\nmine"
    assert described(Profile("Mine", {}, {"source": "me", "date": "2026-01"})) == "me, 2026-01"
    assert described(Profile("Mine", {}, {})) == ""


def test_a_profile_holds_only_what_its_file_sets(path: Path) -> None:
    path.write_text('tokens_per_chunk = 4\n[about]\nname = "Mine"\nsource = "me"')

    profile = find_profile(str(path))

    assert profile.values == {"tokens_per_chunk": 4}
    assert profile.about == {"name": "Mine", "source": "me"}
    assert profile.name == "Mine"


def test_a_profile_without_a_name_is_called_after_its_file(path: Path) -> None:
    path.write_text("")

    profile = read_profile(path)

    assert (profile.name, dict(profile.values), dict(profile.about)) == ("own", {}, {})


def test_a_file_without_an_ending_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "profile"
    path.write_text("tokens_per_second = 3")

    profile = find_profile(str(path))

    assert profile.values == {"tokens_per_second": 3}


def test_an_unknown_name_is_answered_with_the_nearest_built_in_ones() -> None:
    with pytest.raises(ProfileError) as caught:
        find_profile("gpt-4o")

    assert str(caught.value).startswith(
        'profile "gpt-4o" is neither a file nor a built-in profile; did you mean gpt-4o-2024'
    )


@pytest.mark.parametrize(
    "name", ["zzz", "", ".", "..", "/", "../nothing", "a\x00b", pytest.param("x" * 5000, id="long")]
)
def test_a_name_like_none_is_answered_with_all_built_in_ones(name: str) -> None:
    with pytest.raises(ProfileError) as caught:
        find_profile(name)

    assert "is neither a file nor a built-in profile" in str(caught.value)
    assert "reading-pace" in str(caught.value)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("name", ["missing.toml", "a\x00.toml", "x" * 5000 + ".toml"], ids=["missing", "NUL", "long"])
def test_a_file_that_cannot_be_read_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(ProfileError) as caught:
        find_profile(name)

    assert "cannot be read" in str(caught.value)


def test_a_folder_is_no_profile(tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()

    with pytest.raises(ProfileError) as caught:
        find_profile(str(folder))

    assert str(caught.value).startswith(f"profile {folder} cannot be read: ")


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        ("tokens_per_second = -3", "tokens_per_second must be between 0 and 100000, got -3"),
        ("tokens_per_second = nan", "tokens_per_second must be between 0 and 100000, got NaN"),
        ("tokens_per_second = inf", "tokens_per_second must be between 0 and 100000, got Infinity"),
        ("tokens_per_second = true", "tokens_per_second must be a number between 0 and 100000, got true"),
        ("tokens_per_chunk = 1.0", "tokens_per_chunk must be a whole number between 1 and 10000, got 1.0"),
        ("mock_response = 2026-01-01", "mock_response must be a string, got date"),
        ('tokenizer_model = "nope"', 'got "nope"'),
        ("speed = 3", " is not a setting; the settings are mock_response, tokens_per_second, "),
        ("[tokens_per_second]\nvalue = 1", "tokens_per_second must be a number between 0 and 100000, got an object"),
        ("about = 5", "[about] must be a table"),
        ("[[about]]", "[about] must be a table"),
        ("tokens_per_second 3", "is not TOML: "),
        ("tokens_per_second = 1\ntokens_per_second = 2", "is not TOML: "),
        ("\ufefftokens_per_second = 1", "is not TOML: "),
        pytest.param("tokens_per_second = " + "1" * 5000, "", id="5000 digits"),
        pytest.param("mock_response = " + "[" * 5000, "", id="5000 brackets"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_with_its_name_and_a_reason(
    path: Path, contents: str, sentence: str
) -> None:
    path.write_text(contents, encoding="utf-8")

    with pytest.raises(ProfileError) as caught:
        find_profile(str(path))

    assert str(caught.value).startswith(f"profile {path}")
    assert sentence in str(caught.value)


def test_a_file_that_is_not_utf8_is_refused(path: Path) -> None:
    path.write_bytes(b'mock_response = "\xff"')

    with pytest.raises(ProfileError) as caught:
        read_profile(path)

    assert str(caught.value) == f"profile {path} is not UTF-8 text"


def test_a_file_that_is_too_large_is_refused_unread(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("tokens_per_second = 3")
    monkeypatch.setattr(profiles, "LARGEST_FILE_BYTES", 5)

    with pytest.raises(ProfileError) as caught:
        read_profile(path)

    assert str(caught.value) == f"profile {path} is larger than 64 MiB"


def test_every_setting_can_stand_in_a_profile(path: Path) -> None:
    values = {name: spec.default for name, spec in SPECS.items() if spec.kind is not SecretStr}
    values |= {"api_key": "secret", "capture_api_key": "hidden", "capture_from": "https://api.example.org/v1"}
    path.write_text(toml(values), encoding="utf-8")

    profile = read_profile(path)

    assert validated(Settings, profile.values) == validated(Settings, values)


def test_a_response_file_is_looked_for_beside_the_profile_and_read_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "answer.md").write_bytes("Hello ✅\r\n".encode())
    path = tmp_path / "own.toml"
    path.write_text('tokens_per_second = 7\nmock_response_file = "answer.md"\n')

    profile = read_profile(path)

    assert profile.values == {"tokens_per_second": 7, "mock_response": "Hello ✅\r\n"}


def test_a_response_file_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('mock_response_file = "nothing.md"\n')

    with pytest.raises(ProfileError, match=r"nothing\.md cannot be read"):
        read_profile(path)
