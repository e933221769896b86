"""Keeps secrets and control characters out of the log, the window and the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

MASK = "***"

_SECRET_NAME = re.compile(
    r"auth|api[-_]?key|\bkey\b|(access|id|refresh|session)[-_]?token|\btoken\b(?<!first.token)|secret|password|cookie",
    re.IGNORECASE,
)
_SECRET_IN_JSON = re.compile(
    r'("(?:[^"\\]*(?:authorization|api[-_]?key|secret|password|access[-_]?token)[^"\\]*)"\s*:\s*)"(?:[^"\\]|\\.)*("|$)',
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^(Bearer|Basic|Digest)\s", re.IGNORECASE)


def is_secret(name: str) -> bool:
    """Whether a header or parameter of that name holds a credential."""
    return _SECRET_NAME.search(name) is not None


def mask_headers(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Headers as text, credentials masked; the scheme of an Authorization stays readable."""
    return tuple(_masked(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def mask_query(query: bytes) -> str:
    """A query string, credentials masked."""
    text = query.decode("latin-1")
    if not _SECRET_NAME.search(text):
        return text
    pairs = [(name, MASK if is_secret(name) else value) for name, value in parse_qsl(text, keep_blank_values=True)]
    return urlencode(pairs, safe="*")


def mask_body(body: str) -> str:
    """A JSON body as it was sent, values of fields that name a credential masked."""
    return _SECRET_IN_JSON.sub(rf'\1"{MASK}"', body)


def printable(text: str) -> str:
    """Text in which control characters are shown as escapes, so that a log line stays one line."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _masked(name: str, value: str) -> tuple[str, str]:
    if not is_secret(name):
        return name, value
    scheme = _SCHEME.match(value)
    return name, f"{scheme.group(1)} {MASK}" if scheme else MASK
