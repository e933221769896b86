"""Every figure that shapes a stream has a slider that is fine near zero, and words that can be typed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.settings import SPECS, Spec
from mockpanel.core.shapes import UNSHAPED
from mockpanel.gui.widgets.figures import in_words, quantity_of, scale_of

FIGURES = [SPECS[name] for name in UNSHAPED if SPECS[name].kind is float]
ANY_FIGURE = st.sampled_from(FIGURES)


@given(ANY_FIGURE, st.floats(0, 1))
def test_what_is_dragged_to_is_shown_and_typed_again(spec: Spec, position: float) -> None:
    quantity, value = quantity_of(spec), scale_of(spec).snapped(position)

    shown = quantity.shown(value)

    assert quantity.read(shown) == pytest.approx(value, abs=float(quantity.last_digit(value)) / 2)


@given(ANY_FIGURE, st.floats(0, 1))
def test_no_slider_leads_beyond_the_bounds(spec: Spec, position: float) -> None:
    value = scale_of(spec).snapped(position)

    assert spec.low is not None
    assert spec.high is not None
    assert spec.low <= value <= spec.high


@pytest.mark.parametrize("spec", FIGURES, ids=lambda spec: spec.name)
def test_the_default_is_on_the_slider(spec: Spec) -> None:
    scale = scale_of(spec)

    assert scale.value(scale.position(spec.default)) == pytest.approx(spec.default)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("jitter", 0.0, "off"),
        ("jitter", 0.4, "40 %"),
        ("jitter_distribution", "log_normal", "log-normal"),
        ("burst_pause", 0.3, "300 ms"),
        ("burst_tokens_min", 1, "1 token"),
        ("stall_chance", 0.001, "0.1 %"),
        ("stall_after", 1200, "1\u202f200 tokens"),
        ("stall_seconds_min", 0.0, "0 ms"),
        ("ramp_to", 2.0, "2.0 ×"),
        ("reasoning_tokens_per_second", 0.0, "as the answer"),
        ("concurrent_streams", 0, "no limit"),
        ("seed", 7, "7"),
        ("mock_reasoning", "Hm.", "“Hm.”"),
    ],
)
def test_a_value_is_told_with_its_unit_or_as_a_word(name: str, value: object, words: str) -> None:
    assert in_words(SPECS[name], value) == words
