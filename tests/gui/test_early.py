"""A window that cannot be opened is told of in a sentence, and nothing is aborted."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

import dev
from mockpanel.core.errors import StartError
from mockpanel.gui.early import (
    PACKAGES,
    WAY_OUT,
    check_display,
    explain_abort,
    explain_start_error,
    missing_libraries,
    no_abort,
)
from tests.processes import run

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux' displays and libraries"),
]

DEAD = ":9973"
OPEN = """
from mockpanel.gui.early import no_abort
with no_abort():
    from PySide6.QtWidgets import QApplication
    QApplication([])
print("opened")
"""

Opened = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has some libraries missing."""

    def lack(*libraries: str) -> None:
        def load(name: str) -> None:
            if name in libraries:
                raise OSError(f"{name}: cannot open shared object file: No such file or directory")

        monkeypatch.setattr(ctypes, "CDLL", load)

    return lack


def opened(**environment: str) -> subprocess.CompletedProcess[str]:
    """What a start with an environment ends in."""
    return run([sys.executable, "-c", OPEN], {"QT_QPA_PLATFORM": "", **environment})


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DISPLAY": DEAD}, f"the display {DEAD}, which DISPLAY names, does not answer"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "Qt has no platform 'nonsense', which QT_QPA_PLATFORM names; unset it, or"),
    ],
)
def test_what_qt_would_abort_for_ends_in_one_sentence(environment: dict[str, str], sentence: str) -> None:
    ended = opened(**environment)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"mockpanel: {sentence}")
    assert ended.stderr.endswith(f"{WAY_OUT}\n")
    assert ended.stderr.count("\n") == 1


def test_where_a_window_can_be_opened_nothing_is_said() -> None:
    ended = opened(QT_QPA_PLATFORM="offscreen")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "opened\n", "")


def test_what_is_no_reason_to_abort_goes_to_the_log(qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    with no_abort():
        qWarning("a font is missing")

    assert [(record.name, record.message) for record in caplog.records] == [("mockpanel.qt", "a font is missing")]


def test_a_dead_display_is_told_before_qt_is_loaded() -> None:
    with pytest.raises(StartError, match=f"^the display {DEAD}, which DISPLAY names, does not answer; start it with"):
        check_display({"DISPLAY": DEAD})


@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": "elsewhere:10.0"},
        {"DISPLAY": DEAD, "WAYLAND_DISPLAY": "wayland-0"},
        {"DISPLAY": DEAD, "QT_QPA_PLATFORM": "offscreen"},
        {},
    ],
)
def test_a_display_that_may_answer_is_left_to_qt(environment: dict[str, str]) -> None:
    check_display(environment)


def test_a_missing_library_is_named_with_all_others_that_are_missing(lacking: Callable[..., None]) -> None:
    lacking("libEGL.so.1", "libxcb-cursor.so.0")

    sentence = explain_start_error(
        ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    )

    assert sentence == (
        "the window needs system libraries that are missing, libEGL.so.1, libxcb-cursor.so.0; 'python dev.py run' or "
        f"'apt install libegl1 libxcb-cursor0' (Debian, Ubuntu) installs them, or {WAY_OUT}"
    )


def test_a_library_that_nobody_knows_is_named_all_the_same(lacking: Callable[..., None]) -> None:
    lacking()

    sentence = explain_start_error(ImportError("libodd.so.3: cannot open shared object file"))

    assert sentence.startswith(
        "the window needs a system library that is missing, libodd.so.3; 'python dev.py run' inst"
    )


def test_a_missing_package_is_named() -> None:
    error = ModuleNotFoundError("No module named 'PySide6.QtWidgets'", name="PySide6.QtWidgets")

    assert explain_start_error(error).startswith("the window needs the Python package PySide6, which is missing;")


def test_any_other_error_is_quoted() -> None:
    assert explain_start_error(ImportError("odd")) == f"the window cannot be opened: odd; {WAY_OUT}"


@pytest.mark.parametrize(
    ("said", "environment", "sentence"),
    [
        (["could not connect to display "], {}, "the display, which DISPLAY should name, does not answer"),
        (
            ["could not connect to display :0"],
            {"DISPLAY": ":0"},
            "the display :0, which DISPLAY names, does not answer",
        ),
        (
            ["Failed to create wl_display (No such file or directory)"],
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w-1"},
            "the display w-1, which WAYLAND_DISPLAY names, does not answer",
        ),
        (["It is broken.\n\nLook again."], {}, "the window cannot be opened: It is broken"),
        ([], {}, "the window cannot be opened: Qt does not say why"),
    ],
)
def test_what_qt_said_becomes_a_sentence(
    said: list[str], environment: dict[str, str], sentence: str, lacking: Callable[..., None]
) -> None:
    lacking()

    assert explain_abort(said, environment) == f"{sentence}; {WAY_OUT}"


def test_a_plugin_that_lacks_a_library_names_it(lacking: Callable[..., None]) -> None:
    lacking("libxcb-cursor.so.0")

    sentence = explain_abort(['Could not load the Qt platform plugin "xcb" in "" even though it was found.'], {})

    assert sentence.startswith("the window needs a system library that is missing, libxcb-cursor.so.0; ")


def test_where_qt_runs_no_library_is_missing() -> None:
    assert missing_libraries() == []


def test_the_packages_are_those_that_the_project_installs() -> None:
    assert set(PACKAGES.values()) == set(dev.QT_PACKAGES)


def test_it_is_imported_without_qt() -> None:
    code = "import sys, mockpanel.gui.early; print([name for name in sys.modules if name.startswith('PySide6')])"

    assert run([sys.executable, "-c", code]).stdout == "[]\n"
    assert Path(dev.__file__).name == "dev.py"
