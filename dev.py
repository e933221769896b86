#!/usr/bin/env python3
"""One command for everything: python dev.py run | test | check | bench | screenshots | package [ARGUMENTS].

Makes .venv beside this file, installs the project into it, and runs. Standard library only; Python >= 3.11.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "mockpanel-installed"

CLIENTS = {
    "clients": ("tests/clients", "--ignore=tests/clients/test_instructor.py"),
    "instructor": ("tests/clients/test_instructor.py",),
}
"""Extras with other people's clients, each in an environment of its own because they clash, and their tests."""

NODE_CLIENTS = ROOT / "tests" / "clients" / "node"

QT_PACKAGES = (
    *("libegl1", "libgl1", "libxkbcommon0", "libxkbcommon-x11-0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-render-util0"),
    *("libxcb-shape0", "libxcb-xkb1", "libxcb-randr0", "libxcb-xinerama0"),
)
"""What Qt needs of Debian or Ubuntu; without a desktop they are missing."""

DISPLAY_PACKAGES = {"Xvfb": "xvfb", "xdotool": "xdotool"}
"""The programs that show a real window without a screen and drive it, and the packages that they are in."""

NO_TESTS = 5
"""pytest's exit code where its arguments chose no test."""

SERVER_HALF = ("tests/core", "tests/wire", "tests/server", "tests/test_fuzz.py", "tests/test_workers.py")
OTHER_HALF = ("tests", *(f"--ignore={place}" for place in SERVER_HALF))
"""The tests in two parts that take about as long."""

HELP = """usage: python dev.py COMMAND [ARGUMENTS]

  run [ARGUMENTS]      set everything up and start mockpanel with the arguments (try: run --no-gui)
  test [ARGUMENTS]     set everything up and run all tests; arguments go to pytest
                       (--clients [ARGUMENTS]: those with other people's clients instead, which are large)
  check                formatting, lint, types
  bench [ARGUMENTS]    measure speed and exactness against a naive server (try: bench --quick)
  screenshots          take the README's pictures of the window (or every screen: screenshots --all DIR)
  package [--check]    build wheel, source distribution, the app and its packages into dist/; --check proves the app
                       (--only wheel, --only app: less of it)"""


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one shall read a sentence
        return fail(f"mockpanel needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "screenshots": screenshots,
        "package": package,
    }
    if not arguments or arguments[0] not in commands:
        print(HELP)
        return 0 if arguments in ([], ["-h"], ["--help"]) else 2
    try:
        return commands[arguments[0]](arguments[1:])
    except subprocess.CalledProcessError as error:
        return fail(f"this failed: {' '.join(map(str, error.cmd))}")
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Starts the app."""
    install("")
    return call([PYTHON, "-m", "mockpanel", *arguments])


def test(arguments: list[str]) -> int:
    """Runs the tests, with Qt on its offscreen platform unless told otherwise."""
    if arguments[:1] == ["--clients"]:
        return test_clients(arguments[1:])
    install("test")
    if sentence := prepare_for_windows():
        return fail(sentence)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call([PYTHON, "-m", "pytest", *arguments]) if arguments else call_halves()


def test_clients(arguments: list[str]) -> int:
    """Runs the tests with other people's clients; those for Node are left out where it is missing."""
    if sentence := install_node_clients():
        print(sentence, flush=True)
    codes = []
    for extra, paths in CLIENTS.items():
        folder = ROOT / f".venv-{extra}"
        python = folder / PYTHON.relative_to(VENV)
        install_into(folder, python, folder / STAMP.name, extra)
        codes.append(call([python, "-m", "pytest", *paths, *arguments]))
    return next((code for code in codes if code not in (0, NO_TESTS)), min(codes))


def call_halves() -> int:
    """All tests, in two processes at once: most of them wait for sockets and clocks. The second's words come last."""
    commands: list[list[str | Path]] = [[PYTHON, "-m", "pytest", *half] for half in (SERVER_HALF, OTHER_HALF)]
    with tempfile.TemporaryFile() as words:
        other = subprocess.Popen(commands[1], cwd=ROOT, stdout=words, stderr=subprocess.STDOUT)
        try:
            code = call(commands[0])
            code = other.wait() or code
        finally:
            other.kill()
        words.seek(0)
        sys.stdout.flush()
        shutil.copyfileobj(words, sys.stdout.buffer)
        sys.stdout.flush()
    return code


def check(arguments: list[str]) -> int:
    """Looks at formatting, lint and types; runs them all, fails if one does."""
    install("test")
    steps = (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"])
    codes = [call([PYTHON, "-m", *step, *arguments]) for step in steps]
    return int(any(codes))


def bench(arguments: list[str]) -> int:
    """Measures; the window too, with --gui."""
    install("test")
    if "--gui" in arguments and (sentence := prepare_for_windows()):
        return fail(sentence)
    return call([PYTHON, "-m", "tests.bench", *arguments])


def screenshots(arguments: list[str]) -> int:
    """Takes pictures of the real window."""
    install("test")
    if sentence := prepare_for_windows():
        return fail(sentence)
    return call([PYTHON, "-m", "tests.screenshots", *arguments])


def package(arguments: list[str]) -> int:
    """Builds the wheel, the source distribution, the app and its packages."""
    install("package")
    if sentence := prepare_for_windows():
        return fail(sentence)
    return call([PYTHON, "-m", "resources.packaging", *arguments])


def install(extra: str) -> None:
    """Makes the environment hold the project and an extra; does nothing when pyproject.toml has not changed."""
    install_into(VENV, PYTHON, STAMP, extra)


def install_into(folder: Path, python: Path, stamp: Path, extra: str) -> None:
    """The same for the environment in a folder; `stamp` is the file that remembers what is in it."""
    if not python.exists():
        print(f"Making {folder.name} …", flush=True)
        venv.create(folder, with_pip=True)
    state = f"{hashlib.sha256((ROOT / 'pyproject.toml').read_bytes()).hexdigest()} {sys.version_info[:2]}"
    lines = stamp.read_text().splitlines() if stamp.exists() else []
    have = set(lines[1:]) if lines[:1] == [state] else set()
    if extra in have or (extra == "" and "test" in have):
        return
    print("Installing what mockpanel needs …", flush=True)
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([python, "-m", "pip", "install", *quiet, "--editable", what], check=True)
    stamp.write_text("\n".join([state, *sorted(have | {extra})]) + "\n")


def install_node_clients() -> str:
    """Installs the clients for Node, anew when package.json has changed; a sentence where that cannot be done."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "node and npm are not both installed: the clients for Node are not tested."
    stamp = NODE_CLIENTS / "node_modules" / STAMP.name
    state = hashlib.sha256((NODE_CLIENTS / "package.json").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != state:
        print("Installing the clients for Node …", flush=True)
        quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([npm, "install", *quiet], cwd=NODE_CLIENTS, check=True)
        stamp.write_text(state)
    return ""


def prepare_for_windows() -> str:
    """Installs what windows need where we may; a sentence where Qt still cannot start.

    Without Xvfb and xdotool only what needs them fails, and says so itself.
    """
    reason = missing_for_qt()
    if (reason or not all(map(shutil.which, DISPLAY_PACKAGES))) and not install_qt_libraries() and reason:
        return f"Qt cannot start ({reason}); install its libraries: {' '.join(QT_PACKAGES)}"
    return ""


def missing_for_qt() -> str:
    """Why Qt's widgets cannot be loaded; empty when they can."""
    found = subprocess.run(
        [PYTHON, "-c", "import PySide6.QtWidgets"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if found.returncode == 0:
        return ""
    return (found.stderr.strip().splitlines() or [f"it ended with code {found.returncode}"])[-1]


def install_qt_libraries() -> bool:
    """Installs Qt's system libraries, and what drives a window, where this is Debian or Ubuntu and we may.

    True when Qt then loads.
    """
    if not shutil.which("apt-get") or getattr(os, "geteuid", lambda: 1)() != 0:
        return False
    print("Installing the system libraries of Qt …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [*QT_PACKAGES, *DISPLAY_PACKAGES.values()]
    for step in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *step], check=False, env=environment, stdout=subprocess.DEVNULL)
    return not missing_for_qt()


def call(command: list[str | Path]) -> int:
    """Runs a command in the project's folder and returns its exit code; Ctrl-C is the command's own business."""
    process = subprocess.Popen(command, cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def fail(sentence: str) -> int:
    """Prints a sentence and returns the exit code of a failure."""
    print(f"dev.py: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
