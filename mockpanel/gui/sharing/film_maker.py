"""Makes a moving picture: draws frame by frame on the loop, each briefly, and writes each in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol, assert_never

from PySide6.QtGui import QImage

from mockpanel.core.film import film_frames
from mockpanel.core.film_choices import FilmChoices, FilmKind
from mockpanel.core.scrub import Recording
from mockpanel.gui.sharing.film_page import FilmPage, film_colours

REST_S = 0.002
"""Between two frames the loop gets at least so long for streams and clicks."""


class Film(Protocol):
    """What a format's writer does."""

    def add(self, pixels: bytes, duration_ms: int) -> None:
        """The next picture."""

    def close(self) -> None:
        """The end."""


async def make_film(
    path: Path, made: Recording, choices: FilmChoices, caption: str, progress: Callable[[int, int], None]
) -> None:
    """Writes the film of an answer to a file that appears when it is whole; raises OSError.

    `progress` is told how many of the frames are done. Cancelled, it leaves no file.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with await asyncio.to_thread(part.open, "wb") as file:
            await _write(file, made, choices, caption, progress)
        await asyncio.to_thread(part.replace, path)
    finally:
        part.unlink(missing_ok=True)


async def _write(
    file: BinaryIO, made: Recording, choices: FilmChoices, caption: str, progress: Callable[[int, int], None]
) -> None:
    frames = await asyncio.to_thread(film_frames, made, choices.speed)
    page, film = FilmPage(choices, caption if choices.caption else ""), await asyncio.to_thread(_film, file, choices)
    try:
        for place, frame in enumerate(frames):
            pixels = _pixels(page.image(made.text[: frame.end]))
            await asyncio.to_thread(film.add, pixels, frame.duration_ms)
            progress(place + 1, len(frames))
            await asyncio.sleep(REST_S)
        await asyncio.to_thread(film.close)
    finally:
        page.close()


def _film(file: BinaryIO, choices: FilmChoices) -> Film:
    match choices.kind:
        case FilmKind.GIF:
            from mockpanel.gui.sharing.gif_film import GifFilm, shades  # Pillow, only for those who export

            c = film_colours(choices)
            palette = shades(c.surface, (c.text, c.muted, c.accent), (c.window, c.hairline, c.border))
            return GifFilm(file, choices.width, choices.height, palette, loop=choices.loop)
        case FilmKind.WEBP:
            from mockpanel.gui.sharing.webp_film import WebpFilm

            return WebpFilm(file, choices.width, choices.height, loop=choices.loop)
        case _:
            assert_never(choices.kind)


def _pixels(image: QImage) -> bytes:
    return bytes(image.constBits())
