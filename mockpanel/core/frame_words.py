"""What a frame of the wire brings, in a few words for a column beside it. Pure; reads no JSON: pieces were heard."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece

MOST_PIECES = 3
"""An answer in one piece brings all of its parts at once; the first ones fill the column."""


def frame_words(pieces: Sequence[Piece], most: int) -> str:
    """Text in quotes, as JSON writes it, and calls as name(arguments); no longer than `most` characters."""
    told = " ".join(filter(None, (_words(piece, most) for piece in pieces[:MOST_PIECES])))
    return told if len(told) <= most else told[: most - 1] + "…"


def frame_value(words: str) -> str:
    """How the JSON string begins from which the words were made: the text's own, or the name of the tool."""
    begun = words.removesuffix("…")
    if begun.startswith('"'):
        return begun
    name, call, _ = begun.partition("(")
    closed = call or begun == words
    return f'"{name}' + ('"' if name and closed else "")


def _words(piece: Piece, most: int) -> str:
    if piece.kind is PartKind.TOOL_CALL and piece.name:
        return f"{piece.name}({piece.text[:most]})" if piece.text else piece.name
    return json.dumps(piece.text[:most], ensure_ascii=False) if piece.text else ""
