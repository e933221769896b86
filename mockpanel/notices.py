"""What mockpanel is made of: versions and licences of all that it brings along, from the packages' own metadata."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement

from mockpanel import __version__

COLLECTED = Path(str(files("mockpanel") / "resources" / "notices.json"))
"""Written by the build of the app, which carries no metadata."""

QT_NOTICE = (
    "Qt and PySide6 are used under the GNU Lesser General Public License, version 3. Their libraries are separate "
    "files beside the program and may be replaced by versions of your own."
)
LONGEST_NAME = 60
"""A longer licence field holds the text, not the name."""

_OTHERS = {"pyside6-essentials": QT_NOTICE}
_PYTHON = "The Python Software Foundation License, version 2."
_LICENCE_FILES = ("LICENSE", "LICENCE", "COPYING", "NOTICE")
_ENCODINGS = "The vocabularies cl100k_base, o200k_base and their kin are tiktoken's, under the MIT License."


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that mockpanel brings along."""

    name: str
    version: str
    licence: str
    notice: str = ""


def components() -> list[Component]:
    """All of them by name; in the built app, as they were collected when it was built."""
    if COLLECTED.exists():
        return [Component(**entry) for entry in json.loads(COLLECTED.read_text(encoding="utf-8"))]
    found = [_component(name) for name in _closure("mockpanel")]
    found.append(Component("Python", platform.python_version(), "PSF-2.0", _PYTHON))
    found.append(Component("tiktoken's encodings", "", "MIT", _ENCODINGS))
    return sorted(found, key=lambda component: component.name.lower())


def collected() -> str:
    """All of them as JSON, for the build to write."""
    return json.dumps([asdict(component) for component in components()], indent=1, ensure_ascii=False) + "\n"


def versions(qt: str) -> str:
    """What a report of an error needs to know, a line each."""
    lines = [f"mockpanel {__version__}", f"Python {platform.python_version()}", f"Qt {qt}"]
    for name in ("PySide6_Essentials", "qasync", "tiktoken", "fastapi", "uvicorn"):
        try:
            lines.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    frozen = ", built app" if getattr(sys, "frozen", False) else ""
    return "\n".join([*lines, f"{platform.system()} {platform.release()} {platform.machine()}{frozen}"])


def _closure(root: str) -> list[str]:
    """All packages that a package needs to run here, itself left out."""
    found: dict[str, None] = {}
    waiting = _needed(root)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += _needed(name)
    return list(found)


def _needed(name: str) -> list[str]:
    try:
        lines: Iterable[str] = importlib.metadata.requires(name) or ()
    except importlib.metadata.PackageNotFoundError:
        return []
    wanted = (Requirement(line) for line in lines)
    return [_canonical(need.name) for need in wanted if need.marker is None or need.marker.evaluate({"extra": ""})]


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _component(name: str) -> Component:
    try:
        its = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return Component(name, "", "not installed")
    texts = [
        str(path.read_text(encoding="utf-8"))
        for path in its.files or ()
        if path.name.upper().startswith(_LICENCE_FILES) and path.suffix in ("", ".txt", ".md")
    ]
    notice = "\n\n".join(filter(None, [_OTHERS.get(name, ""), *texts]))
    return Component(its.metadata["Name"], its.version, _licence(its), notice)


def _licence(its: importlib.metadata.Distribution) -> str:
    told = its.metadata.json
    if expression := told.get("license_expression"):
        return str(expression)
    for line in told.get("classifier", ()):
        if line.startswith("License :: OSI Approved :: "):
            return str(line.rpartition(" :: ")[2])
    text = str(told.get("license") or "")
    return text if text and len(text) < LONGEST_NAME and "\n" not in text else "see its text"
