"""The licences that go with the app: all that is bundled, nothing that is not, each with its text."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from pathlib import Path

import pytest

from mockpanel.notices import Component
from resources.packaging import licences
from resources.packaging.licences import as_json, as_text, bundled, system_packages


class Builder:
    """PyInstaller's metadata: tests run without it."""

    version = "6.0"
    files = (Path(__file__).parents[2] / "LICENSE",)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Component]:
    """What a bundle without system libraries holds."""
    real = importlib.metadata.distribution
    monkeypatch.setattr(
        importlib.metadata, "distribution", lambda name: Builder() if name == "pyinstaller" else real(name)
    )
    return bundled([])


def test_what_is_bundled_is_named_and_what_is_left_out_is_not(found: list[Component]) -> None:
    names = {component.name.lower() for component in found}

    assert found[0].name == "mockpanel"
    assert {"pyside6_essentials", "python", "tiktoken", "uvicorn", "swagger ui", "phosphor icons"} <= names
    assert not names & {"requests", "urllib3", "charset-normalizer", "pytest"}


def test_every_package_comes_with_its_text(found: list[Component]) -> None:
    assert [each.name for each in found if not each.notice and not each.name.startswith("PyInstaller")] == []


def test_python_comes_with_its_whole_licence(found: list[Component]) -> None:
    (python,) = (component for component in found if component.name == "Python")

    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in python.notice


def test_the_file_holds_each_licence_and_both_of_qt_s(found: list[Component]) -> None:
    text = as_text(found)

    assert all(component.notice.strip() in text for component in found)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "may be replaced" in text


def test_the_about_box_reads_what_was_written(found: list[Component]) -> None:
    assert [Component(**entry) for entry in json.loads(as_json(found))] == found


def test_files_of_python_belong_to_no_package_of_the_system() -> None:
    assert system_packages([f"{sys.prefix}/lib/x.so", f"{sys.base_prefix}/lib/y.so"]) == set()


@pytest.mark.skipif(not licences.DOCUMENTS.exists() or not Path("/usr/bin/dpkg").exists(), reason="not Debian's")
def test_a_library_of_the_system_is_told_of_by_its_package() -> None:
    (library,) = Path("/").glob("usr/lib/*/libc.so.6")

    assert system_packages([str(library)]) == {"libc6"}
