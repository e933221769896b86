"""What is told about the tokens under the pointer: their text, numbers, places and bytes."""

from __future__ import annotations

from html import escape

from mockpanel.core.spans import Span
from mockpanel.core.tokens import Tokens

TOOLTIP_TOKENS = 8
TOOLTIP_BYTES = 24
TOOLTIP_TEXT = 60
"""A token of a thousand spaces does not belong in a tooltip."""

MARKS = {" ": "·", "\t": "→", "\u00a0": "°", "\u3000": "□", "\u2028": "⤶"}
"""How white space is shown, where asked for."""

_VISIBLE = {**{chr(code): f"\\x{code:02x}" for code in (*range(32), 127)}, **MARKS, "\n": "↵", "\r": "CR"}
"""How a tooltip shows what cannot be seen."""


def described(tokens: Tokens, span: Span) -> str:
    """The tokens of a span, one a row: their text, number, index and bytes."""
    indexes = range(span.first, span.last + 1)
    data = b"".join(map(tokens.token_bytes, indexes))
    rows = [f"<tr><td colspan=3><b>{_quoted(data)}</b></td></tr>"]
    for index in indexes[:TOOLTIP_TOKENS]:
        piece = tokens.token_bytes(index)
        more = "…" if len(piece) > TOOLTIP_BYTES else ""
        shown = piece[:TOOLTIP_BYTES].hex(" ").upper()
        cells = f"id {tokens.ids[index]}", f"index {index}", f"bytes {shown}{more}"
        rows.append("<tr>" + "".join(f"<td>{cell}&nbsp;&nbsp;</td>" for cell in cells) + "</tr>")
    if len(indexes) > TOOLTIP_TOKENS:
        rows.append(f"<tr><td colspan=3>and {len(indexes) - TOOLTIP_TOKENS} more</td></tr>")
    return f"<table style='white-space: pre'>{''.join(rows)}</table>"


def _quoted(data: bytes) -> str:
    """The text with marks for what cannot be seen."""
    text = data.decode(errors="replace")
    text = text if len(text) <= TOOLTIP_TEXT else text[:TOOLTIP_TEXT] + "…"
    return escape("".join(_VISIBLE.get(character, character) for character in text))
