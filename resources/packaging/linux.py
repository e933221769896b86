"""The packages for Linux: what goes beside the programs, a tar.gz to unpack anywhere, and a .deb."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
import platform
import shutil
import tempfile
from email.utils import formatdate
from pathlib import Path

from mockpanel import __version__
from resources.packaging.archives import ROOT, ar, source_time, tar
from resources.packaging.icons import DRAWINGS, SIZES, picture

FILES = Path(__file__).parent / "linux"
APP_ID = "io.github.mockpanel.mockpanel"
EXTERNAL = {
    "ld-linux-aarch64.so.1": "libc6",
    "ld-linux-x86-64.so.2": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libc.so.6": "libc6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libm.so.6": "libc6",
    "libmvec.so.1": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libutil.so.1": "libc6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb.so.1": "libxcb1",
}
"""The libraries that the app takes from the system, and Debian's packages of them."""

WAYLAND = ("libwayland-client0", "libwayland-cursor0")
"""Every Wayland desktop has them, and elsewhere they are not needed."""

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

MAINTAINER = "The mockpanel authors <mockpanel@localhost>"
CONTROL = """Package: mockpanel
Version: {version}-1
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Section: devel
Priority: optional
Description: tune how a streamed answer feels
 mockpanel is a mock of the OpenAI API for the feel of streaming answers. It
 takes a text, cuts it into real tokens, and streams it at exactly the rate
 that is asked for. No model is ever called and nothing is ever downloaded.
"""
DEBIAN_CHANGES = """mockpanel ({version}-1) stable; urgency=low

  * Built from the release; see changelog.gz.

 -- {maintainer}  {date}
"""
COPYRIGHT = """{own}
What mockpanel brings along, and under which licences, stands in
/usr/lib/mockpanel/THIRD-PARTY-LICENSES.txt
"""
OVERRIDES = """# The app brings its own libraries, so that it runs on systems whose packages are older.
mockpanel: embedded-library
mockpanel: hardening-no-pie
mockpanel: library-not-linked-against-libc
mockpanel: shared-library-lacks-prerequisites
mockpanel: unstripped-binary-or-object
# Python's modules name where Python was when it was built; it is not read.
mockpanel: custom-library-search-path
mockpanel: no-manual-page
mockpanel: bogus-mail-host
mockpanel: bogus-mail-host-in-debian-changelog
mockpanel: initial-upload-closes-no-bugs
"""


def architecture() -> str:
    """This machine's, in the kernel's word."""
    return platform.machine()


def write_share(share: Path, icons: Path) -> None:
    """The desktop's files: entry, metadata, icons."""
    entry = share / "applications" / "mockpanel.desktop"
    entry.parent.mkdir(parents=True)
    shutil.copyfile(FILES / "mockpanel.desktop", entry)
    date = dt.datetime.fromtimestamp(source_time(), dt.UTC).date()
    text = (FILES / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    (share / "metainfo").mkdir()
    (share / "metainfo" / f"{APP_ID}.metainfo.xml").write_text(
        text.format(version=__version__, date=date), encoding="utf-8"
    )
    for size in SIZES:
        _install(picture(icons, size), share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "mockpanel.png")
    _install(DRAWINGS / "mockpanel.svg", share / "icons" / "hicolor" / "scalable" / "apps" / "mockpanel.svg")


def write_tar(app: Path, dist: Path) -> Path:
    """The app to unpack anywhere; its own folder inside."""
    name = f"mockpanel-{__version__}-linux-{architecture()}"
    target = dist / f"{name}.tar.gz"
    tar(target, app, name, "gz")
    return target


def write_deb(app: Path, dist: Path) -> Path:
    """The app as a Debian package, in /usr/lib/mockpanel."""
    target = dist / f"mockpanel_{__version__}-1_{ARCHITECTURES.get(architecture(), architecture())}.deb"
    with tempfile.TemporaryDirectory(dir=app.parent) as folder:
        root, control = Path(folder) / "root", Path(folder) / "control"
        _lay_out(app, root)
        _write_control(root, control)
        parts = {"control.tar.xz": control, "data.tar.xz": root}
        for name, source in parts.items():
            tar(Path(folder) / name, source, ".", "xz")
        ar(target, {"debian-binary": b"2.0\n", **{name: (Path(folder) / name).read_bytes() for name in parts}})
    return target


def _lay_out(app: Path, root: Path) -> None:
    installed = root / "usr" / "lib" / "mockpanel"
    shutil.copytree(app, installed, symlinks=True, copy_function=os.link)
    shutil.move(installed / "share", root / "usr" / "share")
    documents = root / "usr" / "share" / "doc" / "mockpanel"
    documents.mkdir(parents=True)
    own = (installed / "LICENSE").read_text(encoding="utf-8")
    _write(documents / "copyright", COPYRIGHT.format(own=own))
    (installed / "LICENSE").unlink()
    changes = DEBIAN_CHANGES.format(version=__version__, maintainer=MAINTAINER, date=formatdate(source_time()))
    for name, text in {"changelog": (ROOT / "CHANGELOG.md").read_text("utf-8"), "changelog.Debian": changes}.items():
        (documents / f"{name}.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    _write(root / "usr" / "share" / "lintian" / "overrides" / "mockpanel", OVERRIDES)
    (root / "usr" / "bin").mkdir()
    for name in ("mockpanel", "mockpanel-server"):
        (root / "usr" / "bin" / name).symlink_to(f"../lib/mockpanel/{name}")


def _write_control(root: Path, control: Path) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    _, glibc = platform.libc_ver()
    packages = sorted(set(EXTERNAL.values()) - {"libc6", *WAYLAND})
    text = CONTROL.format(
        version=__version__,
        maintainer=MAINTAINER,
        architecture=ARCHITECTURES.get(architecture(), architecture()),
        kilobytes=sum(path.stat().st_size for path in files) // 1024,
        depends=", ".join([f"libc6 (>= {glibc})", *packages]),
    )
    _write(control / "control", text)
    sums = [f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files]  # noqa: S324
    _write(control / "md5sums", "".join(sums))


def _install(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
