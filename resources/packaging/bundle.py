"""What the bundle holds and what it leaves out, in PyInstaller's tables of files. Used by build_app.spec."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import PurePath

Entry = tuple[str, str, str]
"""A row of PyInstaller's tables: the place in the bundle, the file on this machine, its kind."""

QT_MODULES = ("QtCore", "QtGui", "QtNetwork", "QtSvg", "QtWidgets")
"""All that mockpanel imports of Qt."""

QT_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platforms": {"qxcb", "qwayland", "qwindows", "qcocoa"},
    "platformthemes": {"qxdgdesktopportal"},
    "styles": {"qmodernwindowsstyle", "qmacstyle"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-shell-integration": {"xdg-shell"},
}
"""What the window needs of Qt's plug-ins; no others are bundled."""

HIDDEN_IMPORTS = ["fastapi_swagger", "tiktoken_ext", "tiktoken_ext.openai_public"]
"""What is found by its name at run time: the page of the docs, and the encodings of tiktoken 0.14."""

LEFT_OUT = [
    *("charset_normalizer", "requests", "urllib3"),  # for downloads, and nothing is ever downloaded
    *("httpx._main", "pygments"),  # for a command line
    *(f"_codecs_{name}" for name in ("cn", "hk", "iso2022", "jp", "kr", "tw")),  # all text here is Unicode
    *("curses", "lib2to3", "pydoc", "readline", "tkinter", "turtle"),
    *("hypothesis", "mypy", "pydantic.mypy", "pydantic.v1", "pytest", "_pytest", "unittest"),
    *(f"PIL.{name}" for name in ("ImageCms", "ImageFont", "ImageMath", "ImageMorph", "ImageQt", "ImageTk", "_avif")),
    *(f"PIL._imaging{name}" for name in ("cms", "ft", "math", "morph", "tk")),
    *("IPython", "matplotlib", "numpy", "pkg_resources", "setuptools", "yaml"),
    *("attr", "attrs", "dotenv", "rich", "watchfiles", "websockets", "wsproto"),
]
"""What libraries would use if it were there."""

FONT = "phosphor"
"""The only one of qtawesome's fonts that the window's icons come from."""

OF_THE_SYSTEM = (*("libdbus-1.", "libfontconfig.", "libfreetype.", "libgcc_s.", "libmvec.", "libstdc++.", "libX11."),)
"""Libraries that every desktop has, and that must be of one kind with its daemon, fonts, screen and C library."""


PICTURES = {
    "BmpImagePlugin",
    "GifImagePlugin",
    "JpegImagePlugin",
    "PngImagePlugin",
    "PpmImagePlugin",
    "WebPImagePlugin",
}
"""The formats of Pillow that films are written in, and those that it always loads."""

_OWN_COPY = re.compile(r"pillow\.libs/(lib\w+)-[0-9a-f]{8}\.so\.(\d+)[\d.]*")


def unused_pictures(names: Iterable[str]) -> list[str]:
    """The formats among Pillow's files that no film is written in."""
    plugins = {name.removesuffix(".py") for name in names if name.endswith("ImagePlugin.py")}
    return sorted(f"PIL.{name}" for name in plugins - PICTURES)


def shared(rows: list[Entry]) -> list[Entry]:
    """The files with links in the place of Pillow's own copies of libraries that the bundle has anyway (Linux)."""
    there = {row[0] for row in rows}
    found = []
    for row in rows:
        copy = _OWN_COPY.fullmatch(row[0])
        name = f"{copy[1]}.so.{copy[2]}" if copy else ""
        found.append((row[0], f"../{name}", "SYMLINK") if name in there else row)
    return found


def unused_qt(names: Iterable[str]) -> list[str]:
    """The Qt modules among a package's files that mockpanel does not import."""
    modules = {name.partition(".")[0] for name in names}
    return sorted(f"PySide6.{name}" for name in modules if name.startswith("Qt") and name not in QT_MODULES)


def is_wanted(place: str) -> bool:
    """Whether a file is used: of Qt's plug-ins, translations and qtawesome's fonts only some are."""
    path = PurePath(place)
    parts = path.parts
    if "plugins" in parts and "PySide6" in parts:
        kind = parts[parts.index("plugins") + 1]
        return path.name.partition(".")[0].removeprefix("lib") in QT_PLUGINS.get(kind, set())
    if "PySide6" in parts and "translations" in parts:
        return False
    if path.name.startswith(OF_THE_SYSTEM):
        return False
    return "fonts" not in parts or "qtawesome" not in parts or path.name.startswith(FONT)


def slim(rows: list[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The files without unwanted ones, and without the libraries that only those needed.

    `needs` tells the names of the libraries that a file is linked to.
    """
    named = {PurePath(row[0]).name: row for row in rows if row[2] in ("BINARY", "EXTENSION")}
    kept = {name: row for name, row in named.items() if is_wanted(row[0])}
    roots = [row for row in kept.values() if row[2] == "EXTENSION" or "plugins" in PurePath(row[0]).parts]
    unwanted = [row for row in named.values() if not is_wanted(row[0])]
    idle = closure(unwanted, named, needs) - closure(roots, kept, needs)
    return [row for row in rows if is_wanted(row[0]) and PurePath(row[0]).name not in idle]


def linked(path: str) -> list[str]:
    """The libraries that a binary is linked to itself (Linux); PyInstaller's own ldd tells of theirs as well."""
    told = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=False).stdout
    return [line.split()[1] for line in told.splitlines() if line.lstrip().startswith("NEEDED")]


def closure(roots: Iterable[Entry], named: dict[str, Entry], needs: Callable[[str], Iterable[str]]) -> set[str]:
    """The names of some files and of all that they need, directly or not."""
    waiting, found = list(roots), set[str]()
    while waiting:
        place, source, _ = waiting.pop()
        name = PurePath(place).name
        if name not in found:
            found.add(name)
            waiting += [named[need] for need in needs(source) if need in named]
    return found
