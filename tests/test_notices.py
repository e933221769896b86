"""What mockpanel is made of."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from mockpanel import __version__, notices
from mockpanel.notices import Component, collected, components, versions

BSD = "Classifier: License :: OSI Approved :: BSD License"


def write_package(folder: Path, name: str, *lines: str, files: dict[str, str] | None = None) -> None:
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines]))
    for path, text in (files or {}).items():
        (info / path).write_text(text)
    (info / "RECORD").write_text("".join(f"{info.name}/{path},,\n" for path in [*(files or {}), "LICENSE-gone.txt"]))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has the packages in this folder, and no others."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return tmp_path


def by_name(found: list[Component]) -> dict[str, Component]:
    return {component.name: component for component in found}


def test_mockpanel_comes_first_with_its_own_licence() -> None:
    own = components()[0]

    assert (own.name, own.version, own.licence) == ("mockpanel", __version__, "MIT")
    assert "Permission is hereby granted" in own.notice


def test_what_it_needs_to_run_is_there_and_what_its_tests_need_is_not() -> None:
    names = set(by_name(components()))

    assert {"fastapi", "starlette", "pydantic", "tiktoken", "PySide6_Essentials", "shiboken6", "Python"} <= names
    assert not {"pytest", "mypy", "ruff", "hypothesis"} & names


@pytest.mark.parametrize("name", ["PySide6_Essentials", "shiboken6"])
def test_qts_notice_says_where_its_source_is_and_that_it_can_be_replaced(name: str) -> None:
    found = by_name(components())[name]

    assert "LGPL-3.0-only" in found.licence
    assert "source code is published" in found.notice
    assert "replaced" in found.notice


def test_every_package_but_qts_brings_a_text() -> None:
    assert [component.name for component in components() if not component.notice] == []


def test_needs_are_followed_through_extras_and_round_circles_where_their_markers_hold(installed: Path) -> None:
    write_package(
        installed,
        "mockpanel",
        "Requires-Dist: Big.One[fast]",
        "Requires-Dist: elsewhere; sys_platform == 'nowhere'",
        "Requires-Dist: checker; extra == 'test'",
    )
    write_package(
        installed,
        "big-one",
        "Requires-Dist: mockpanel",
        "Requires-Dist: speed; extra == 'fast'",
        "Requires-Dist: colour; extra == 'pretty'",
    )
    write_package(installed, "speed", "Requires-Dist: big-one")

    names = [component.name for component in components()]

    assert names == ["mockpanel", "big-one", "PySide6_Essentials", "Python", "speed", "tiktoken's encodings"]


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        (["License-Expression: MIT OR Apache-2.0", BSD], "MIT OR Apache-2.0"),
        (["License: whatever", BSD], "BSD License"),
        (["License: MIT License\n        \n        Copyright somebody"], "MIT License"),
        ([f"License: {'long ' * 20}"], "see its text"),
        ([], "see its text"),
    ],
)
def test_the_licence_is_the_expression_else_the_classifier_else_the_first_line(
    installed: Path, lines: list[str], licence: str
) -> None:
    write_package(installed, "mockpanel", "Requires-Dist: other")
    write_package(installed, "other", *lines)

    assert by_name(components())["other"].licence == licence


def test_all_licence_files_that_can_be_read_are_its_notice(installed: Path) -> None:
    write_package(installed, "mockpanel", "Requires-Dist: other")
    write_package(installed, "other", files={"LICENSE.APACHE": "one", "NOTICE": "two", "licence_tool.py": "code"})

    assert by_name(components())["other"].notice == "one\n\ntwo"


def test_without_any_metadata_qt_and_python_are_told_of_all_the_same(installed: Path) -> None:
    found = by_name(components())

    assert list(found) == ["mockpanel", "PySide6_Essentials", "Python", "tiktoken's encodings"]
    assert found["PySide6_Essentials"].notice == notices.QT_NOTICE


def test_the_built_app_tells_what_was_collected(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = components()
    written = tmp_path / "notices.json.gz"
    entries = json.loads(collected())
    entries.append({"name": "tiktoken", "version": "0.1.2", "licence": "MIT", "notice": "words"})
    written.write_bytes(gzip.compress(json.dumps(entries).encode()))
    monkeypatch.setattr(notices, "COLLECTED", written)

    assert components() == [*before, Component("tiktoken", "0.1.2", "MIT", "words")]
    assert "tiktoken 0.1.2" in versions("6.1").splitlines()


def test_a_report_names_all_versions_a_line_each() -> None:
    lines = versions("6.9.1").splitlines()

    wanted = ["mockpanel", "Python", "Qt", "PySide6_Essentials", "qasync", "tiktoken", "fastapi", "uvicorn"]
    assert [line.split()[0] for line in lines[:-1]] == wanted
    assert lines[0] == f"mockpanel {__version__}"
    assert lines[2] == "Qt 6.9.1"
    assert not any("unknown" in line for line in lines)


def test_a_version_that_nobody_knows_is_said_to_be_unknown(installed: Path) -> None:
    assert "tiktoken of unknown version" in versions("6.1").splitlines()
