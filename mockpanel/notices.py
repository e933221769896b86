"""What mockpanel is made of: versions and licences of all that it brings along, from the packages' own metadata."""

from __future__ import annotations

import contextlib
import gzip
import importlib.metadata
import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mockpanel import __version__

COLLECTED = Path(str(files("mockpanel") / "resources" / "notices.json.gz"))
"""Written by the build of the app, which carries no metadata."""

QT_NOTICE = (
    "Qt and PySide6 are used under the GNU Lesser General Public License, version 3. Their libraries are separate "
    "files beside the program and may be replaced by versions of your own. Their source code is published by the Qt "
    "Project with each release, as the source packages of Qt and of Qt for Python."
)
LONGEST_NAME = 60
"""A longer first line of a licence field is no name."""

OWN_NAME = "mockpanel"

_OTHERS = {"pyside6-essentials": QT_NOTICE, "shiboken6": QT_NOTICE}
_QT = "PySide6_Essentials"
_PYTHON = "The Python Software Foundation License, version 2."
_LICENCE_FILES = ("LICENSE", "LICENCE", "COPYING", "NOTICE")
_CODE = (".py", ".pyc", ".pyi")
_ENCODINGS = "The vocabularies cl100k_base, o200k_base and their kin are tiktoken's, under the MIT License."


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that mockpanel brings along."""

    name: str
    version: str
    licence: str
    notice: str = ""


def components() -> list[Component]:
    """mockpanel, then all others by name; in the built app, as they were collected when it was built."""
    if COLLECTED.exists():
        return [Component(**entry) for entry in json.loads(gzip.decompress(COLLECTED.read_bytes()))]
    found = [_component(name) for name in _closure(OWN_NAME)]
    if _QT not in (component.name for component in found):
        found.append(Component(_QT, "", "LGPL-3.0-only", QT_NOTICE))  # told of, even if no package has its metadata
    found.append(Component("Python", platform.python_version(), "PSF-2.0", _PYTHON))
    found.append(Component("tiktoken's encodings", "", "MIT", _ENCODINGS))
    return [_own(), *sorted(found, key=lambda component: component.name.lower())]


def collected() -> str:
    """All of them as JSON, for the build to write."""
    return json.dumps([asdict(component) for component in components()], indent=1, ensure_ascii=False) + "\n"


def versions(qt: str) -> str:
    """What a report of an error needs to know, a line each."""
    lines = [f"mockpanel {__version__}", f"Python {platform.python_version()}", f"Qt {qt}"]
    lines += [f"{name} {_version(name)}" for name in (_QT, "qasync", "tiktoken", "fastapi", "uvicorn")]
    frozen = ", built app" if getattr(sys, "frozen", False) else ""
    return "\n".join([*lines, f"{platform.system()} {platform.release()} {platform.machine()}{frozen}"])


def _version(name: str) -> str:
    """From its metadata; else from what the build collected."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        told = {component.name: component.version for component in components()}
        return told.get(name) or "of unknown version"


def _own() -> Component:
    try:
        texts = _texts(importlib.metadata.distribution(OWN_NAME))
    except importlib.metadata.PackageNotFoundError:
        texts = []
    return Component(OWN_NAME, __version__, "MIT", "\n\n".join(texts))


def _closure(root: str) -> list[str]:
    """All packages that a package needs to run here, itself left out."""
    found: dict[str, None] = {}
    seen = {(root, "")}
    waiting = _needed(root, "")
    while waiting:
        need = waiting.pop()
        if need not in seen:
            seen.add(need)
            found[need[0]] = None
            waiting += _needed(*need)
    return list(found)


def _needed(name: str, extra: str) -> list[tuple[str, str]]:
    """What a package needs with one of its extras, or with none: names and their extras."""
    try:
        lines: Iterable[str] = importlib.metadata.requires(name) or ()
    except importlib.metadata.PackageNotFoundError:
        return []
    wanted = (Requirement(line) for line in lines)
    here = [need for need in wanted if need.marker is None or need.marker.evaluate({"extra": extra})]
    return [(canonicalize_name(need.name), its) for need in here for its in ("", *need.extras)]


def _component(name: str) -> Component:
    try:
        its = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return Component(name, "", "not installed")
    notice = "\n\n".join(filter(None, [_OTHERS.get(name, ""), *_texts(its)]))
    return Component(its.metadata["Name"], its.version, _licence(its), notice)


def _texts(its: importlib.metadata.Distribution) -> list[str]:
    """The texts of its licence files, as far as they can be read."""
    found = []
    for path in its.files or ():
        if path.name.upper().startswith(_LICENCE_FILES) and path.suffix not in _CODE:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                found.append(path.read_text(encoding="utf-8"))
    return found


def _licence(its: importlib.metadata.Distribution) -> str:
    """The SPDX expression; else the classifier; else the licence field's name or first line."""
    told = its.metadata.json
    if expression := told.get("license_expression"):
        return str(expression)
    for line in told.get("classifier", ()):
        if line.startswith("License :: OSI Approved :: "):
            return str(line.rpartition(" :: ")[2])
    first = str(told.get("license") or "").strip().partition("\n")[0].strip()
    return first if first and len(first) < LONGEST_NAME else "see its text"
