"""The names of sizes, as files are called."""

import pytest

from .studio import HOME, Shape


@pytest.mark.parametrize(
    ("shape", "name"), [(HOME, "1280x800"), (Shape(960, 640), "960x640"), (Shape(2560, 1600, scale=2), "2560x1600@2")]
)
def test_a_size_is_named_with_its_scale_where_it_is_scaled(shape: Shape, name: str) -> None:
    assert shape.name == name
