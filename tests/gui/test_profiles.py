"""Choosing, saving and undoing profiles: the settings and the files are exactly what they should be after each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profiles import built_in, read_profile, values_of
from mockpanel.core.settings import STREAM_NAMES, StreamSettings
from mockpanel.core.store import Store
from mockpanel.gui.profiles import FEEL_NAMES, Profiles
from mockpanel.gui.settings_edits import edit_settings
from mockpanel.launch import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

GPT_4O = "GPT-4o (2024)"


class Bench:
    """Profiles over a folder, with everything they said."""

    def __init__(self, path: Path) -> None:
        self.folder = ProfileFolder(path)
        self.store = Store(StreamSettings(mock_response="Hello\r\n漢字", tokens_per_chunk=3))
        self.undo = QUndoStack()
        self.profiles = Profiles(self.store, self.folder, self.undo)
        self.told: list[str] = []
        self.undoable: list[str] = []
        self.asked: list[str] = []
        self.differs: list[bool] = []
        self.listed: list[list[str]] = []
        self.chosen: list[str] = []
        self.profiles.told.connect(self.told.append)
        self.profiles.undoable.connect(self.undoable.append)
        self.profiles.name_asked.connect(self.asked.append)
        self.profiles.differs.connect(self.differs.append)
        self.profiles.listed.connect(lambda found: self.listed.append([profile.name for profile in found]))
        self.profiles.chosen.connect(lambda profile: self.chosen.append(profile.name if profile else ""))

    @property
    def own(self) -> list[str]:
        return [profile.name for profile in self.profiles.own]

    @property
    def state(self) -> tuple[StreamSettings, dict[str, bytes], str, list[str]]:
        """Settings, files, chosen and listed names."""
        return self.store.snapshot, self.folder.contents(), self.profiles.name, self.own

    def set(self, **changes: Any) -> None:
        self.store.update(changes)


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(tmp_path / "profiles")
    yield made
    made.profiles.close()


def test_a_chosen_profile_gives_the_settings_its_values_and_leaves_the_rest(bench: Bench) -> None:
    before = bench.store.snapshot

    bench.profiles.choose(GPT_4O)

    assert bench.store.snapshot == before.changed(
        {"tokens_per_second": 95.0, "time_to_first_token": 0.35, "jitter": 0.3}
    )
    assert bench.chosen == [GPT_4O]


def test_a_chosen_profile_switches_off_what_it_does_not_say_of_the_shape(bench: Bench) -> None:
    bench.set(burst_pause=0.5, mock_reasoning="Hm.", tokens_per_chunk=3)

    bench.profiles.choose(GPT_4O)

    shown = bench.store.snapshot
    assert (shown.burst_pause, shown.mock_reasoning, shown.jitter, shown.tokens_per_chunk) == (0, "Hm.", 0.3, 3)
    assert bench.undo.undoText() == f"Choose {GPT_4O}"


def test_a_choice_is_undone_and_made_again(bench: Bench) -> None:
    first = bench.state
    bench.profiles.choose(GPT_4O)
    second = bench.state

    bench.undo.undo()
    undone = bench.state
    bench.undo.redo()

    assert (undone, bench.state) == (first, second)
    assert bench.chosen == [GPT_4O, "", GPT_4O]


def test_choosing_the_chosen_one_again_is_no_step_unless_something_changed(bench: Bench) -> None:
    bench.profiles.choose(GPT_4O)
    bench.profiles.choose(GPT_4O)
    steps = bench.undo.count()
    bench.set(tokens_per_second=3)

    bench.profiles.choose(GPT_4O)

    assert (steps, bench.undo.count()) == (1, 2)
    assert bench.store.snapshot.tokens_per_second == 95


def test_an_unknown_profile_is_refused(bench: Bench) -> None:
    bench.profiles.choose("Nothing")

    assert bench.told == ['There is no profile "Nothing"']
    assert bench.undo.count() == 0


def test_a_change_is_told_once_and_its_way_back_too(bench: Bench) -> None:
    bench.profiles.choose(GPT_4O)

    for rate in (10, 20, 95):
        bench.set(tokens_per_second=rate)
    bench.set(mock_response="no part of the profile")

    assert bench.differs == [True, False]


def test_reverting_returns_to_the_profiles_values_and_can_be_undone(bench: Bench) -> None:
    bench.profiles.choose(GPT_4O)
    bench.set(tokens_per_second=3, tokens_per_chunk=9)
    changed = bench.state

    bench.profiles.revert()
    reverted = bench.store.snapshot
    text = bench.undo.undoText()
    bench.undo.undo()

    assert (reverted.tokens_per_second, reverted.tokens_per_chunk) == (95, 9)
    assert text == f"Revert to {GPT_4O}"
    assert bench.state == changed
    assert bench.profiles.changed


def test_keys_choose_the_users_own_profiles_first(bench: Bench) -> None:
    bench.profiles.save_as("Calm")

    bench.profiles.choose_place(2)
    bench.profiles.choose_place(1)
    bench.profiles.choose_place(0)
    bench.profiles.choose_place(99)

    assert bench.chosen == ["Calm", "Reading pace", "Calm"]
    assert bench.listed == [["Calm", *(profile.name for profile in built_in().values())]]


def test_saving_a_built_in_profile_asks_for_another_name(bench: Bench) -> None:
    bench.profiles.save()
    bench.profiles.choose(GPT_4O)
    bench.profiles.save()
    bench.profiles.save_as("My profile")
    bench.profiles.resume("")
    bench.profiles.save()

    assert bench.asked == ["My profile", f"{GPT_4O} copy", "My profile copy"]
    assert bench.own == ["My profile"]


def test_a_saved_profile_holds_the_feel_and_leaves_the_text_alone(bench: Bench) -> None:
    bench.profiles.save_as("Calm")
    bench.set(mock_response="another", tokens_per_second=99)

    bench.profiles.choose("calm")

    [profile] = bench.profiles.own
    assert tuple(profile.values) == FEEL_NAMES
    assert bench.store.snapshot.mock_response == "another"
    assert bench.store.snapshot.tokens_per_second == 15


def test_with_the_response_a_profile_holds_the_text_too(bench: Bench) -> None:
    bench.profiles.with_response = True
    bench.profiles.save_as("Calm")
    bench.set(mock_response="another")

    bench.profiles.choose("Calm")

    assert set(bench.profiles.own[0].values) == set(STREAM_NAMES)
    assert bench.store.snapshot.mock_response == "Hello\r\n漢字"


def test_a_profile_that_holds_a_text_goes_on_holding_one(bench: Bench) -> None:
    bench.profiles.with_response = True
    bench.profiles.save_as("Calm")
    bench.profiles.with_response = False
    bench.set(mock_response="another")

    bench.profiles.save()

    assert bench.profiles.own[0].values["mock_response"] == "another"
    assert not bench.profiles.changed


def test_saving_over_an_own_profile_clears_the_mark_keeps_the_rest_and_can_be_undone(bench: Bench) -> None:
    bench.folder.save("Calm", {"tokens_per_second": 2.0, "port": 9000}, {"source": "me"})
    bench.profiles.refresh()
    bench.profiles.choose("Calm")
    bench.set(tokens_per_second=3)
    before = bench.state

    bench.profiles.save()
    [saved] = bench.profiles.own
    mark = bench.profiles.changed
    bench.undo.undo()

    assert (saved.values["tokens_per_second"], saved.values["port"], saved.about["source"]) == (3, 9000, "me")
    assert not mark
    assert bench.state == before
    assert bench.profiles.changed
    assert bench.undoable == ["Profile “Calm” saved."]


def test_saving_what_is_saved_is_no_step(bench: Bench) -> None:
    bench.profiles.save_as("Calm")

    bench.profiles.save()

    assert bench.undo.count() == 1
    assert bench.undoable == []


def test_saving_under_a_taken_name_replaces_that_profile_and_can_be_undone(bench: Bench) -> None:
    bench.profiles.save_as("Calm")
    bench.profiles.save_as("Brisk")
    bench.set(tokens_per_second=3)
    before = bench.state

    bench.profiles.save_as("calm")
    replaced = bench.own
    bench.undo.undo()

    assert replaced == ["Brisk", "calm"]
    assert bench.undoable == ["Profile “calm” replaced."]
    assert bench.state == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "A profile needs a name"),
        ("painful", 'The profile name "painful" is a built-in one\'s; choose another'),
        ("x" * 81, "A profile's name must have at most 80 characters, got 81"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_sentence(bench: Bench, name: str, sentence: str) -> None:
    before = bench.state

    bench.profiles.save_as(name)

    assert bench.told == [sentence]
    assert bench.state == before
    assert bench.undo.count() == 0


def test_renaming_keeps_it_chosen_and_can_be_undone(bench: Bench) -> None:
    bench.profiles.save_as("Calm")
    before = bench.state

    bench.profiles.rename("Brisk")
    renamed = bench.state
    bench.undo.undo()
    undone = bench.state
    bench.undo.redo()

    assert (renamed[2], renamed[3], list(renamed[1])) == ("Brisk", ["Brisk"], ["brisk.toml"])
    assert (undone, bench.state) == (before, renamed)
    assert bench.undo.undoText() == "Rename Calm"


def test_a_built_in_profile_is_neither_renamed_nor_deleted_but_can_be_duplicated(bench: Bench) -> None:
    bench.profiles.rename("Brisk")
    bench.profiles.choose(GPT_4O)
    bench.profiles.rename("Brisk")
    bench.profiles.delete()
    bench.profiles.duplicate()

    assert bench.told == [
        "No profile is chosen",
        "A built-in profile cannot be renamed; duplicate it first",
        "A built-in profile cannot be deleted; duplicate it first",
    ]
    assert bench.own == [f"{GPT_4O} copy"]
    assert bench.profiles.name == f"{GPT_4O} copy"
    assert bench.undo.undoText() == f"Duplicate {GPT_4O}"


def test_a_copy_is_of_what_was_saved_and_leaves_the_settings(bench: Bench) -> None:
    bench.profiles.save_as("Calm")
    bench.set(tokens_per_second=3)

    bench.profiles.duplicate()

    assert values_of(bench.profiles.own[1])["tokens_per_second"] == 15
    assert bench.store.snapshot.tokens_per_second == 3
    assert bench.profiles.changed


def test_a_deleted_profile_is_told_of_and_comes_back_byte_for_byte(bench: Bench) -> None:
    bench.profiles.save_as("Calm")
    path = bench.folder.path / "calm.toml"
    path.write_bytes(b"# mine\r\n" + path.read_bytes())
    before = bench.state

    bench.profiles.delete()
    deleted = bench.state
    bench.undo.undo()

    assert deleted == (before[0], {}, "", [])
    assert bench.undoable == ["Profile “Calm” deleted."]
    assert bench.state == before


def test_an_imported_profile_is_chosen_and_can_be_undone(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('tokens_per_second = 7\n[about]\nname = "Calm"')
    before = bench.state

    bench.profiles.import_file(tmp_path / "mine.toml")
    imported = bench.state
    bench.undo.undo()

    assert (imported[0].tokens_per_second, imported[2]) == (7, "Calm")
    assert bench.undo.redoText() == "Import Calm"
    assert bench.state == before


def test_a_file_that_is_no_profile_is_refused(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("speed = 7")

    bench.profiles.import_file(str(tmp_path / "mine.toml"))

    [sentence] = bench.told
    assert sentence.startswith(f"Profile {tmp_path / 'mine.toml'}: ")
    assert bench.undo.count() == 0


def test_an_exported_profile_starts_a_server_without_a_window_unchanged(bench: Bench, tmp_path: Path) -> None:
    bench.set(tokens_per_second=33.3, simulate_latency=False, tokenizer_model="o200k_base")
    bench.profiles.with_response = True
    bench.profiles.save_as("Calm")

    bench.profiles.export(tmp_path / "out.toml")

    assert settle({"profile": str(tmp_path / "out.toml")}, {}).stream == bench.store.snapshot
    assert settle({"profile": str(bench.folder.path / "calm.toml")}, {}).stream == bench.store.snapshot


def test_without_a_profile_the_settings_are_exported(bench: Bench, tmp_path: Path) -> None:
    bench.profiles.export(tmp_path / "now.toml")

    assert read_profile(tmp_path / "now.toml").values == bench.store.snapshot.model_dump(exclude={"mock_response"})


def test_an_export_that_the_disk_refuses_is_told_of(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()

    bench.profiles.export(tmp_path / "folder.toml")

    assert bench.told[0].startswith(f"Profile {tmp_path / 'folder.toml'} cannot be written: ")


def test_an_undo_that_the_disk_refuses_is_told_of_and_dropped(bench: Bench) -> None:
    bench.profiles.save_as("Calm")
    bench.profiles.delete()
    bench.folder.path.rmdir()
    bench.folder.path.write_text("in the way")

    bench.undo.undo()

    assert bench.told[0].startswith(f"Profile {bench.folder.path / 'calm.toml'} cannot be written: ")
    assert bench.undo.undoText() == "Save Calm"
    assert bench.own == []


def test_a_start_resumes_the_profile_and_leaves_the_settings(bench: Bench) -> None:
    before = bench.store.snapshot

    bench.profiles.resume("gpt-4o-2024")

    assert bench.profiles.name == GPT_4O
    assert bench.store.snapshot == before
    assert bench.differs == [True]
    assert bench.undo.count() == 0


def test_files_that_come_and_go_are_seen_when_looked_for(bench: Bench) -> None:
    bench.profiles.save_as("Calm")
    (bench.folder.path / "calm.toml").unlink()
    (bench.folder.path / "brisk.toml").write_text("tokens_per_second = 60")
    (bench.folder.path / "broken.toml").write_text("broken")

    bench.profiles.refresh()
    bench.profiles.refresh()

    assert (bench.own, bench.profiles.name) == (["brisk"], "")
    assert len(bench.listed) == 2
    assert len(bench.profiles.broken()) == 1


STEPS = st.one_of(
    st.tuples(st.just("choose"), st.sampled_from(["A", "B", "A copy", GPT_4O, "Painful"])),
    st.tuples(st.just("save_as"), st.sampled_from(["A", "a", "B", "A copy"])),
    st.tuples(st.just("rename"), st.sampled_from(["A", "b", "C"])),
    st.tuples(st.sampled_from(["save", "duplicate", "delete", "revert"])),
    st.tuples(st.just("set"), st.integers(1, 4)),
)


@given(st.lists(STEPS, max_size=10))
@settings(max_examples=30)
def test_whatever_is_done_is_undone_step_by_step_exactly(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any]]
) -> None:
    bench = Bench(tmp_path_factory.mktemp("own"))
    states = [bench.state]
    for verb, *words in steps:
        if verb == "set":
            edit_settings(bench.undo, bench.store, {"tokens_per_second": words[0]})
        else:
            getattr(bench.profiles, verb)(*words)
        states[bench.undo.count() :] = [bench.state]

    undone, redone = [], []
    while bench.undo.canUndo():
        bench.undo.undo()
        undone.append(bench.state)
    while bench.undo.canRedo():
        bench.undo.redo()
        redone.append(bench.state)
    bench.profiles.close()

    assert undone == states[-2::-1]
    assert redone == states[1:]


def test_changes_are_taken_as_a_profile_that_is_chosen_in_one_step(bench: Bench) -> None:
    bench.set(jitter=0.5)
    before = bench.state

    refused = bench.profiles.take("Fitted", {"jitter": 0.0, "tokens_per_second": 7.0}, {"source": "a capture"})
    profile = bench.profiles.profile
    after = bench.store.snapshot
    bench.undo.undo()

    assert refused == ""
    assert profile is not None
    assert (profile.name, profile.about["source"]) == ("Fitted", "a capture")
    assert (after.jitter, after.tokens_per_second, after.tokens_per_chunk) == (0, 7, 3)
    assert bench.state == before


def test_a_taken_profile_needs_a_name_that_can_be(bench: Bench) -> None:
    refused = bench.profiles.take(GPT_4O, {}, {})

    assert "built-in" in refused
    assert bench.own == []
