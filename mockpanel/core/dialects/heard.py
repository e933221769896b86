"""What one event of an answer brings, whatever the protocol; and how to look into JSON that may be anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from mockpanel.core.choices import PartKind
from mockpanel.core.sse_reader import Event, error_sentence


class Piece(NamedTuple):
    """Some text of one part of the first answer; of a tool call it is arguments, and `call` tells the calls apart."""

    kind: PartKind
    text: str
    call: int = 0
    name: str = ""
    """Of the tool, where the event says it."""


class News(NamedTuple):
    """What an event says: pieces, all tokens of the answer, the end, and what went wrong, as a sentence."""

    pieces: tuple[Piece, ...] = ()
    tokens: int | None = None
    done: bool = False
    error: str = ""

    @property
    def text(self) -> str:
        """The text that it brings, a refusal's too."""
        return "".join(piece.text for piece in self.pieces if piece.kind in (PartKind.TEXT, PartKind.REFUSAL))


Hear = Callable[[Event], News]
"""Listens to one answer, event by event; an answer in one piece is one event."""

NOTHING = News()
REFUSED = Piece(PartKind.REFUSAL, "")
"""Says behind a text that it was a refusal."""


def news(document: dict[str, Any], pieces: list[Piece], tokens: Any = None, *, done: bool = False) -> News:
    """The news of a JSON object, with what its error object says."""
    told = tuple(piece for piece in pieces if piece.text or piece.name or piece is REFUSED)
    return News(told, tokens if isinstance(tokens, int) else None, done, error_sentence(document))


def look(value: Any, *path: str) -> Any:
    """What stands in nested objects under some names; None where there is no such place."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def words(value: Any) -> str:
    """The value, if it is a text."""
    return value if isinstance(value, str) else ""


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, if it is one."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def whole(value: Any) -> int:
    """The value, if it is a whole number, else 0."""
    return value if isinstance(value, int) else 0
