"""Reads what a picture or a sound says of itself in its first bytes: its size, its length. Decodes neither."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_to_bytes

Size = tuple[int, int]
"""Width and height in pixels."""

HEAD_CHARACTERS = 256 * 1024
"""So much of a picture's base64 text is enough to find its size, behind what cameras put before it."""

_JPEG_SIZES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
"""Markers of the segments that hold a size (ITU-T T.81, table B.1)."""


def decoded(text: str) -> bytes | None:
    """The bytes of base64 text, or of a data URL (RFC 2397); None where it is neither."""
    if text.startswith("data:"):
        about, comma, text = text.partition(",")
        if not comma:
            return None
        if not about.endswith(";base64"):
            return unquote_to_bytes(text)
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return None


def head_of(url: str) -> bytes | None:
    """The first bytes of what a data URL holds; None for any other address."""
    if not url.startswith("data:"):
        return None
    about, _, content = url.partition(",")
    cut = content[:HEAD_CHARACTERS]
    return decoded(f"{about},{cut[: len(cut) // 4 * 4]}")


def image_size(head: bytes) -> Size | None:
    """The size of a PNG, JPEG, GIF, WebP or BMP picture by its first bytes; None where they do not tell."""
    size = None
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        size = _pair(head, 16, 4, "big")
    elif head.startswith((b"GIF87a", b"GIF89a")):
        size = _pair(head, 6, 2, "little")
    elif head.startswith(b"BM"):
        size = _pair(head, 18, 4, "little")
    elif head.startswith(b"\xff\xd8"):
        size = _jpeg_size(head)
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        size = _webp_size(head)
    return size if size is not None and min(size) > 0 else None


def wav_seconds(head: bytes, length: int) -> float | None:
    """How long a WAV sound of `length` bytes plays, by its first bytes; None where it is none."""
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE" or len(head) < 44:
        return None
    bytes_per_second = int.from_bytes(head[28:32], "little")
    return max(length - 44, 0) / bytes_per_second if bytes_per_second else None


def _pair(head: bytes, start: int, width: int, order: str) -> Size | None:
    """Two whole numbers, one behind the other."""
    end = start + 2 * width
    if len(head) < end:
        return None
    first, second = head[start : start + width], head[start + width : end]
    if order == "big":
        return int.from_bytes(first, "big"), int.from_bytes(second, "big")
    signed = width == 4  # a BMP that is stored from its top has a negative height
    return int.from_bytes(first, "little"), abs(int.from_bytes(second, "little", signed=signed))


def _jpeg_size(head: bytes) -> Size | None:
    at = 2
    while at + 9 < len(head) and head[at] == 0xFF:
        if head[at + 1] in _JPEG_SIZES:
            size = _pair(head, at + 5, 2, "big")
            return (size[1], size[0]) if size else None
        at += 2 + max(int.from_bytes(head[at + 2 : at + 4], "big"), 2)
    return None


def _webp_size(head: bytes) -> Size | None:
    """The size by the kind of the first chunk (RFC 9649)."""
    if len(head) < 30:
        return None
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
