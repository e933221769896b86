"""Writes a moving picture as animated WebP, a frame at a time: only what changed, without loss, in true time. No Qt.

Each part is written by Pillow as a still; around the stills goes the container that Google's WebP Container
Specification (Extended File Format) describes. Pillow's own film holds all of its frames at once.
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

from PIL import WebPImagePlugin

from mockpanel.gui.sharing.film_canvas import FilmCanvas, Patch, PatchedFilm

GRAIN = 2
"""A part begins at even places."""

ANIMATED = 0x02
NO_BLENDING = 0x02
LONGEST_MS = 2**24 - 1
EFFORT = {"quality": 20, "method": 2}
"""Without loss, quality is effort too, of 100: more takes twice as long and saves little on letters."""


class WebpFilm(PatchedFilm):
    """Frames go to `file`, which can seek, as they come; `close` ends the film and does not close the file."""

    def __init__(self, file: BinaryIO, width: int, height: int, *, loop: bool) -> None:
        if not WebPImagePlugin.SUPPORTED:
            raise OSError("Pillow was built without WebP; GIF is there")
        super().__init__(FilmCanvas(width, height, GRAIN), LONGEST_MS)
        self._file = file
        self._start = file.tell()
        file.write(b"RIFF\0\0\0\0WEBP")
        self._chunk(b"VP8X", struct.pack("<I", ANIMATED) + _three(width - 1) + _three(height - 1))
        self._chunk(b"ANIM", struct.pack("<IH", 0, 0 if loop else 1))

    def put(self, patch: Patch) -> None:
        """A frame."""
        still = io.BytesIO()
        patch.image.save(still, "WEBP", lossless=True, **EFFORT)
        size = (patch.image.width - 1, patch.image.height - 1)
        places = (patch.left // GRAIN, patch.top // GRAIN, *size, patch.duration_ms)
        head = b"".join(map(_three, places)) + bytes((NO_BLENDING,))
        self._chunk(b"ANMF", head + still.getvalue()[12:])  # without RIFF, size and WEBP

    def end(self) -> None:
        """The size, which stands at the start."""
        end = self._file.tell()
        self._file.seek(self._start + 4)
        self._file.write(struct.pack("<I", end - self._start - 8))
        self._file.seek(end)

    def _chunk(self, name: bytes, data: bytes) -> None:
        self._file.write(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2))


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
