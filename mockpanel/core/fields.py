"""How one setting is written down, and the check that every text of a setting passes. Knows no setting."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mockpanel.core.errors import InvalidValue

LONGEST_WAIT_S = 600
FASTEST_TOKENS_PER_SECOND = 100_000


def setting(default: Any, *, label: str, unit: str, text: str, **limits: Any) -> Any:
    """A setting: its default, label, unit, one sentence of help, and what limits it."""
    return Field(default, description=text, json_schema_extra={"label": label, "unit": unit}, **limits)


def whole_characters(field: str, text: str) -> str:
    """The text itself; raises InvalidValue where it holds half of a surrogate pair, which no UTF-8 can carry."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue(
            field,
            f"{field} must be valid Unicode, got a lone surrogate (U+{ord(text[error.start]):04X}) "
            f"at character {error.start}",
        ) from None
    return text


def header_text(field: str, text: str) -> str:
    """A secret text itself; raises InvalidValue, which does not show it, where no HTTP header can carry it."""
    whole_characters(field, text)
    if not (text.isascii() and text.isprintable()):
        raise InvalidValue(field, f"{field} must hold printable ASCII characters only, as HTTP headers do")
    return text
