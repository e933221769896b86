"""A text that a regular expression matches, always the same one. Never runs the expression: no pattern takes long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from mockpanel.core.pattern_reading import names, parsed

Chosen = TypeVar("Chosen")

MOST_STEPS = 5_000
MOST_LONGER = 100
"""So many characters a text gets longer to be another one."""

MOST_REPEATS_WRITTEN = 100
"""A repetition that goes on longer repeats itself."""

_PRINTABLE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;!?/+*=@#%&()[]{}<>'\"|~^$\\`\n\té漢"


def matching(pattern: str, least: int = 0, most: int = 10_000, turn: int = 0) -> str | None:
    """A text of `least` to `most` characters with a match, as far as that can be; None where the pattern is no such.

    Another `turn` gives another text where the pattern leaves a choice. What looks ahead or behind is not heeded.
    """
    found = varied(pattern, least, most, turn)
    return None if found is None else found[0]


def varied(pattern: str, least: int, most: int, turn: int) -> tuple[str, int] | None:
    """A text as `matching` gives it, and the part of the turn, if any, that the pattern left no choice for."""
    tree = parsed(pattern)
    if tree is None:
        return None
    try:
        text, left = _written(tree, turn, 0, most)
        missing = max(least - len(text), 0)
        if missing:
            text, left = _written(tree, turn, missing, most)
        if left:
            longer, _ = _written(tree, turn, missing + min(left, MOST_LONGER), most)
            if len(text) < len(longer) <= most:
                return longer, 0
    except (RecursionError, OverflowError, _TooMuch):
        return None
    return text, left


def _written(tree: Any, turn: int, more: int, most: int) -> tuple[str, int]:
    writer = _Writer(turn, more, most)
    return writer.text(tree), writer.turn


class _TooMuch(Exception):
    """The pattern wants more text than anyone reads."""


class _Writer:
    """Writes one text; `more` characters beyond the shortest are spread over what may repeat."""

    def __init__(self, turn: int, more: int, most: int) -> None:
        self.turn = turn
        self._more = more
        self._left = most
        self._steps = MOST_STEPS
        self._groups: dict[int, str] = {}

    def text(self, tree: Any) -> str:
        """The text of a sequence of the pattern's parts."""
        written: list[str] = []
        for operation, argument in tree:
            self._steps -= 1
            if self._steps < 0:
                raise _TooMuch
            written.append(self._part(operation, argument))
        return "".join(written)

    def _part(self, operation: Any, argument: Any) -> str:
        if operation in (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT):
            return self._repeated(*argument)
        if operation is names.BRANCH:
            return self.text(self._chosen(argument[1]))
        if operation is names.SUBPATTERN:
            text = self._groups[argument[0]] = self.text(argument[3])
            return text
        if operation is names.ATOMIC_GROUP:
            return self.text(argument)
        if operation is names.GROUPREF:
            return self._groups.get(argument, "")
        if operation is names.GROUPREF_EXISTS:
            return self.text(argument[1] if argument[0] in self._groups else argument[2] or ())
        return self._character(operation, argument)

    def _repeated(self, least: int, most: int, body: Any) -> str:
        """The shortest repetition, one where none or any number may be; longer where more text is wanted."""
        if least > MOST_STEPS:
            raise _TooMuch
        wanted = max(least, 1 if most is names.MAXREPEAT and self._left > 0 else 0)
        written: list[str] = []
        while len(written) < wanted or (len(written) < int(most) and self._more > 0):
            longer, before = len(written) >= wanted, self._more
            text = self.text(body)
            written.append(text)
            if longer:
                self._more = min(self._more, before - len(text))
                if not text:
                    break
                if len(written) > MOST_REPEATS_WRITTEN:
                    times = max(min(int(most) - len(written), -(-self._more // len(text))), 0)
                    self._more -= times * len(text)
                    return "".join(written) + text * times
        return "".join(written)

    def _character(self, operation: Any, argument: Any) -> str:
        if operation in (names.AT, names.ASSERT, names.ASSERT_NOT, names.FAILURE):
            return ""
        self._left -= 1
        if operation is names.LITERAL:
            return chr(argument)
        if operation is names.NOT_LITERAL:
            return self._chosen([letter for letter in _PRINTABLE if ord(letter) != argument])
        allowed = _members(argument) if operation is names.IN else _PRINTABLE[:-4]
        if not allowed:
            raise _TooMuch
        return self._chosen(allowed)

    def _chosen(self, options: Sequence[Chosen]) -> Chosen:
        """One of several, by what is left of the turn, so that each turn makes choices of its own."""
        self.turn, place = divmod(self.turn, len(options))
        return options[place]


def _members(parts: Any) -> str:
    """Characters that a set in brackets holds, all of a short range and the first of a long one."""
    negated = bool(parts) and parts[0][0] is names.NEGATE
    if negated:
        return "".join(letter for letter in _PRINTABLE if not any(_holds(part, letter) for part in parts[1:]))
    found = ""
    for operation, argument in parts:
        if operation is names.LITERAL:
            found += chr(argument)
        elif operation is names.RANGE:
            found += "".join(map(chr, range(argument[0], min(argument[1], argument[0] + 100) + 1)))
        else:
            found += "".join(letter for letter in _PRINTABLE if _holds((operation, argument), letter))
    return found


def _holds(part: Any, letter: str) -> bool:
    operation, argument = part
    if operation is names.LITERAL:
        return bool(ord(letter) == argument)
    if operation is names.RANGE:
        return bool(argument[0] <= ord(letter) <= argument[1])
    kind = str(argument)  # such as CATEGORY_NOT_DIGIT
    belongs = {"DIGIT": letter.isdigit(), "SPACE": letter.isspace(), "WORD": letter.isalnum() or letter == "_"}
    return belongs.get(kind.rpartition("_")[2], False) is not ("_NOT_" in kind)
