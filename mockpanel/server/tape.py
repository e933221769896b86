"""A sink with no client behind it: keeps the frames of a stream, for whoever reads them later, and from anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from mockpanel.server.sinks import nothing

LARGEST_TAPE_BYTES = 16 * 1024 * 1024
"""A stream of more frames than that goes on, but can no longer be read."""

FRAME_END = b"\n\n"
FRAME_BYTES = 60
"""What Python holds for a frame beside its text."""


class Tape:
    """The frames of one stream, each at the place of its number."""

    full = False

    def __init__(self) -> None:
        self.on_writable = nothing
        self.frames: list[bytes] = []
        self.size = 0
        self.over = False
        """Whether no more frames will come."""
        self.torn = False
        """Whether there were too many of them."""
        self._news = asyncio.Event()

    def write(self, data: bytes) -> None:
        """Keeps whole frames."""
        if self.torn:
            return
        found = data.split(FRAME_END)[:-1]
        self.frames += found
        self.size += len(data) + FRAME_BYTES * len(found)
        if self.size > LARGEST_TAPE_BYTES:
            self.torn = True
            self.frames, self.size = [], 0
        self._tell()

    def close(self, last: bytes = b"") -> None:
        """Ends it, with some last frames."""
        if last:
            self.write(last)
        self.over = True
        self._tell()

    async def read(self, start: int = 0) -> AsyncIterator[bytes]:
        """The frames from that place on: those that are there, then the others as they come."""
        while True:
            news = self._news
            if frames := self.frames[start:]:
                start += len(frames)
                yield FRAME_END.join(frames) + FRAME_END
            elif self.over or self.torn:
                return
            else:
                await news.wait()

    async def run(self, ended: asyncio.Future[Any]) -> bool:
        """Waits for the stream's end."""
        await ended
        return True

    def interrupt(self) -> None:
        """Nothing waits here."""

    async def finish(self) -> None:
        """Ends it properly."""
        self.close()

    async def abort(self, *, flush: bool = False) -> bool:
        """Ends it as well: what was kept is what there is."""
        del flush
        self.close()
        return True

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
