"""What takes the room: each byte is counted once, in the part that it belongs to."""

from __future__ import annotations

from pathlib import Path

from resources.packaging.sizes import REST, measure, table


def write(path: Path, size: int) -> None:
    """A file of so many bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))


def test_each_file_counts_once_in_the_part_that_fits_best(tmp_path: Path) -> None:
    write(tmp_path / "mockpanel", 10)
    (tmp_path / "mockpanel-server").hardlink_to(tmp_path / "mockpanel")
    write(tmp_path / "_internal/PySide6/Qt/lib/libQt6Core.so.6", 200)
    write(tmp_path / "_internal/PySide6/Qt/lib/libicudata.so.73", 3000)
    (tmp_path / "_internal/libQt6Core.so.6").symlink_to("PySide6/Qt/lib/libQt6Core.so.6")
    write(tmp_path / "_internal/libz.so.1", 40000)

    sizes = {part: size for part, size in measure(tmp_path).items() if size}

    assert sizes == {
        REST: 40000,
        "ICU, for Qt": 3000,
        "Qt's libraries and plug-ins": 200,
        "The programs, with all Python code": 10,
    }


def test_the_table_tells_each_part_and_the_sum() -> None:
    lines = table({"a": 2_000_000, "b": 1_500_000}).splitlines()

    assert lines == ["| part | MB |", "|---|---|", "| a | 2.0 |", "| b | 1.5 |", "| **all** | **3.5** |"]
