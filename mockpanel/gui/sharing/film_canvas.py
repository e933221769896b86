"""What a moving picture has to write down of its frames: which part of each differs from the one before. No Qt."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image, ImageChops


class Patch(NamedTuple):
    """A part of a picture, where it belongs, and how long it stands there."""

    image: Image.Image
    left: int
    top: int
    duration_ms: int


class FilmCanvas:
    """Takes whole pictures, one after the other; gives their patches, one behind.

    A picture like the one before only makes that one stand longer.
    """

    def __init__(self, width: int, height: int, grain: int = 1) -> None:
        self._size = (width, height)
        self._grain = grain
        self._shown: Image.Image | None = None
        self._waiting: Patch | None = None

    def add(self, pixels: bytes, duration_ms: int) -> Patch | None:
        """A picture as blue, green, red and nothing a pixel; returns the patch of the picture before, if it is known
        by now how long that stands."""
        image = Image.frombytes("RGB", self._size, pixels, "raw", "BGRX")
        box: tuple[int, int, int, int] | None = (0, 0, *self._size)
        if self._shown is not None:
            box = ImageChops.difference(image, self._shown).getbbox()
        if box is None:
            assert self._waiting is not None
            self._waiting = self._waiting._replace(duration_ms=self._waiting.duration_ms + duration_ms)
            return None
        left, top = (edge // self._grain * self._grain for edge in box[:2])
        before, self._shown = self._waiting, image
        self._waiting = Patch(image.crop((left, top, *box[2:])), left, top, duration_ms)
        return before

    def last(self) -> Patch | None:
        """The patch that is still to be written, at the end."""
        waiting, self._waiting = self._waiting, None
        return waiting

    def dot(self, duration_ms: int) -> Patch:
        """A patch of the corner, which all pictures share: a time too long for one frame goes on in such ones."""
        assert self._shown is not None
        return Patch(self._shown.crop((0, 0, 1, 1)), 0, 0, duration_ms)


class PatchedFilm:
    """A film that is written patch by patch, none of which stands longer than `longest_ms`."""

    def __init__(self, canvas: FilmCanvas, longest_ms: int) -> None:
        self._canvas = canvas
        self._longest_ms = longest_ms

    def add(self, pixels: bytes, duration_ms: int) -> None:
        """The next picture (32-bit BGRX) and how long it stands."""
        self._write(self._canvas.add(pixels, duration_ms))

    def close(self) -> None:
        """The last picture, and the end."""
        self._write(self._canvas.last())
        self.end()

    def put(self, patch: Patch) -> None:
        """Writes a patch down."""
        raise NotImplementedError

    def end(self) -> None:
        """Writes the end of the film."""
        raise NotImplementedError

    def _write(self, patch: Patch | None) -> None:
        while patch is not None:
            stays = min(patch.duration_ms, self._longest_ms)
            self.put(patch._replace(duration_ms=stays))
            patch = self._canvas.dot(patch.duration_ms - stays) if patch.duration_ms > stays else None
