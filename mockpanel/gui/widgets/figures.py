"""How the figures that shape a stream are written, read and dragged: a quantity and a scale for each unit.

Settings have a word for 0 where it switches something off, or stands for something else.
"""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

from mockpanel.core.settings import Spec
from mockpanel.gui.widgets.quantities import FIRST_TOKEN, SPEED, UNPACED, Form, Quantity, grouped
from mockpanel.gui.widgets.scale import FIRST_TOKEN_SCALE, SPEED_SCALE, Mark, Scale

OFF = "off"
AS_THE_ANSWER = "as the answer"
LONG_S = 600
"""Settings that may be longer than this are long times, whose slider goes to minutes."""

SHORT_S = 60
"""Settings that may be no longer than this are pauses, whose slider is fine below a second."""

ZERO_WORDS = {
    "ramp_tokens": "whole answer",
    "concurrent_streams": "no limit",
    "reasoning_tokens_per_second": AS_THE_ANSWER,
    "seed": "",
}
"""What 0 means where it is not simply off; nothing where it is a number like others."""

SHOWN_CHARACTERS = 24

_PERCENT = Decimal("0.01")
_TIMES = Decimal(1)

PAUSE_SCALE = Scale(
    low=0,
    high=5,
    bend=0.05,
    grains=((0.2, 0.005), (1, 0.01), (5, 0.1)),
    marks=(Mark(0, "0 s"), Mark(5, "5 s"), Mark(1, "1 s"), Mark(0.1, "0.1 s"), Mark(0.3, "0.3 s"), Mark(2.5, "2.5 s")),
)
LONG_SCALE = Scale(
    low=0,
    high=300,
    bend=1,
    grains=((1, 0.05), (10, 0.1), (60, 1), (300, 5)),
    marks=(Mark(0, "0 s"), Mark(300, "300 s"), Mark(10, "10 s"), Mark(60, "60 s"), Mark(3, "3 s"), Mark(1, "1 s")),
)
CHANCE_SCALE = Scale(
    low=0,
    high=1,
    bend=0.002,
    grains=((0.01, 0.0005), (0.1, 0.005), (1, 0.01)),
    marks=(Mark(0, "0"), Mark(1, "100 %"), Mark(0.1, "10 %"), Mark(0.01, "1 %"), Mark(0.001, "0.1 %")),
)
VARIATION_SCALE = Scale(
    low=0,
    high=3,
    bend=0.25,
    grains=((1, 0.01), (3, 0.05)),
    marks=(Mark(0, "0"), Mark(3, "300 %"), Mark(1, "100 %"), Mark(0.3, "30 %"), Mark(0.1, "10 %")),
)
FACTOR_SCALE = Scale(
    low=0.1,
    high=10,
    bend=0,
    grains=((1, 0.01), (3, 0.05), (10, 0.1)),
    marks=(Mark(1, "1 ×"), Mark(0.1, "0.1 ×"), Mark(10, "10 ×"), Mark(0.3, "0.3 ×"), Mark(3, "3 ×")),
)
SLOWDOWN_SCALE = Scale(
    low=1,
    high=50,
    bend=0,
    grains=((3, 0.05), (10, 0.1), (50, 1)),
    marks=(Mark(1, "1 ×"), Mark(50, "50 ×"), Mark(5, "5 ×"), Mark(2, "2 ×"), Mark(10, "10 ×"), Mark(20, "20 ×")),
)
REASONING_SCALE = replace(
    SPEED_SCALE, marks=(Mark(UNPACED, AS_THE_ANSWER), *(mark for mark in SPEED_SCALE.marks if mark.value != UNPACED))
)


def quantity_of(spec: Spec) -> Quantity:
    """How the setting's figure is written and read."""
    zero = zero_word(spec)
    words = {zero: 0.0, zero.replace(" ", ""): 0.0} if zero else {}
    match spec.unit:
        case "s":
            return replace(FIRST_TOKEN, label=spec.label, words=words, bare_below=spec.high or math.inf)
        case "tokens/s":
            return replace(SPEED, label=spec.label, words=words)
        case "x":
            return _factor(spec.label)
        case _:
            return _share(spec.label, words, places=1 if spec.high == 1 else 0)


def scale_of(spec: Spec) -> Scale:
    """The slider of the setting's figure; what lies beyond it can be typed."""
    assert spec.high is not None
    match spec.unit:
        case "s" if spec.high > LONG_S:
            return LONG_SCALE
        case "s":
            return PAUSE_SCALE if spec.high <= SHORT_S else FIRST_TOKEN_SCALE
        case "tokens/s":
            return REASONING_SCALE
        case "x":
            return SLOWDOWN_SCALE if spec.low == 1 else FACTOR_SCALE
        case _:
            return CHANCE_SCALE if spec.high == 1 else VARIATION_SCALE


def in_words(spec: Spec, value: object) -> str:
    """A setting's value as it is told of: with its unit, or as a word; of a text the beginning."""
    if isinstance(value, float):
        return quantity_of(spec).shown(value)
    if isinstance(value, int):
        if value == 0 and zero_word(spec):
            return zero_word(spec)
        return f"{grouped(value)} {unit_of(spec, value)}".rstrip()
    if spec.choices:
        return str(value).replace("_", "-")
    words = " ".join(str(value).split())
    return f"“{words[:SHOWN_CHARACTERS]}…”" if len(words) > SHOWN_CHARACTERS else f"“{words}”"


def zero_word(spec: Spec) -> str:
    """What 0 of a setting is called; nothing where it has no meaning of its own."""
    return ZERO_WORDS.get(spec.name, OFF) if spec.default == 0 and spec.low == 0 else ""


def unit_of(spec: Spec, count: int) -> str:
    """What is counted: token, tokens; nothing for a mere number."""
    if spec.unit == "number":
        return ""
    return spec.unit.removesuffix("s") if count == 1 else spec.unit


def example_of(spec: Spec) -> str:
    """What may be typed."""
    match spec.unit:
        case "s":
            return "300 ms or 0.3 s"
        case "tokens/s":
            return f"45, 45/s or {AS_THE_ANSWER}"
        case "x":
            return "1.5 or 1.5 ×"
        case _:
            return "0.4 or 40 %"


def _factor(label: str) -> Quantity:
    return Quantity(
        label=label,
        example="a number such as 1.5 or 1.5 ×",
        forms=(Form(1, "×", _TIMES, 2), Form(10, "×", _TIMES, 1), Form(math.inf, "×", _TIMES, 0)),
        units={"×": _TIMES, "x": _TIMES, "times": _TIMES},
    )


def _share(label: str, words: dict[str, float], places: int) -> Quantity:
    return Quantity(
        label=label,
        example="a share such as 0.4 or 40 %",
        forms=(Form(0.1, "%", _PERCENT, places), Form(math.inf, "%", _PERCENT, 0)),
        units={"%": _PERCENT},
        words=words,
    )
