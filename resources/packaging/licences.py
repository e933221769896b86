"""The licences of all that the bundle holds: Python packages, Python, the system's libraries, and what they contain."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

from mockpanel.notices import QT_NOTICE, Component, components
from resources.packaging.bundle import LEFT_OUT

TEXTS = Path(__file__).parent / "licences"
DOCUMENTS = Path("/usr/share/doc")
"""Where Debian keeps each package's copyright."""

FIRST_LINES = f"""mockpanel brings along the work of others. Each is named here with its licence, in their own words.

{QT_NOTICE}
Qt's libraries are the files libQt6* (Qt6*.dll, Qt*.framework) in _internal/PySide6, PySide6's and Shiboken's beside
them. The texts of the GNU LGPL 3 and of the GNU GPL 3, on which it builds, stand at the end.
"""
RULE = "=" * 100


def bundled(libraries: Iterable[str]) -> list[Component]:
    """All that the bundle holds; `libraries` are the files on this machine that its binaries are copies of."""
    left_out = {name.replace("_", "-") for name in LEFT_OUT}
    found = [_whole(each) for each in components() if each.name.lower().replace("_", "-") not in left_out]
    found += [*_contained(), *(_system_package(name) for name in sorted(system_packages(libraries)))]
    own, *others = found
    return [own, *sorted(others, key=lambda component: component.name.lower())]


def as_json(found: Iterable[Component]) -> str:
    """What the about box reads."""
    return json.dumps([asdict(component) for component in found], indent=1, ensure_ascii=False) + "\n"


def as_text(found: Iterable[Component]) -> str:
    """The file that goes with the app."""
    parts = [FIRST_LINES]
    for component in found:
        title = f"{component.name} {component.version}".strip()
        parts.append(f"{RULE}\n{title}\nLicence: {component.licence}\n\n{component.notice.strip()}\n")
    texts = [f"{RULE}\n{name}\n\n{_text(name)}" for name in ("LGPL-3.0", "GPL-3.0")]
    return "\n".join([*parts, *texts])


def system_packages(libraries: Iterable[str]) -> set[str]:
    """The Debian packages that own some files; Python's own and the packages' files belong to none."""
    if shutil.which("dpkg") is None:
        return set()
    own = (sys.prefix, sys.base_prefix)
    return {_owner(Path(path)) for path in libraries if not path.startswith(own)} - {""}


@cache
def _owner(path: Path) -> str:
    # A file in /lib may be known under /usr/lib and the other way round, since Debian merged the two.
    real = path.resolve()
    for each in (path, real, Path(str(real).removeprefix("/usr")), Path("/usr") / str(real)[1:]):
        told = subprocess.run(["dpkg", "-S", each], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            return told.stdout.partition(":")[0]
    return ""


def _system_package(name: str) -> Component:
    version = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${source:Upstream-Version}", name],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return Component(name, version, "see its text", _read(DOCUMENTS / name / "copyright"))


def _whole(component: Component) -> Component:
    """Python's own licence is a file beside its library."""
    if component.name != "Python":
        return component
    text = _read(Path(sysconfig.get_path("stdlib")) / "LICENSE.txt") or _read(Path(sys.base_prefix) / "LICENSE.txt")
    return replace(component, notice=text or component.notice)


def _contained() -> list[Component]:
    """What comes inside of others, and what the builder adds."""
    builder = importlib.metadata.distribution("pyinstaller")
    texts = [str(path.read_text()) for path in builder.files or () if path.name == "COPYING.txt"]
    return [
        Component("Phosphor Icons", "1.3.0", "MIT", _text("phosphor")),
        Component("PyInstaller's bootloader", builder.version, "GPL-2.0-or-later with an exception", "".join(texts)),
        Component("Swagger UI", "", "Apache-2.0", _text("Apache-2.0")),
    ]


def _text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
