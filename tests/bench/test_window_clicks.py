"""Where two pictures differ."""

from hypothesis import given
from hypothesis import strategies as st

from .window_clicks import groups
from .x11 import BYTES_PER_PIXEL, Area

WIDTH, HEIGHT = 12, 10
BLACK = bytes(WIDTH * HEIGHT * BYTES_PER_PIXEL)


def painted(*areas: Area) -> bytes:
    content = bytearray(BLACK)
    for area in areas:
        for y in range(area.y, area.y + area.height):
            for x in range(area.x, area.x + area.width):
                content[(y * WIDTH + x) * BYTES_PER_PIXEL + 1] = 255
    return bytes(content)


@given(st.integers(0, 5), st.integers(0, 1), st.integers(1, 6), st.integers(1, 3), st.integers(1, 5))
def test_areas_are_told_apart_where_a_whole_row_between_them_is_the_same(
    x: int, y: int, width: int, height: int, lower: int
) -> None:
    upper, below = Area(x, y, width, height), Area(lower, y + height + 1, 3, 4)

    assert groups(BLACK, painted(upper, below), WIDTH) == [upper, below]


def test_areas_side_by_side_are_one() -> None:
    assert groups(BLACK, painted(Area(0, 2, 2, 3), Area(9, 3, 2, 4)), WIDTH) == [Area(0, 2, 11, 5)]


def test_an_area_may_reach_the_last_row() -> None:
    assert groups(BLACK, painted(Area(3, 8, 2, 2)), WIDTH) == [Area(3, 8, 2, 2)]


def test_the_same_picture_has_none() -> None:
    assert groups(painted(Area(1, 1, 2, 2)), painted(Area(1, 1, 2, 2)), WIDTH) == []
