"""Pictures, sounds and files count as OpenAI's guides count them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from mockpanel.wire.openai_inputs import Counted, counted, tile_tokens
from tests.core.test_media import data_url, picture, sound


def image(url: Any, **fields: Any) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url, **fields}}


def file(content: bytes) -> dict[str, Any]:
    return {"type": "file", "file": {"filename": "x", "file_data": data_url(content, "text/plain")}}


@pytest.mark.parametrize(
    ("width", "height", "tokens"),
    [(1024, 1024, 765), (2048, 4096, 1105), (512, 512, 255), (1, 1, 255), (1025, 513, 85 + 170 * 6), (10**9, 1, 765)],
)
def test_a_picture_costs_as_many_tiles_as_the_guide_says(width: int, height: int, tokens: int) -> None:
    assert tile_tokens(width, height) == tokens


@pytest.mark.parametrize(
    ("part", "tokens"),
    [
        (image(data_url(picture("PNG", 600, 300)), detail="high"), 85 + 170 * 2),
        (image(data_url(picture("JPEG", 300, 300))), 255),
        (image(data_url(picture("PNG", 600, 300)), detail="low"), 85),
        (image("https://example.com/a.png"), 765),
        (image("data:image/png;base64,????"), 765),
        (image(5), 765),
        ({"type": "image_url"}, 765),
        ({"type": "video"}, 0),
    ],
    ids=range(8),
)
def test_a_picture_counts_by_its_size_and_detail(part: dict[str, Any], tokens: int) -> None:
    assert counted([part]) == Counted(tokens)


def test_a_sound_counts_by_its_length() -> None:
    content = base64.b64encode(sound(2.5)).decode()
    other = base64.b64encode(bytes(32_000)).decode()

    assert counted([{"type": "input_audio", "input_audio": {"data": content, "format": "wav"}}]) == Counted(25, 25)
    assert counted([{"type": "input_audio", "input_audio": {"data": other, "format": "mp3"}}]) == Counted(20, 20)
    assert counted([{"type": "input_audio"}]) == Counted()


def test_a_file_counts_by_its_text_and_any_other_by_a_constant() -> None:
    assert counted([file(b"Hello")]) == Counted(texts=("Hello",))
    assert counted([file(b"%PDF-1.7\xff")]) == Counted(1000)
    assert counted([file(b"a\0b")]) == Counted(1000)
    assert counted([{"type": "file", "file": {"file_id": "file-1"}}]) == Counted(1000)


def test_parts_count_together() -> None:
    parts = [image("https://example.com/"), {"type": "refusal", "refusal": "No."}, file(b"Hello")]

    assert counted(parts) == Counted(765, 0, ("No.", "Hello"))
