"""The names of sizes, as files are called, and the files."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.bench.errors import BenchError

from .studio import HOME, Shape, write_png


@pytest.mark.parametrize(
    ("shape", "name"), [(HOME, "1280x800"), (Shape(960, 640), "960x640"), (Shape(2560, 1600, scale=2), "2560x1600@2")]
)
def test_a_size_is_named_with_its_scale_where_it_is_scaled(shape: Shape, name: str) -> None:
    assert shape.name == name


def test_a_picture_has_the_colours_that_the_screen_had(tmp_path: Path) -> None:
    blue, red = bytes((255, 0, 0, 0)), bytes((0, 0, 255, 0))

    write_png(tmp_path / "two.png", blue + red, 2, 1)

    image = QImage(str(tmp_path / "two.png"))
    assert [image.pixelColor(x, 0).name() for x in (0, 1)] == ["#0000ff", "#ff0000"]


def test_a_picture_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"none/two\.png cannot be written$"):
        write_png(tmp_path / "none" / "two.png", bytes(8), 2, 1)
