"""The wheel: it carries the resources, its command starts, and it works where the repository is not."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_string
from pathlib import Path

import pytest

from mockpanel import __version__
from mockpanel.core.encodings import BUNDLED
from mockpanel.core.profiles import BUILT_IN
from tests.processes import ROOT, run

PACKAGE = ROOT / "mockpanel"
COUNT_TOKENS = """
import socket
def refuse(*_): raise OSError("no network")
socket.socket.connect = socket.getaddrinfo = refuse
import mockpanel
from mockpanel.core.encodings import encoding_names, use_bundled_encodings
from mockpanel.core.tokens import count
use_bundled_encodings()
print(mockpanel.__file__)
print({name: count("Hello there, dear reader.", name) for name in encoding_names()})
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution, built with what is installed."""
    folder = tmp_path_factory.mktemp("dist")
    result = run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--sdist", "--outdir", str(folder), "."])
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Iterator[zipfile.ZipFile]:
    """The wheel, open."""
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as file:
        yield file


@pytest.fixture(scope="module")
def unpacked(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents in a folder, as pip would put them into site-packages."""
    folder = tmp_path_factory.mktemp("site")
    wheel.extractall(folder)
    return folder


def relative(folder: Path) -> set[str]:
    """The names of a folder's files in the wheel."""
    return {path.relative_to(ROOT).as_posix() for path in folder.iterdir()}


def test_the_wheel_is_for_every_system_and_carries_the_version(built: Path) -> None:
    names = [path.name for path in built.glob("*.whl")]

    assert names == [f"mockpanel-{__version__}-py3-none-any.whl"]


def test_the_wheel_carries_all_six_encodings_byte_for_byte(wheel: zipfile.ZipFile) -> None:
    found = {name for name in wheel.namelist() if "/encodings/" in name}

    assert len(found) == 6
    assert found == relative(BUNDLED)
    assert all(wheel.read(name) == (ROOT / name).read_bytes() for name in found)


def test_the_wheel_carries_all_profiles_byte_for_byte(wheel: zipfile.ZipFile) -> None:
    found = {name for name in wheel.namelist() if "/profiles/" in name}

    assert len(found) >= 20
    assert found == relative(BUILT_IN)
    assert all(wheel.read(name) == (ROOT / name).read_bytes() for name in found)


def test_the_wheel_carries_every_module_and_the_mark_of_a_typed_package(wheel: zipfile.ZipFile) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")}

    assert modules
    assert modules | {"mockpanel/py.typed"} <= set(wheel.namelist())


def test_the_wheel_carries_nothing_but_the_package_and_its_metadata(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}

    assert tops == {"mockpanel", f"mockpanel-{__version__}.dist-info"}
    assert not [name for name in wheel.namelist() if name.endswith((".pyc", ".orig", "~")) or "__pycache__" in name]


def test_the_wheel_gives_the_command_mockpanel(wheel: zipfile.ZipFile) -> None:
    text = wheel.read(f"mockpanel-{__version__}.dist-info/entry_points.txt").decode()

    assert text.split() == ["[console_scripts]", "mockpanel", "=", "mockpanel.cli:main"]
    (command,) = importlib.metadata.entry_points(group="console_scripts", name="mockpanel")
    assert command.load() is not None


def test_the_wheel_s_metadata_names_python_license_readme_and_no_bad_qt(wheel: zipfile.ZipFile) -> None:
    metadata = message_from_string(wheel.read(f"mockpanel-{__version__}.dist-info/METADATA").decode())

    needed = metadata.get_all("Requires-Dist") or []
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "# mockpanel" in str(metadata.get_payload())
    assert any(need.startswith("pyside6-essentials") and "!=6.12.0" in need for need in map(str.lower, needed))
    assert f"mockpanel-{__version__}.dist-info/licenses/LICENSE" in wheel.namelist()


def test_the_wheel_s_record_is_true(wheel: zipfile.ZipFile) -> None:
    lines = wheel.read(f"mockpanel-{__version__}.dist-info/RECORD").decode().splitlines()

    recorded = {name: digest for name, digest, _ in (line.rsplit(",", 2) for line in lines) if digest}
    assert len(recorded) == len(wheel.namelist()) - 1
    for name, digest in recorded.items():
        found = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest()).decode().rstrip("=")
        assert digest == f"sha256={found}", name


def test_the_unpacked_wheel_counts_tokens_of_every_encoding_without_a_network(unpacked: Path, tmp_path: Path) -> None:
    result = run([sys.executable, "-c", COUNT_TOKENS], {"PYTHONPATH": str(unpacked)}, cwd=tmp_path)

    assert result.returncode == 0, result.stderr
    where, counts = result.stdout.splitlines()
    assert where == str(unpacked / "mockpanel" / "__init__.py")
    names = ("cl100k_base", "gpt2", "o200k_base", "o200k_harmony", "p50k_base", "p50k_edit", "r50k_base")
    assert counts == str(dict.fromkeys(names, 6))


def test_the_unpacked_wheel_starts(unpacked: Path, tmp_path: Path) -> None:
    result = run([sys.executable, "-m", "mockpanel", "--version"], {"PYTHONPATH": str(unpacked)}, cwd=tmp_path)

    assert (result.returncode, result.stdout, result.stderr) == (0, f"mockpanel {__version__}\n", "")


def test_the_source_distribution_can_be_tested_and_built_again(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as file:
        names = {name.partition("/")[2] for name in file.getnames()}

    wanted = {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "dev.py", "tests/conftest.py"}
    wanted |= {"build_app.spec", "resources/packaging/bundle.py", ".github/workflows/release.yml"}
    assert wanted <= names
    assert relative(BUNDLED) | relative(BUILT_IN) <= names
    assert not [name for name in names if name.startswith((".venv", "dist", ".git/"))]
