"""What takes the room in the built app, as a table."""

from __future__ import annotations

from pathlib import Path

MEGABYTE = 1_000_000

GROUPS = {
    "Qt's libraries and plug-ins": ("_internal/PySide6/Qt/",),
    "PySide6 and Shiboken": ("_internal/PySide6/", "_internal/shiboken6/"),
    "ICU, for Qt": ("_internal/PySide6/Qt/lib/libicu",),
    "The programs, with all Python code": ("mockpanel", "_internal/base_library"),
    "Python": ("_internal/libpython", "_internal/python3", "_internal/Python"),
    "mockpanel's encodings": ("_internal/mockpanel/resources/encodings/",),
    "pydantic, tiktoken, regex": ("_internal/pydantic_core/", "_internal/tiktoken/", "_internal/regex/"),
    "uvloop, httptools": ("_internal/uvloop/", "_internal/httptools/"),
    "OpenSSL": ("_internal/libcrypto", "_internal/libssl"),
    "The page of the docs": ("_internal/fastapi_swagger/",),
    "The icons' font": ("_internal/qtawesome/",),
}
"""Parts by where their files begin; the longest beginning wins."""

REST = "System libraries, licences, the rest"


def measure(app: Path) -> dict[str, int]:
    """Bytes of each part, largest first; a file with two names counts once, a link not at all."""
    sizes = dict.fromkeys([*GROUPS, REST], 0)
    seen = set[tuple[int, int]]()
    for path in app.rglob("*"):
        status = path.lstat()
        if path.is_symlink() or not path.is_file() or (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        sizes[_group(path.relative_to(app).as_posix())] += status.st_size
    return dict(sorted(sizes.items(), key=lambda row: -row[1]))


def table(sizes: dict[str, int]) -> str:
    """Markdown, for the README."""
    rows = [f"| {name} | {size / MEGABYTE:.1f} |" for name, size in sizes.items()]
    total = f"| **all** | **{sum(sizes.values()) / MEGABYTE:.1f}** |"
    return "\n".join(["| part | MB |", "|---|---|", *rows, total])


def _group(place: str) -> str:
    found = [(len(start), name) for name, starts in GROUPS.items() for start in starts if place.startswith(start)]
    return max(found)[1] if found else REST
