"""What lies in a folder: endings, order, hidden files, folders that are missing or none."""

from __future__ import annotations

from pathlib import Path

from mockpanel.core.folder_listing import files_ending, out_of_reach, visible_names


def test_files_are_sorted_by_their_names_without_the_ending(tmp_path: Path) -> None:
    for name in ("a-2.toml", "a.toml", "B.toml", ".a.toml.1.tmp", ".hidden.toml", "notes.md"):
        (tmp_path / name).touch()

    assert [path.name for path in files_ending(tmp_path, ".toml")] == ["B.toml", "a.toml", "a-2.toml"]
    assert sorted(visible_names(tmp_path)) == ["B.toml", "a-2.toml", "a.toml", "notes.md"]


def test_a_folder_that_is_missing_is_empty_and_no_trouble(tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    assert visible_names(missing) == []
    assert files_ending(missing, ".toml") == []
    assert out_of_reach(missing, "profiles") == ""
    assert out_of_reach(tmp_path, "profiles") == ""


def test_a_folder_that_is_none_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    assert visible_names(file) == []
    assert out_of_reach(file, "captures").startswith(f"the captures in {file} cannot be read: ")
