"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies

from mockpanel.core.files import write_whole

needs_permissions = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@given(strategies.binary(max_size=200), strategies.binary(max_size=200))
def test_what_was_written_last_is_all_that_is_there(first: bytes, second: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new" / "deep" / "a.json"

        write_whole(path, first)
        write_whole(path, second)

        assert path.read_bytes() == second
        assert list(path.parent.iterdir()) == [path]


@needs_permissions
def test_a_new_file_is_its_user_s_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"x")

    assert mode(tmp_path / "a") == 0o600


@needs_permissions
def test_the_permissions_of_a_file_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)

    write_whole(tmp_path / "a", b"new")

    assert mode(tmp_path / "a") == 0o640
    assert (tmp_path / "a").read_bytes() == b"new"


@needs_permissions
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")

    write_whole(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError("the disk is full"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    step: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, step, failing_with(error))

    with pytest.raises(type(error)):
        write_whole(tmp_path / "a", b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def failing_with(error: BaseException) -> Callable[..., None]:
    """A function that fails."""

    def fail(*_: object) -> None:
        raise error

    return fail


def test_a_long_name_leaves_room_for_the_unfinished_file_s(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 250)

    write_whole(path, b"x")

    assert path.read_bytes() == b"x"
