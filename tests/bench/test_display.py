"""What a display takes, a display that is there, and keys on it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev

from .display import PROGRAMS, missing_programs, virtual_display
from .errors import BenchError
from .x11 import Screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no X server")


def test_dev_py_installs_what_it_takes() -> None:
    assert dev.DISPLAY_PACKAGES == PROGRAMS


def test_what_is_missing_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Xvfb").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "Xvfb").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))

    sentence = missing_programs()

    assert sentence.endswith("run 'apt install xdotool'")
    with pytest.raises(BenchError, match="apt install xdotool"), virtual_display():
        pass


def test_a_display_answers_has_the_asked_size_and_is_gone_at_the_end() -> None:
    with virtual_display(320, 200) as display, Screen(display.name) as screen:
        windows = screen.windows()
        display.press("a", "ctrl+b")
        display.click(1, 1)
        with pytest.raises(BenchError, match="xdotool key failed"):
            display.press("no such key")

    assert windows == {}
    gone = {**os.environ, "DISPLAY": display.name}
    looked = subprocess.run(["xdotool", "getmouselocation"], env=gone, capture_output=True, check=False)
    assert looked.returncode != 0
