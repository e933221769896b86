"""What pictures, sounds and files in a chat message count for (OpenAI guides, images and vision; audio). Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mockpanel.core.media import decoded, head_of, image_size, wav_seconds

LOW_DETAIL_TOKENS = 85
TILE_TOKENS = 170
"""A picture costs 85 tokens, and in high detail 170 more for each tile, by the rule for gpt-4o."""

TILE_PIXELS = 512
LONGEST_SIDE = 2048
SHORTER_SIDE = 768
"""In high detail a picture is fitted into a square of 2048, its shorter side into 768, and cut into tiles of 512."""

UNKNOWN_IMAGE_TOKENS = 765
"""Of a picture whose size cannot be read, such as one behind an address: as many as one of 1024 x 1024 costs."""

AUDIO_TOKENS_PER_SECOND = 10
UNKNOWN_AUDIO_BYTES_PER_SECOND = 16_000
"""What is no WAV is taken for 128 kbit/s."""

HEAD_CHARACTERS = 128
"""So much of a sound's base64 text says how fast it plays; its length says for how long."""

UNKNOWN_FILE_TOKENS = 1000
"""Of a file that is not text, such as a PDF, or that was uploaded before."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What parts of a message count for: tokens, those of audio among them, and texts whose tokens count."""

    tokens: int = 0
    audio_tokens: int = 0
    texts: tuple[str, ...] = ()


def counted(parts: Iterable[Mapping[str, Any]]) -> Counted:
    """What some parts count for together, their plain text left out; one of an unknown kind counts nothing."""
    found = [_counted(part) for part in parts]
    tokens, audio = sum(part.tokens for part in found), sum(part.audio_tokens for part in found)
    return Counted(tokens, audio, tuple(text for part in found for text in part.texts))


def _counted(part: Mapping[str, Any]) -> Counted:
    match part.get("type"):
        case "refusal":
            return Counted(texts=(_text(part, "refusal"),))
        case "image_url":
            return Counted(_image_tokens(_object(part, "image_url")))
        case "input_audio":
            tokens = _audio_tokens(_object(part, "input_audio"))
            return Counted(tokens, tokens)
        case "file":
            return _file(_object(part, "file"))
        case _:
            return Counted()


def tile_tokens(width: int, height: int) -> int:
    """What a picture of so many pixels costs in high detail."""
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    scale *= min(1.0, SHORTER_SIDE / (min(width, height) * scale))
    tiles = math.prod(max(math.ceil(round(side * scale, 6) / TILE_PIXELS), 1) for side in (width, height))
    return LOW_DETAIL_TOKENS + TILE_TOKENS * tiles


def _image_tokens(image: Mapping[str, Any]) -> int:
    if image.get("detail") == "low":
        return LOW_DETAIL_TOKENS
    head = head_of(_text(image, "url"))
    size = image_size(head) if head is not None else None
    return UNKNOWN_IMAGE_TOKENS if size is None else tile_tokens(*size)


def _audio_tokens(audio: Mapping[str, Any]) -> int:
    data = _text(audio, "data")
    head, length = decoded(data[:HEAD_CHARACTERS]) or b"", len(data.rstrip("=")) * 3 // 4
    seconds = wav_seconds(head, length)
    seconds = length / UNKNOWN_AUDIO_BYTES_PER_SECOND if seconds is None else seconds
    return math.ceil(seconds * AUDIO_TOKENS_PER_SECOND)


def _file(file: Mapping[str, Any]) -> Counted:
    data = decoded(_text(file, "file_data"))
    try:
        text = (data or b"").decode()
    except UnicodeDecodeError:
        text = ""
    return Counted(texts=(text,)) if text and "\0" not in text else Counted(UNKNOWN_FILE_TOKENS)


def _object(part: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = part.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(fields: Mapping[str, Any], name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""
