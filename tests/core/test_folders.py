"""Where the user's own files are: each kind in a place of its own, which asking for it does not make."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mockpanel.core.folders import NAME, captures_folder, config_folder, log_folder, profiles_folder, responses_folder

FOLDERS = (config_folder, profiles_folder, responses_folder, captures_folder, log_folder)


def test_each_kind_of_file_has_a_place_of_its_own_under_our_name() -> None:
    found = [folder() for folder in FOLDERS]

    assert len(set(found)) == len(found)
    assert all(path.is_absolute() and path.parts.count(NAME) == 1 for path in found)
    assert profiles_folder().parent == config_folder()
    assert responses_folder().parent == captures_folder().parent


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="other systems have no such variables")
def test_the_desktop_s_own_variables_are_followed_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))

    found = {path.relative_to(tmp_path).as_posix() for path in (folder() for folder in FOLDERS)}

    assert {path.rpartition("/log")[0] or path for path in found} == {
        *(f"CONFIG/{NAME}", f"CONFIG/{NAME}/profiles"),
        *(f"DATA/{NAME}/responses", f"DATA/{NAME}/captures", f"STATE/{NAME}"),
    }
    assert list(tmp_path.iterdir()) == []
