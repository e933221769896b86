"""Keeps secrets and control characters out of the log, the window and the terminal."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode

MASK = "***"

_SECRET_NAME = re.compile(
    r"auth|api[-_]?key|\bkey\b|(access|id|refresh|session)[-_]?token|\btoken\b(?<!first.token)|secret|password|cookie",
    re.IGNORECASE,
)
_JSON_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|$)|\[[^\[\]]*\]|-?\d[\w.+-]*)')
"""A name and its text, list or number in JSON, each matched in one way only, so that no input makes it slow."""

_SECRET_VALUE = re.compile(r"\b(Bearer\s+|sk-|xox[bp]-|gh[pousr]_)[\w.~+/=-]{8,}", re.IGNORECASE)
"""What is a credential by its own looks, wherever it stands."""

_SCHEME = re.compile(r"^(Bearer|Basic|Digest)\s", re.IGNORECASE)


def is_secret(name: str) -> bool:
    """Whether a header or parameter of that name holds a credential."""
    return _SECRET_NAME.search(name) is not None


def mask_headers(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Headers as text, credentials masked; the scheme of an Authorization stays readable."""
    return tuple(_masked(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def mask_query(query: bytes) -> str:
    """A query string, credentials masked; names are looked at as the server reads them, decoded."""
    text = query.decode("latin-1")
    pairs = parse_qsl(text, keep_blank_values=True)
    if not any(is_secret(name) for name, _ in pairs):
        return mask_values(text)
    return urlencode([(name, MASK if is_secret(name) else mask_values(value)) for name, value in pairs], safe="*")


def mask_body(body: str) -> str:
    """A JSON body as it was sent, with credentials masked: by the name of their field, or by their own looks."""
    return mask_values(_JSON_PAIR.sub(_mask_pair, body))


def mask_values(text: str) -> str:
    """Any text, without what is a credential by its looks."""
    return _SECRET_VALUE.sub(lambda found: found.group(1) + MASK, text)


def mask_across(texts: Sequence[str], secret: str) -> list[str]:
    """Texts that follow each other, without a secret that stands in one of them or reaches over several.

    Each text keeps its place: of a secret that reaches over three, all three have a mask.
    """
    whole = "".join(texts)
    found = [range(match.start(), match.end()) for match in re.finditer(re.escape(secret), whole)] if secret else []
    masked, start = [], 0
    for text in texts:
        end = start + len(text)
        inside = [(max(place.start, start), min(place.stop, end)) for place in found]
        for begins, ends in reversed([span for span in inside if span[0] < span[1]]):
            text = text[: begins - start] + MASK + text[ends - start :]  # noqa: PLW2901 - from the end on, part by part
        masked.append(text)
        start = end
    return masked


def printable(text: str) -> str:
    """Text in which control characters are shown as escapes, so that a log line stays one line."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _masked(name: str, value: str) -> tuple[str, str]:
    if not is_secret(name):
        return name, mask_values(value)
    scheme = _SCHEME.match(value)
    return name, f"{scheme.group(1)} {MASK}" if scheme else MASK


def _mask_pair(found: re.Match[str]) -> str:
    name = found.group(1)
    if "\\u" in name:
        with contextlib.suppress(ValueError):
            name = json.loads(f'"{name}"')
    return f'"{found.group(1)}"{found.group(2)}"{MASK}"' if is_secret(name) else found.group(0)
