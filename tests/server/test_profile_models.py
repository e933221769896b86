"""Profiles as models, from a folder in which files come, change and go."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profiles import Profile
from mockpanel.server.profile_models import BESIDE_FRESH_S, FRESH_S, ProfileModels


class Bench:
    """Models over a folder, and a clock that is put forward by hand."""

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self.path = path
        self.now = 0.0
        self.models = ProfileModels({}, ProfileFolder(path), lambda: self.now)

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8")
        self.now += FRESH_S

    def find(self, model: str) -> Profile | None:
        return asyncio.run(self.models.find(model))

    def listed(self) -> list[str]:
        return asyncio.run(self.models.listed())

    def rate(self, model: str) -> object:
        found = self.find(model)
        return found and found.values.get("tokens_per_second")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "profiles")


def test_a_profile_of_the_folder_is_a_model_by_its_name_and_its_files(bench: Bench) -> None:
    bench.write("mine-2.toml", 'tokens_per_second = 33.0\n[about]\nname = "My Feel"\n')

    assert bench.rate("mine-2") == bench.rate("MY FEEL") == 33
    assert "mine-2" in bench.listed()


@pytest.mark.parametrize("name", ["gpt-4o", "mock-gpt4", "mock-a", ""])
def test_any_other_name_is_no_profile(bench: Bench, name: str) -> None:
    assert bench.find(name) is None


def test_the_plain_model_is_no_profile_whatever_there_is(bench: Bench) -> None:
    bench.write("mock-gpt4.toml", "tokens_per_second = 33.0")

    assert bench.find("mock-gpt4") is None


def test_a_changed_file_is_read_again_and_one_that_went_is_no_model(bench: Bench) -> None:
    bench.write("mine.toml", "tokens_per_second = 33.0")
    first = bench.rate("mine")
    bench.write("mine.toml", "tokens_per_second = 44.50")
    second = bench.rate("mine")
    (bench.path / "mine.toml").unlink()
    bench.now += FRESH_S

    assert (first, second, bench.rate("mine")) == (33, 44.5, None)


def test_the_folder_is_not_looked_at_more_often_than_it_need_be_until_it_is_touched(bench: Bench) -> None:
    bench.write("mine.toml", "tokens_per_second = 33.0")
    first = bench.rate("mine")
    (bench.path / "mine.toml").write_text("tokens_per_second = 44.0", encoding="utf-8")
    second = bench.rate("mine")
    bench.models.touch()

    assert (first, second, bench.rate("mine")) == (33, 33, 44)


def test_the_text_of_a_response_file_is_read_again_wherever_it_lies(bench: Bench, tmp_path: Path) -> None:
    answer = tmp_path / "answer.md"
    answer.write_text("First.", encoding="utf-8")
    bench.write("mine.toml", 'mock_response_file = "../answer.md"')
    first = bench.find("mine")
    answer.write_text("Second.", encoding="utf-8")
    bench.now += BESIDE_FRESH_S
    second = bench.find("mine")

    assert first is not None
    assert second is not None
    assert (first.values["mock_response"], second.values["mock_response"]) == ("First.", "Second.")


def test_a_broken_file_is_left_out_with_one_word_in_the_log(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.write("broken.toml", "tokens_per_second = ")
    bench.write("mine.toml", "tokens_per_second = 33.0")

    with caplog.at_level(logging.WARNING):
        bench.rate("mine")
        bench.write("other.toml", "tokens_per_second = 1.0")
        found = bench.rate("mine")

    assert found == 33
    assert "broken" not in bench.listed()
    assert [record.getMessage().count("broken.toml is not TOML") for record in caplog.records] == [1]


def test_a_stand_in_means_its_profile_and_says_when_that_is_gone(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[dict[str, str]] = []
    bench.models.changed.connect(heard.append)
    bench.write("mine.toml", "tokens_per_second = 33.0")

    asyncio.run(bench.models.stand_in({"mock-a": "mine", "mock-b": "painful"}))
    rates = [bench.rate("mock-a"), bench.rate("MOCK-B")]
    (bench.path / "mine.toml").unlink()
    bench.now += FRESH_S

    assert rates == [33, 0.6]
    assert bench.find("mock-a") is None
    assert heard == [{"mock-a": "mine", "mock-b": "Painful"}]
    assert 'mock-a stands for the profile "mine", which is gone' in caplog.text


def test_a_stand_in_for_no_profile_is_refused_and_changes_nothing(bench: Bench) -> None:
    asyncio.run(bench.models.stand_in({"mock-a": "painful"}))

    with pytest.raises(InvalidValue, match='mock-b must be the name of a profile, got "nope"'):
        asyncio.run(bench.models.stand_in({"mock-a": None, "mock-b": "nope"}))

    assert bench.models.stand_ins == {"mock-a": "painful"}


def test_the_list_begins_with_the_stand_ins(bench: Bench) -> None:
    asyncio.run(bench.models.stand_in({"mock-b": "painful"}))

    listed = bench.listed()

    assert listed[:2] == ["mock-b", "reading-pace"]
    assert len(set(listed)) == len(listed)
