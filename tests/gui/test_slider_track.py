"""Pixels and values of the track."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.gui import theme
from mockpanel.gui.widgets.scale import FIRST_TOKEN_SCALE, SPEED_SCALE, Scale
from mockpanel.gui.widgets.slider_track import HANDLE, Track


@given(st.sampled_from([SPEED_SCALE, FIRST_TOKEN_SCALE]), st.integers(160, 2000), st.floats(0.5, 30))
def test_a_value_lies_where_its_position_says(scale: Scale, width: int, value: float) -> None:
    track = Track(scale, width, value, None, theme.LIGHT)

    x = track.x(value)

    assert HANDLE < x < width - HANDLE
    assert track.position(x) == pytest.approx(scale.position(value))


def test_what_lies_outside_counts_as_the_end() -> None:
    track = Track(SPEED_SCALE, 300, 45, None, theme.LIGHT)

    assert track.position(-50) == 0
    assert track.position(1000) == 1
