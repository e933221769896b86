"""The user's own profiles: what is saved comes back, names stay apart, broken files are told of, nothing is lost."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core import profile_folder
from mockpanel.core.errors import ProfileError
from mockpanel.core.profile_files import write_whole
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profile_names import key
from mockpanel.core.profiles import Profile, find_profile, read_profile
from mockpanel.core.settings import STREAM_NAMES
from tests.core.test_profiles import VALUES
from tests.core.texts import CHARACTERS

CALM = {"tokens_per_second": 7.5, "time_to_first_token": 1.0}
NAMES = st.text(CHARACTERS.filter(str.isprintable), min_size=1, max_size=80).filter(str.strip)


@pytest.fixture
def folder(tmp_path: Path) -> ProfileFolder:
    return ProfileFolder(tmp_path / "profiles")


def names(folder: ProfileFolder) -> list[str]:
    return [profile.name for profile in folder.profiles()]


def files(folder: ProfileFolder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


def refused(act: Callable[[], object]) -> str:
    """The sentence with which it is refused."""
    with pytest.raises(ProfileError) as caught:
        act()
    return str(caught.value)


def test_a_folder_that_is_not_there_holds_nothing(folder: ProfileFolder) -> None:
    assert folder.profiles() == []
    assert folder.broken() == []
    assert folder.find("Calm") is None


@given(name=NAMES, values=st.fixed_dictionaries({}, optional=VALUES))
def test_what_is_saved_is_found_again_by_a_folder_that_never_saw_it(
    tmp_path_factory: pytest.TempPathFactory, name: str, values: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("own")

    saved = ProfileFolder(path).save(name, values)

    [file] = path.iterdir()
    assert ProfileFolder(path).profiles() == [saved]
    assert ProfileFolder(path).broken() == []
    assert (saved.name, saved.values) == (" ".join(name.split()), values)
    assert read_profile(file) == saved


@given(st.lists(NAMES, max_size=6))
def test_every_name_has_a_file_of_its_own_that_every_system_takes(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[str]
) -> None:
    folder = ProfileFolder(tmp_path_factory.mktemp("own"))

    for name in wanted:
        folder.save(name, {})

    stems = [Path(file).stem for file in folder.contents()]
    assert len(stems) == len(names(folder)) == len({key(name) for name in wanted})
    assert all(len(stem.encode()) < 230 and stem.replace("-", "a").isalnum() for stem in stems)
    assert len({stem.casefold() for stem in stems}) == len(stems)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("GPT-4o: slow/odd?", "gpt-4o-slow-odd.toml"),
        ("漢字 ✅", "漢字.toml"),
        ("👩‍🚀", "profile.toml"),
        ("../../etc", "etc.toml"),
        ("CON", "con-profile.toml"),
        ("com¹", "com1-profile.toml"),
        ("Console", "console.toml"),
    ],
)
def test_a_file_is_named_after_its_profile(folder: ProfileFolder, name: str, file: str) -> None:
    folder.save(name, CALM)

    assert files(folder) == [file]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "a profile needs a name"),
        (" \n\t", "a profile needs a name"),
        ("x" * 81, "a profile's name must have at most 80 characters, got 81"),
        ("a\x00b", 'a profile\'s name must not hold control characters, got "a\\u0000b"'),
        ("gpt-4O  (2024)", 'the profile name "gpt-4O (2024)" is a built-in one\'s; choose another'),
        ("reading-pace", 'the profile name "reading-pace" is a built-in one\'s; choose another'),
    ],
)
def test_a_name_that_cannot_be_is_refused(folder: ProfileFolder, name: str, sentence: str) -> None:
    assert refused(lambda: folder.save(name, CALM)) == sentence
    assert not folder.path.exists()


def test_values_that_no_setting_takes_are_refused(folder: ProfileFolder) -> None:
    sentence = refused(lambda: folder.save("Calm", {"tokens_per_second": -3}))

    assert sentence == 'profile "Calm": tokens_per_second must be between 0 and 100000, got -3'
    assert not folder.path.exists()


def test_saving_a_name_again_replaces_it_and_keeps_what_is_said_about_it(folder: ProfileFolder) -> None:
    folder.save("Calm", CALM, {"source": "me", "order": 1})

    folder.save("calm", {"tokens_per_chunk": 2})

    [profile] = folder.profiles()
    assert profile.values == {"tokens_per_chunk": 2}
    assert profile.about == {"source": "me", "order": 1, "name": "calm"}
    assert files(folder) == ["calm.toml"]


def test_profiles_come_by_their_order_and_then_by_name(folder: ProfileFolder) -> None:
    for name, about in (("beta", {}), ("Alpha", {}), ("Last", {"order": 2}), ("First", {"order": 1})):
        folder.save(name, {}, about)
    folder.save("Odd", {}, {"order": "soon"})

    assert names(folder) == ["First", "Last", "Alpha", "beta", "Odd"]


def test_broken_files_are_told_of_and_left_alone(folder: ProfileFolder) -> None:
    folder.save("Calm", CALM)
    (folder.path / "calm-2.toml").write_text('[about]\nname = "CALM"')
    (folder.path / "broken.toml").write_text("tokens_per_second 3")
    (folder.path / "built.toml").write_text('[about]\nname = "Painful"')
    (folder.path / "folder.toml").mkdir()
    (folder.path / "notes.txt").write_text("no profile")

    broken = folder.broken()

    assert names(folder) == ["Calm"]
    assert [sentence.partition(": ")[0] for sentence in broken[:2]] == [
        f"profile {folder.path / 'broken.toml'} is not TOML",
        f"profile {folder.path / 'built.toml'}",
    ]
    assert broken[2] == f'profile {folder.path / "calm-2.toml"} has the name of another, "CALM"; give it its own'
    assert broken[3].startswith(f"profile {folder.path / 'folder.toml'} cannot be read: ")
    assert len(broken) == 4


def test_a_new_profile_never_takes_the_file_of_a_broken_one(folder: ProfileFolder) -> None:
    folder.path.mkdir()
    (folder.path / "calm.toml").write_text("broken")

    folder.save("Calm", CALM)

    assert files(folder) == ["calm-2.toml", "calm.toml"]
    assert (folder.path / "calm.toml").read_text() == "broken"


def test_a_file_in_the_folders_place_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "profiles").write_text("in the way")
    folder = ProfileFolder(tmp_path / "profiles")

    sentence = refused(lambda: folder.save("Calm", CALM))

    [told] = folder.broken()
    assert told.startswith(f"the profiles in {folder.path} cannot be read: ")
    assert folder.profiles() == []
    assert sentence.startswith(f"profile {folder.path / 'calm.toml'} cannot be written: ")


def test_a_file_that_was_edited_outside_is_read_again(folder: ProfileFolder) -> None:
    folder.save("Calm", CALM)
    folder.profiles()

    (folder.path / "calm.toml").write_text('tokens_per_second = 3\n[about]\nname = "Calm"')

    assert folder.profiles()[0].values == {"tokens_per_second": 3}


def test_a_response_file_is_read_again_when_it_changes(folder: ProfileFolder) -> None:
    folder.path.mkdir()
    (folder.path / "own.toml").write_text('mock_response_file = "answer.md"')
    (folder.path / "answer.md").write_text("one")
    before = folder.profiles()[0].values

    (folder.path / "answer.md").write_text("two")

    assert (before, folder.profiles()[0].values) == ({"mock_response": "one"}, {"mock_response": "two"})


def test_a_rename_moves_the_file_and_keeps_the_rest(folder: ProfileFolder) -> None:
    folder.save("Calm", CALM, {"source": "me"})

    folder.rename("calm", "Brisk")

    [profile] = folder.profiles()
    assert (profile.name, profile.values, profile.about["source"]) == ("Brisk", CALM, "me")
    assert files(folder) == ["brisk.toml"]


def test_a_rename_may_change_the_case_only(folder: ProfileFolder) -> None:
    folder.save("Calm", CALM)

    folder.rename("Calm", "CALM")

    assert names(folder) == ["CALM"]
    assert files(folder) == ["calm.toml"]


def test_a_rename_to_a_taken_name_changes_nothing(folder: ProfileFolder) -> None:
    folder.save("Calm", CALM)
    folder.save("Brisk", {})

    sentences = [
        refused(lambda: folder.rename("Calm", "BRISK")),
        refused(lambda: folder.rename("Calm", "Painful")),
        refused(lambda: folder.rename("Nothing", "Else")),
    ]

    assert sentences == [
        'the profile name "BRISK" is taken; choose another',
        'the profile name "Painful" is a built-in one\'s; choose another',
        'there is no profile "Nothing" of your own',
    ]
    assert names(folder) == ["Brisk", "Calm"]


def test_copies_are_numbered(folder: ProfileFolder) -> None:
    folder.save("Calm", CALM, {"order": 1, "source": "me"})

    made = [folder.duplicate(name) for name in ("Calm", "calm", "Calm copy 2", "GPT-4o (2024)")]

    assert [profile.name for profile in made] == ["Calm copy", "Calm copy 2", "Calm copy 3", "GPT-4o (2024) copy"]
    assert made[0].values == CALM
    assert made[0].about == {"source": "me", "name": "Calm copy"}
    assert made[3].values == find_profile("gpt-4o-2024").values


def test_a_copy_of_the_longest_name_is_cut_to_fit(folder: ProfileFolder) -> None:
    folder.save("x" * 80, CALM)

    copies = [folder.duplicate("x" * 80).name, folder.duplicate("x" * 80).name]

    assert copies[0].endswith("x copy")
    assert copies[1].endswith("x copy 2")
    assert max(len(name) for name in copies) <= 80


def test_what_is_deleted_comes_back_byte_for_byte(folder: ProfileFolder) -> None:
    folder.save("Brisk", {})
    folder.save("Calm", CALM)
    path = folder.path / "calm.toml"
    path.write_bytes(b"# mine\r\n" + path.read_bytes())
    before = folder.contents()

    deleted = folder.delete("calm")
    gone = names(folder)
    folder.restore(deleted)

    assert gone == ["Brisk"]
    assert folder.contents() == before


def test_deleting_what_is_not_there_is_refused(folder: ProfileFolder) -> None:
    assert refused(lambda: folder.delete("Painful")) == 'there is no profile "Painful" of your own'
    assert refused(lambda: folder.duplicate("Nothing")) == 'there is no profile "Nothing"'


def test_an_imported_profile_carries_its_text_along_and_a_taken_name_gets_a_number(
    folder: ProfileFolder, tmp_path: Path
) -> None:
    (tmp_path / "answer.md").write_bytes("漢字\r\n✅".encode())
    source = tmp_path / "mine.toml"
    source.write_text('mock_response_file = "answer.md"\nport = 9000\n[about]\nname = "Calm"\nsource = "me"')

    made = [folder.import_file(source) for _ in range(3)]

    assert [profile.name for profile in made] == ["Calm", "Calm 2", "Calm 3"]
    assert made[2].values == {"mock_response": "漢字\r\n✅", "port": 9000}
    assert made[2].about["source"] == "me"
    assert folder.profiles() == made


def test_an_exported_built_in_profile_comes_back_with_a_number(folder: ProfileFolder, tmp_path: Path) -> None:
    original = find_profile("gpt-4o-2024")

    folder.export(original, tmp_path / "out.toml")

    assert folder.import_file(tmp_path / "out.toml").name == "GPT-4o (2024) 2"
    assert read_profile(tmp_path / "out.toml") == original


def test_a_file_that_is_no_profile_is_not_imported(folder: ProfileFolder, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("speed = 3")

    assert "is not a setting" in refused(lambda: folder.import_file(tmp_path / "mine.toml"))
    assert not folder.path.exists()


def test_a_long_name_is_cut_on_import(folder: ProfileFolder, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'[about]\nname = "{"x" * 200}"')

    assert folder.import_file(tmp_path / "mine.toml").name == "x" * 80


def test_a_name_is_found_in_any_case_and_a_file_by_its_name(folder: ProfileFolder) -> None:
    folder.save("Calm & slow", CALM)
    (folder.path / "broken.toml").write_text("broken")

    assert folder.find("calm & SLOW") == folder.find("calm-slow") == folder.profiles()[0]
    assert "is not TOML" in refused(lambda: folder.find("broken"))
    assert folder.find("../profiles/calm-slow") is None


def test_a_profile_of_the_users_own_is_found_by_name_after_the_built_in_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profile_folder, "profiles_folder", lambda: tmp_path / "profiles")
    ProfileFolder().save("Calm", CALM)

    assert find_profile("calm").values == CALM
    assert find_profile("painful").about["order"] == 22
    assert refused(lambda: find_profile("calmer")).startswith('profile "calmer" is neither a file nor ')


def test_what_cannot_be_removed_is_told_of(folder: ProfileFolder) -> None:
    (folder.path / "calm.toml").mkdir(parents=True)

    sentence = refused(lambda: folder.restore({"calm.toml": None}))

    assert sentence.startswith(f"profile {folder.path / 'calm.toml'} cannot be removed: ")


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    write_whole(path, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert refused(lambda: write_whole(path, b"new")) == f"profile {path} cannot be written: No space left on device"
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["own.toml"]


def test_a_saved_text_is_written_as_a_person_would(folder: ProfileFolder) -> None:
    folder.save("Calm", {"tokens_per_second": 7.5, "mock_response": "One\n\n漢字\n"})

    text = (folder.path / "calm.toml").read_text(encoding="utf-8")

    assert text == ('tokens_per_second = 7.5\nmock_response = """\nOne\n\n漢字\n"""\n\n[about]\nname = "Calm"\n')
    assert set(tomllib.loads(text)) - {"about"} <= set(STREAM_NAMES)


def test_a_profile_is_exported_under_the_name_it_has_here(folder: ProfileFolder, tmp_path: Path) -> None:
    folder.export(Profile("Now", CALM, {}), tmp_path / "now.toml")

    assert read_profile(tmp_path / "now.toml").name == "Now"


def test_profiles_are_told_by_the_names_of_their_files(folder: ProfileFolder) -> None:
    folder.save("My Feel", {"tokens_per_second": 5.0})
    (folder.path / "broken.toml").write_text("=", encoding="utf-8")

    found = folder.by_stem()

    assert {stem: profile.name for stem, profile in found.items()} == {"my-feel": "My Feel"}
