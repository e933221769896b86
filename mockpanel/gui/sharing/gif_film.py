"""Writes a moving picture as GIF 89a, a frame at a time: only what changed, in few colours, in true time. No Qt.

Pillow can write a whole film too, but holds all of its frames at once for that: some hundred megabytes for half a
minute.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import BinaryIO

from PIL import GifImagePlugin, Image, ImageChops

from mockpanel.gui.sharing.film_canvas import FilmCanvas, Patch, PatchedFilm

COLOURS = 64
"""In the palette that all frames share: ramps from the ground to each ink, which is all that letters are made of."""

FAR = 48
"""Where a colour of a frame is further from the palette than this (an emoji), the frame brings its own."""

LONGEST_MS = 655_350
"""A frame's time is 16 bits of hundredths of a second."""


class GifFilm(PatchedFilm):
    """Frames go to `file` as they come; `close` ends the file and does not close it."""

    def __init__(self, file: BinaryIO, width: int, height: int, palette: Sequence[str], *, loop: bool) -> None:
        super().__init__(FilmCanvas(width, height), LONGEST_MS)
        self._file = file
        self._palette = _palette_of(palette)
        table = bytes(self._palette.getpalette("RGB") or ())[: 3 * COLOURS]
        # A colour table of 2 ** (5 + 1) colours, no background, square pixels.
        file.write(b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80 | 0x70 | 5, 0, 0) + table)
        if loop:
            file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")  # for ever

    def put(self, patch: Patch) -> None:
        """A frame, in whole hundredths of a second; it stays where the next one does not cover it."""
        image, own = self._reduced(patch.image)
        options = {"duration": patch.duration_ms, "disposal": 1, "include_color_table": own}
        self._file.writelines(GifImagePlugin.getdata(image, (patch.left, patch.top), **options))

    def end(self) -> None:
        """The trailer."""
        self._file.write(b";")

    def _reduced(self, image: Image.Image) -> tuple[Image.Image, bool]:
        """The picture in the colours that all share, or in its own, and whether it needs those."""
        shared = image.quantize(palette=self._palette, dither=Image.Dither.NONE)
        bands = ImageChops.difference(image, shared.convert("RGB")).split()
        if not any(any(band.histogram()[FAR + 1 :]) for band in bands):
            return shared, False
        return image.quantize(colors=COLOURS, dither=Image.Dither.NONE), True


def shades(ground: str, inks: Sequence[str], others: Sequence[str]) -> list[str]:
    """The colours of letters in these inks on that ground, which is the first of them, and others as they are."""
    start, *ends = (bytes.fromhex(colour.removeprefix("#")) for colour in (ground, *inks))
    steps = (COLOURS - 1 - len(others)) // len(inks)
    ramps = (
        bytes(round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True)).hex()
        for end in ends
        for step in range(1, steps + 1)
    )
    return [ground, *(f"#{colour}" for colour in ramps), *others]


def _palette_of(colours: Sequence[str]) -> Image.Image:
    """A picture that holds them; what is left of the table is the first one again."""
    filled = [*colours, *[colours[0]] * COLOURS][:COLOURS]
    made = Image.new("P", (1, 1))
    made.putpalette(b"".join(bytes.fromhex(colour.removeprefix("#")) for colour in filled))
    return made
