"""Sizes and lengths are read from the first bytes of real pictures and sounds."""

from __future__ import annotations

import base64
import io
import wave
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mockpanel.core.media import decoded, head_of, image_size, wav_seconds


def picture(form: str, width: int = 37, height: int = 21, **options: Any) -> bytes:
    """A picture file."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, form, **options)
    return file.getvalue()


def sound(seconds: float, rate: int = 8000) -> bytes:
    """A WAV file of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(bytes(2 * int(seconds * rate)))
    return file.getvalue()


def data_url(content: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("PNG", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"exif": b"Exif\0\0" + bytes(5000)}),
        ("GIF", {}),
        ("BMP", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\0\0" + bytes(50)}),
    ],
    ids=str,
)
def test_a_pictures_size_is_read_from_its_head(form: str, options: dict[str, Any]) -> None:
    assert image_size(picture(form, **options)) == (37, 21)


@given(
    content=st.binary(max_size=60), start=st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM"])
)
def test_what_is_no_picture_or_a_broken_one_has_no_size_or_a_positive_one(content: bytes, start: bytes) -> None:
    size = image_size(start + content)

    assert size is None or min(size) > 0


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_picture_that_is_cut_off_has_no_size(form: str) -> None:
    assert image_size(picture(form)[:14]) is None or form == "GIF"


def test_a_sounds_length_is_read_from_its_head() -> None:
    content = sound(1.5)

    assert wav_seconds(content[:64], len(content)) == pytest.approx(1.5)
    assert wav_seconds(b"ID3" + content, len(content)) is None
    assert wav_seconds(content[:20], 20) is None
    assert wav_seconds(content[:28] + bytes(4) + content[32:], len(content)) is None


def test_base64_and_data_urls_are_decoded() -> None:
    assert decoded("aGk=") == b"hi"
    assert decoded("data:text/plain;base64,aGk=") == b"hi"
    assert decoded("data:,h%20i") == b"h i"
    assert decoded("data:nothing") is None
    assert decoded("ä") is None
    assert decoded("a") is None


def test_the_head_of_a_large_picture_is_enough() -> None:
    large = picture("BMP", 600, 400)

    head = head_of(data_url(large))

    assert head is not None
    assert len(head) < len(large)
    assert image_size(head) == (600, 400)
    assert head_of("https://example.com/a.png") is None
