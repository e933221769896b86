"""Archives: the same bytes for the same files, root's, links kept."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from resources.packaging import archives
from resources.packaging.archives import SET_BY_THE_BUILDER, ar, source_time, tar


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program with a second name, a text, and a link."""
    (folder := tmp_path / "app").mkdir()
    (folder / "program").write_bytes(b"\x7fELF")
    (folder / "program").chmod(0o700)
    (folder / "again").hardlink_to(folder / "program")
    (folder / "text").write_text("Hi\n", encoding="utf-8")
    (folder / "link").symlink_to("text")
    return folder


@pytest.mark.parametrize("form", ["gz", "xz"])
def test_files_are_root_s_and_keep_their_links(form: str, folder: Path, tmp_path: Path) -> None:
    tar(tmp_path / "packed", folder, "app-1", form)

    with tarfile.open(tmp_path / "packed") as archive:
        members = {member.name: member for member in archive.getmembers()}
    assert set(members) == {"app-1", "app-1/again", "app-1/link", "app-1/program", "app-1/text"}
    assert {(each.uname, each.uid, each.mtime) for each in members.values()} == {("root", 0, source_time())}
    assert members["app-1/program"].islnk()
    assert members["app-1/link"].issym()
    assert [members[f"app-1/{name}"].mode for name in ("again", "text")] == [0o755, 0o644]


def test_the_same_files_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    tar(tmp_path / "one", folder, ".", "xz")
    os.utime(folder / "text", (1, 1))

    tar(tmp_path / "two", folder, ".", "xz")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_time_is_the_builder_s_if_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SET_BY_THE_BUILDER, "86400")

    assert source_time() == 86400


def test_without_a_history_there_is_still_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    os.utime(tmp_path / "pyproject.toml", (5, 5))
    monkeypatch.setattr(archives, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.delenv(SET_BY_THE_BUILDER, raising=False)

    assert source_time() == 5


def test_ar_pads_every_member_to_two_bytes(tmp_path: Path) -> None:
    ar(tmp_path / "packed", {"debian-binary": b"2.0", "control": b"ab"})

    data = (tmp_path / "packed").read_bytes()
    assert data.startswith(b"!<arch>\ndebian-binary   ")
    assert data[8 + 48 : 8 + 60] == b"3         `\n"
    assert data[68:72] == b"2.0\n"
    assert data[72:].startswith(b"control ")
    assert data.endswith(b"`\nab")
