"""The command that takes pictures, and the pictures that it took for the README."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

import dev
from tests.processes import run

from .__main__ import README_FOLDER

NAMES = ("window-light", "window-dark", "presenting-dark")
MOST_BYTES = 300_000


def test_what_is_missing_to_take_them_is_one_sentence_with_the_command(tmp_path: Path) -> None:
    result = run([sys.executable, "-m", "tests.screenshots"], {"PATH": str(tmp_path)})

    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "apt install xvfb xdotool" in result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_of_the_readme_has_the_window_s_size_and_is_not_heavy(name: str) -> None:
    path = README_FOLDER / f"{name}.png"

    size = QImageReader(str(path)).size()

    assert (size.width(), size.height()) == (1280, 800)
    assert path.stat().st_size < MOST_BYTES


def test_dev_py_installs_what_it_takes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def install_qt_libraries() -> bool:
        done.append("libraries")
        return True

    def call(command: list[object]) -> int:
        done.append(" ".join(map(str, command[1:])))
        return 0

    monkeypatch.setattr(dev, "install", done.append)
    monkeypatch.setattr(dev, "missing_for_qt", lambda: "")
    monkeypatch.setattr(dev, "install_qt_libraries", install_qt_libraries)
    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setenv("PATH", "")

    code = dev.main(["screenshots", "--all", "pictures"])

    assert code == 0
    assert done == ["test", "libraries", "-m tests.screenshots --all pictures"]
