"""How a speed and a wait are written and read: units, grouping, digits. Knows neither Qt nor bounds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import number, show

THIN_SPACE = "\u202f"
"""Groups thousands; narrow, and no line breaks at it."""

UNPACED = 0.0
"""The speed that means: as fast as the client reads."""

MOST_PLACES = 4
"""Decimals beyond these are not shown."""

_NUMBER = re.compile(r"([+-]?[0-9][0-9.,]*(?:e[+-]?[0-9]+)?|[+-]?\.[0-9]+)(.*)", re.DOTALL)
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")


def grouped(value: Decimal | int) -> str:
    """A number with its thousands apart: 12 345.6."""
    return (
        f"{value:,f}".replace(",", THIN_SPACE) if isinstance(value, Decimal) else f"{value:,}".replace(",", THIN_SPACE)
    )


@dataclass(frozen=True, slots=True)
class Form:
    """How values below `below` are written: in `unit`, worth `size` of the setting's own, with `places` decimals."""

    below: float
    unit: str
    size: Decimal
    places: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """One kind of number that is typed and shown with its unit."""

    label: str
    example: str
    forms: tuple[Form, ...]
    units: Mapping[str, Decimal]
    """Spellings that are understood, without spaces and in small letters, with their sizes."""

    words: Mapping[str, float] = field(default_factory=dict)
    """Words that stand for a value; the first of a value is the one shown."""

    bare_below: float = math.inf
    """A number without a unit is the setting's own unit up to here; beyond, it could mean another, and is refused."""

    def shown(self, value: float) -> str:
        """The value with its unit, without false digits: `900 ms`, `1.2 s`, `unpaced`."""
        word = next((word for word, stands_for in self.words.items() if stands_for == value), None)
        if word is not None:
            return word
        form = self._form(value)
        return f"{grouped(_in_form(value, form))} {form.unit}"

    def last_digit(self, value: float) -> Decimal:
        """What the last visible digit is worth, in the setting's own unit."""
        form = self._form(value)
        exponent = _in_form(value, form).as_tuple().exponent
        assert isinstance(exponent, int)
        return Decimal(1).scaleb(exponent) * form.size

    def read(self, text: str) -> float:
        """The value that was typed; raises InvalidValue with one sentence."""
        typed = "".join(text.split()).lower()
        got = show(text.strip())
        if typed in self.words:
            return self.words[typed]
        match = _NUMBER.fullmatch(typed)
        plain = _plain(match[1]) if match else None
        if match is None or plain is None or (match[2] and match[2] not in self.units):
            raise InvalidValue(None, f"{self.label} must be {self.example}, got {got}")
        amount = Decimal(plain)
        if not match[2] and amount > self.bare_below:
            raise InvalidValue(
                None,
                f"{self.label} needs a unit beyond {number(self.bare_below)}, such as {typed} ms, got {got}",
            )
        return float(amount * self.units.get(match[2], Decimal(1)))

    def _form(self, value: float) -> Form:
        return next((form for form in self.forms if abs(value) < form.below), self.forms[-1])


def _in_form(value: float, form: Form) -> Decimal:
    exact = Decimal(repr(float(value))) / form.size
    places = next((places for places in range(form.places, MOST_PLACES) if exact == round(exact, places)), MOST_PLACES)
    return round(exact, places)


def _plain(typed: str) -> str | None:
    """The digits as Decimal reads them; a comma groups thousands where it can, else it is a decimal comma."""
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    elif "." not in typed:
        typed = typed.replace(",", ".", 1)
    return typed if "," not in typed and typed.count(".") <= 1 else None


_ONE = Decimal(1)
_THOUSANDTH = Decimal("0.001")

SPEED = Quantity(
    label="Speed",
    example="a number such as 45 or 45/s, or unpaced",
    forms=(
        Form(1, "tokens/s", _ONE, 2),
        Form(10, "tokens/s", _ONE, 1),
        Form(math.inf, "tokens/s", _ONE, 0),
    ),
    units=dict.fromkeys(
        ("/s", "/sec", "t/s", "tok/s", "token/s", "tokens/s", "tps", "tokenspersecond", "tokensasecond"), _ONE
    ),
    words={"unpaced": UNPACED, "∞": UNPACED},
)
FIRST_TOKEN = Quantity(
    label="First token",
    example="a time such as 900 ms or 0.9 s",
    forms=(Form(1, "ms", _THOUSANDTH, 0), Form(math.inf, "s", _ONE, 1)),
    units={
        **dict.fromkeys(("s", "sec", "second", "seconds"), _ONE),
        **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), _THOUSANDTH),
    },
    bare_below=30,
)
