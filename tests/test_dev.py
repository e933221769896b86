"""dev.py: one command for everything, with nothing but the standard library. Nothing is installed here."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

import dev
from tests.processes import ROOT, run

COMMANDS = ["run", "test", "check", "bench", "package"]


class Recorder:
    """Stands in for a function that starts a program: takes down the command, and gives the next exit code."""

    def __init__(self, *codes: int) -> None:
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str] | None] = []
        self._codes = list(codes)

    def __call__(self, command: list[Any], **options: Any) -> subprocess.CompletedProcess[str]:
        """Runs nothing."""
        self.commands.append([str(word) for word in command])
        self.environments.append(options.get("env"))
        code = self._codes.pop(0) if self._codes else 0
        if code and options.get("check"):
            raise subprocess.CalledProcessError(code, command)
        return subprocess.CompletedProcess(command, code, "", "")

    def call(self, command: list[Any]) -> int:
        """The same as dev.call, which returns the code."""
        return self(command).returncode


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was to be installed, in order."""
    extras: list[str] = []
    monkeypatch.setattr(dev, "install", extras.append)
    return extras


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that seems to be there, in a folder of the test's own."""
    python = tmp_path / "python"
    python.touch()
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", python)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    return tmp_path


def test_it_imports_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))

    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_every_command(arguments: list[str]) -> None:
    result = run([sys.executable, "dev.py", *arguments])

    assert (result.returncode, result.stderr) == (0, "")
    assert all(f"\n  {command} " in result.stdout for command in COMMANDS)


@pytest.mark.parametrize("arguments", [["bogus"], ["--bogus"], ["--version"], ["Run"]])
def test_an_unknown_command_exits_2_and_shows_the_commands(arguments: list[str]) -> None:
    result = run([sys.executable, "dev.py", *arguments])

    assert result.returncode == 2
    assert all(f"\n  {command} " in result.stdout + result.stderr for command in COMMANDS)


def test_an_old_python_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))

    code = dev.main(["run"])

    assert code == 1
    assert capsys.readouterr().err.startswith("dev.py: mockpanel needs Python 3.11 or newer, this is ")


def test_run_installs_the_project_and_passes_all_arguments_on(
    installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Recorder(7)
    monkeypatch.setattr(dev, "call", calls.call)

    code = dev.main(["run", "--no-gui", "--port", "0"])

    assert code == 7
    assert installed == [""]
    assert calls.commands == [[str(dev.PYTHON), "-m", "mockpanel", "--no-gui", "--port", "0"]]


def test_test_runs_pytest_where_qt_loads(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Recorder()
    monkeypatch.setattr(dev, "call", calls.call)
    monkeypatch.setattr(dev, "missing_for_qt", lambda: "")
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr(dev, "install_qt_libraries", lambda: pytest.fail("nothing is missing"))

    code = dev.main(["test", "-k", "pacing"])

    assert code == 0
    assert installed == ["test"]
    assert calls.commands == [[str(dev.PYTHON), "-m", "pytest", "-k", "pacing"]]


def test_test_runs_all_in_two_processes_and_fails_if_one_does(
    installed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho ran $*\ncase $* in *ignore*) exit 3;; esac\n")
    python.chmod(0o755)
    monkeypatch.setattr(dev, "PYTHON", python)
    monkeypatch.setattr(dev, "prepare_for_windows", lambda: "")

    code = dev.main(["test"])

    first, second = capfdbinary.readouterr().out.decode().splitlines()
    assert code == 3
    assert first == f"ran -m pytest {' '.join(dev.SERVER_HALF)}"
    assert second == f"ran -m pytest tests {' '.join(f'--ignore={place}' for place in dev.SERVER_HALF)}"


@pytest.mark.parametrize(
    ("codes", "expected"), [((0, 0), 0), ((0, 5), 0), ((5, 5), 5), ((0, 1), 1), ((3, 0), 3), ((-11, 0), -11)]
)
def test_clients_are_tested_in_environments_of_their_own(
    codes: tuple[int, ...], expected: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = Recorder(*codes)
    made: list[tuple[str, str]] = []
    monkeypatch.setattr(dev, "call", calls.call)
    monkeypatch.setattr(dev, "install_into", lambda folder, python, stamp, extra: made.append((folder.name, extra)))
    monkeypatch.setattr(dev, "install_node_clients", lambda: "no node")

    code = dev.main(["test", "--clients", "-k", "tool"])

    assert code == expected
    assert made == [(".venv-clients", "clients"), (".venv-instructor", "instructor")]
    assert [command[0] for command in calls.commands] == [
        str(dev.ROOT / name / dev.PYTHON.relative_to(dev.VENV)) for name, _ in made
    ]
    assert all(command[1:3] == ["-m", "pytest"] and command[-2:] == ["-k", "tool"] for command in calls.commands)
    assert capsys.readouterr().out == "no node\n"


def test_every_file_of_client_tests_is_run_in_one_environment() -> None:
    files = {f"tests/clients/{path.name}" for path in (ROOT / "tests" / "clients").glob("test_*.py")}

    folder, left_out = dev.CLIENTS["clients"]
    apart = set(dev.CLIENTS["instructor"])
    assert (folder, left_out) == ("tests/clients", f"--ignore={next(iter(apart))}")
    assert apart < files


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_clients_for_node_are_left_out_with_a_sentence_where_it_is_missing(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if name == missing else name)
    monkeypatch.setattr(subprocess, "run", lambda *_: pytest.fail("nothing can be installed"))

    assert dev.install_node_clients() == "node and npm are not both installed: the clients for Node are not tested."


def test_clients_for_node_are_installed_anew_when_package_json_has_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    npm = Recorder()
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", npm)
    monkeypatch.setattr(dev, "NODE_CLIENTS", tmp_path)
    (tmp_path / "node_modules").mkdir()

    for content in ("{}", "{}", '{"private": true}'):
        (tmp_path / "package.json").write_text(content, encoding="utf-8")
        assert dev.install_node_clients() == ""

    assert [command[:2] for command in npm.commands] == [["/usr/bin/npm", "install"]] * 2


def test_test_says_what_to_install_where_qt_does_not_load(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "call", lambda _command: pytest.fail("tests cannot run"))
    monkeypatch.setattr(dev, "missing_for_qt", lambda: "ImportError: libEGL.so.1: cannot open shared object file")
    monkeypatch.setattr(dev, "install_qt_libraries", lambda: False)

    code = dev.main(["test"])

    err = capsys.readouterr().err
    assert code == 1
    assert err.count("\n") == 1
    assert "libEGL.so.1" in err
    assert all(package in err for package in dev.QT_PACKAGES)


@pytest.mark.parametrize(
    ("codes", "passes"),
    [
        ((0, 0, 0), True),
        ((1, 0, 0), False),
        ((0, 1, 0), False),
        ((0, 0, 2), False),
        ((0, 0, -11), False),
        ((-9, 0, 0), False),
    ],
)
def test_check_runs_all_three_tools_and_fails_if_one_fails_or_dies(
    codes: tuple[int, ...], passes: bool, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Recorder(*codes)
    monkeypatch.setattr(dev, "call", calls.call)

    code = dev.main(["check"])

    assert (code == 0) is passes
    assert [command[2] for command in calls.commands] == ["ruff", "ruff", "mypy"]


@pytest.mark.parametrize(
    ("command", "module", "extra"), [("bench", "tests.bench", "test"), ("package", "resources.packaging", "package")]
)
def test_the_other_commands_run_their_module(
    command: str, module: str, extra: str, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Recorder()
    monkeypatch.setattr(dev, "call", calls.call)
    monkeypatch.setattr(dev, "prepare_for_windows", lambda: "")

    code = dev.main([command, "--quick"])

    assert code == 0
    assert installed == [extra]
    assert calls.commands == [[str(dev.PYTHON), "-m", module, "--quick"]]


def test_a_failed_step_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "run", Recorder(1))

    code = dev.main(["run"])

    err = capsys.readouterr().err
    assert code == 1
    assert err.startswith("dev.py: this failed: ")
    assert err.count("\n") == 1
    assert not (folder / "stamp").exists()


def test_ctrl_c_while_installing_exits_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_extra: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "install", interrupt)

    code = dev.main(["run"])

    assert code == 130


def test_what_is_installed_is_not_installed_again(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    pip = Recorder()
    monkeypatch.setattr(subprocess, "run", pip)

    for extra in ("test", "test", "", "test"):
        dev.install(extra)

    assert len(pip.commands) == 1
    assert pip.commands[0][-2:] == ["--editable", f"{folder}[test]"]


def test_the_project_alone_is_not_enough_for_the_tests(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    pip = Recorder()
    monkeypatch.setattr(subprocess, "run", pip)

    for extra in ("", "", "test", "", "test"):
        dev.install(extra)

    assert [command[-1] for command in pip.commands] == [str(folder), f"{folder}[test]"]


def test_a_changed_pyproject_is_installed_again(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    pip = Recorder()
    monkeypatch.setattr(subprocess, "run", pip)
    dev.install("test")
    (folder / "pyproject.toml").write_text("[project]\nname = 'changed'\n", encoding="utf-8")

    dev.install("")
    dev.install("test")

    assert [command[-1] for command in pip.commands] == [f"{folder}[test]", str(folder), f"{folder}[test]"]


def test_an_environment_that_is_not_there_is_made_first(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    made: list[tuple[Path, bool]] = []
    pip = Recorder()
    monkeypatch.setattr(subprocess, "run", pip)
    monkeypatch.setattr(venv, "create", lambda path, with_pip: made.append((path, with_pip)))
    (folder / "python").unlink()

    dev.install("")

    assert made == [(dev.VENV, True)]
    assert len(pip.commands) == 1


def make_qt(folder: Path, content: str) -> None:
    """A package in a folder that stands in for Qt."""
    (folder / "PySide6").mkdir()
    (folder / "PySide6" / "__init__.py").touch()
    (folder / "PySide6" / "QtWidgets.py").write_text(content, encoding="utf-8")


def test_nothing_is_missing_where_qt_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_qt(tmp_path, "")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "ROOT", tmp_path)

    missing = dev.missing_for_qt()

    assert missing == ""


def test_what_is_missing_for_qt_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_qt(tmp_path, 'raise ImportError("libEGL.so.1: cannot open shared object file")')
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "ROOT", tmp_path)

    missing = dev.missing_for_qt()

    assert missing == "ImportError: libEGL.so.1: cannot open shared object file"


def test_a_python_that_dies_loading_qt_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_qt(tmp_path, "import os; os._exit(1)")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "ROOT", tmp_path)

    missing = dev.missing_for_qt()

    assert missing != ""


@pytest.mark.parametrize(("program", "user"), [(None, 0), ("/usr/bin/apt-get", 1000)])
def test_system_libraries_are_left_alone_where_they_cannot_be_installed(
    program: str | None, user: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = Recorder()
    monkeypatch.setattr(shutil, "which", lambda _name: program)
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(subprocess, "run", programs)

    installed = dev.install_qt_libraries()

    assert installed is False
    assert programs.commands == []


@pytest.mark.parametrize("reason", ["", "ImportError: still missing"])
def test_system_libraries_are_installed_without_a_question_where_we_may(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = Recorder()
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(dev, "missing_for_qt", lambda: reason)
    monkeypatch.setattr(subprocess, "run", programs)

    installed = dev.install_qt_libraries()

    assert installed is (reason == "")
    assert [command[1] for command in programs.commands] == ["update", "install"]
    assert set(dev.QT_PACKAGES) <= set(programs.commands[1])
    assert all(each is not None and each["DEBIAN_FRONTEND"] == "noninteractive" for each in programs.environments)


def test_a_command_s_exit_code_is_passed_on() -> None:
    code = dev.call([sys.executable, "-c", "raise SystemExit(5)"])

    assert code == 5
