"""The packages for Linux: desktop entry, metadata, icons, and a Debian package that says what it needs."""

from __future__ import annotations

import configparser
import io
import subprocess
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QGuiApplication

from mockpanel import __version__
from resources.packaging import build, icons, linux
from tests.processes import ROOT

APP = ROOT / "mockpanel" / "gui" / "app.py"


@pytest.fixture
def share(tmp_path: Path, qapp: QGuiApplication) -> Path:
    """The desktop's files of an app, with its icons drawn."""
    (drawn := tmp_path / "drawn").mkdir()
    for size in icons.SIZES:
        assert icons.render(size).save(str(icons.picture(drawn, size)))
    linux.write_share(tmp_path / "app" / "share", drawn)
    return tmp_path / "app" / "share"


@pytest.fixture
def members(share: Path, tmp_path: Path) -> dict[str, bytes]:
    """The parts of a Debian package of a small app."""
    app = share.parent
    (app / "_internal").mkdir()
    for name in ("mockpanel", "mockpanel-server", "LICENSE", "THIRD-PARTY-LICENSES.txt", "_internal/library.so"):
        (app / name).write_text(f"This is {name}.", encoding="utf-8")
    for name in ("mockpanel", "mockpanel-server"):
        (app / name).chmod(0o755)
    return read_ar(linux.write_deb(app, tmp_path).read_bytes())


def read_ar(data: bytes) -> dict[str, bytes]:
    """The members of an archive, read by its documented form (man 5 deb)."""
    found, at = {}, 8
    while at < len(data):
        name, size = data[at : at + 16].decode().strip(), int(data[at + 48 : at + 58])
        found[name] = data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    return found


def entries(member: bytes) -> dict[str, tarfile.TarInfo]:
    """What a packed folder holds."""
    with tarfile.open(fileobj=io.BytesIO(member)) as archive:
        return {each.name: each for each in archive.getmembers()}


def control(members: dict[str, bytes]) -> dict[str, str]:
    """The package's fields, without the continued lines."""
    with tarfile.open(fileobj=io.BytesIO(members["control.tar.xz"])) as archive:
        file = archive.extractfile("./control")
        assert file is not None
        lines = file.read().decode().splitlines()
    return dict(line.split(": ", 1) for line in lines if not line.startswith(" "))


def test_the_desktop_entry_starts_the_program_and_shows_its_icon(share: Path) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]

    parser.read(share / "applications" / "mockpanel.desktop", encoding="utf-8")

    entry = parser["Desktop Entry"]
    assert (entry["Type"], entry["Exec"], entry["Icon"]) == ("Application", "mockpanel", "mockpanel")
    assert entry["Categories"].endswith(";")
    # A window says which entry it belongs to: by this name on Wayland, by its class on X11.
    assert 'setDesktopFileName("mockpanel")' in APP.read_text(encoding="utf-8")
    assert entry["StartupWMClass"] == "mockpanel"


def test_the_metadata_names_entry_version_and_both_programs(share: Path) -> None:
    tree = ET.parse(share / "metainfo" / f"{linux.APP_ID}.metainfo.xml")

    assert tree.findtext("id") == linux.APP_ID
    assert tree.findtext("launchable") == "mockpanel.desktop"
    assert [node.get("version") for node in tree.iter("release")] == [__version__]
    assert [node.text for node in tree.iter("binary")] == ["mockpanel", "mockpanel-server"]


def test_icons_lie_where_desktops_look_for_them(share: Path) -> None:
    for size in icons.SIZES:
        path = share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "mockpanel.png"
        assert path.read_bytes().startswith(b"\x89PNG")
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / "mockpanel.svg").is_file()


def test_the_debian_package_says_what_it_is_and_needs(members: dict[str, bytes]) -> None:
    fields = control(members)

    assert list(members) == ["debian-binary", "control.tar.xz", "data.tar.xz"]
    assert members["debian-binary"] == b"2.0\n"
    assert (fields["Package"], fields["Version"]) == ("mockpanel", f"{__version__}-1")
    assert fields["Depends"].startswith("libc6 (>= 2.")
    assert {"libegl1", "libdbus-1-3"} <= set(fields["Depends"].split(", "))


def test_the_debian_package_puts_everything_in_its_place(members: dict[str, bytes]) -> None:
    found = entries(members["data.tar.xz"])

    for name in ("mockpanel", "mockpanel-server"):
        assert found[f"./usr/bin/{name}"].linkname == f"../lib/mockpanel/{name}"
        assert found[f"./usr/lib/mockpanel/{name}"].mode == 0o755
    assert found["./usr/lib/mockpanel/_internal/library.so"].mode == 0o644
    assert "./usr/share/applications/mockpanel.desktop" in found
    assert {"./usr/share/doc/mockpanel/copyright", "./usr/lib/mockpanel/THIRD-PARTY-LICENSES.txt"} <= set(found)


def test_every_file_of_the_debian_package_has_its_sum(members: dict[str, bytes]) -> None:
    with tarfile.open(fileobj=io.BytesIO(members["control.tar.xz"])) as archive:
        file = archive.extractfile("./md5sums")
        assert file is not None
        summed = {f"./{line.split('  ')[1]}" for line in file.read().decode().splitlines()}

    files = {name for name, each in entries(members["data.tar.xz"]).items() if each.isfile() or each.islnk()}
    assert summed == files


def test_the_notices_of_a_failed_build_are_its_last_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        (tmp_path / "pyinstaller.log").write_text("a\nthe reason\n", encoding="utf-8")
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(build, "WORK", tmp_path)
    monkeypatch.setattr(subprocess, "run", fail)

    with pytest.raises(SystemExit, match="the reason\nPyInstaller failed"):
        build.build_app()
