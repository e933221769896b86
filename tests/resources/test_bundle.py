"""What the bundle holds: all that is used, nothing that is not, and no library that only the unused needed."""

from __future__ import annotations

import ast
import importlib.util

import pytest

from resources.packaging import bundle
from resources.packaging.bundle import Entry, is_wanted, slim, unused_qt
from tests.processes import ROOT

PLUGINS = "PySide6/Qt/plugins"
LINKS = {
    "window.so": ["libGui.so"],
    "libqxcb.so": ["libGui.so", "libxcb-cursor.so"],
    "libqgtk3.so": ["libGui.so", "libgtk.so"],
    "libgtk.so": ["libpango.so"],
}
"""What each file of a small bundle is linked to."""


def row(place: str, kind: str = "BINARY") -> Entry:
    """A file of that bundle, whose source is named as it is."""
    return place, place.rpartition("/")[2], kind


def imported_names(node: ast.AST) -> set[str]:
    """The packages that a statement imports, whole and by their first name."""
    if isinstance(node, ast.Import):
        whole = {alias.name for alias in node.names}
    elif isinstance(node, ast.ImportFrom):
        whole = {str(node.module)}
    else:
        whole = set()
    return whole | {name.partition(".")[0] for name in whole}


SMALL = [
    row("window.so", "EXTENSION"),
    row(f"{PLUGINS}/platforms/libqxcb.so"),
    row(f"{PLUGINS}/platformthemes/libqgtk3.so"),
    row("libGui.so"),
    row("libxcb-cursor.so"),
    row("libgtk.so"),
    row("libpango.so"),
    row("libpython.so"),
    row("notes.txt", "DATA"),
]


def places(rows: list[Entry]) -> set[str]:
    """Where they are in the bundle."""
    return {place for place, _, _ in rows}


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        (f"{PLUGINS}/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        (f"{PLUGINS}/platforms/libqcocoa.dylib", True),
        (f"{PLUGINS}/platforms/libqvnc.so", False),
        (f"{PLUGINS}/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("PySide6/Qt/lib/libQt6Gui.so.6", True),
        ("qtawesome/fonts/phosphor-1.3.0.ttf", True),
        ("qtawesome/fonts/fontawesome6-solid-webfont-6.7.2.ttf", False),
        ("libdbus-1.so.3", False),
        ("mockpanel/resources/icons/mockpanel.svg", True),
    ],
)
def test_plugins_translations_and_fonts_that_are_not_used_stay_behind(place: str, wanted: bool) -> None:
    assert is_wanted(place) is wanted


def test_what_only_the_unused_needed_goes_with_it_and_nothing_else_does() -> None:
    kept = slim(SMALL, lambda source: LINKS.get(source, []))

    gone = {f"{PLUGINS}/platformthemes/libqgtk3.so", "libgtk.so", "libpango.so"}
    assert places(kept) == places(SMALL) - gone


def test_a_link_to_a_library_that_goes_goes_too() -> None:
    link = ("lib/libgtk.so", "libgtk.so", "SYMLINK")

    kept = slim([*SMALL, link], lambda source: LINKS.get(source, []))

    assert link not in kept


def test_all_of_qt_that_mockpanel_imports_is_bundled_and_no_more() -> None:
    imported = {
        node.module.split(".")[1]
        for path in (ROOT / "mockpanel").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("PySide6.")
    }

    assert set(bundle.QT_MODULES) == imported


def test_other_modules_of_qt_are_left_out() -> None:
    names = ["QtCore.abi3.so", "QtQml.pyi", "QtQuick.abi3.so", "__init__.py", "Qt", "QtWidgets.pyi"]

    assert unused_qt(names) == ["PySide6.Qt", "PySide6.QtQml", "PySide6.QtQuick"]


def test_nothing_that_mockpanel_imports_is_left_out() -> None:
    imported = {
        name
        for path in (ROOT / "mockpanel").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported_names(node)
    }

    assert "tiktoken" in imported
    assert not imported & set(bundle.LEFT_OUT)


@pytest.mark.parametrize("name", bundle.HIDDEN_IMPORTS)
def test_what_is_found_by_its_name_is_there(name: str) -> None:
    assert importlib.util.find_spec(name) is not None


def test_of_pillow_only_the_formats_of_films_are_bundled_and_what_it_always_loads() -> None:
    unused = bundle.unused_pictures(["GifImagePlugin.py", "TiffImagePlugin.py", "Image.py", "WebPImagePlugin.py"])

    assert unused == ["PIL.TiffImagePlugin"]


def test_a_library_that_is_there_twice_is_there_once_and_linked() -> None:
    twice = row("pillow.libs/libzstd-40ad5e7e.so.1.5.7")
    alone = row("pillow.libs/libjpeg-6dc8d115.so.62.4.0")

    found = bundle.shared([row("libzstd.so.1"), twice, alone])

    assert found == [row("libzstd.so.1"), (twice[0], "../libzstd.so.1", "SYMLINK"), alone]
