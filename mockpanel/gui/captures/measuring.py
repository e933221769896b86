"""Measures captures one after the other, off the loop, and keeps what it found while they stay as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from mockpanel.core.capture_figures import CaptureFigures, figures_of, whole_ledger
from mockpanel.core.captures import Capture
from mockpanel.core.ledger import Ledger
from mockpanel.gui.scrubbing import Tokenize


class Measured(NamedTuple):
    """A capture, the encoding that its tokens are counted in, and what was found."""

    capture: Capture
    encoding: str
    figures: CaptureFigures
    ledger: Ledger


class Measuring:
    """The tokenizer's own process splits the texts, and threads do the rest."""

    def __init__(self, tokenize: Tokenize) -> None:
        self._tokenize = tokenize
        self._found: dict[str, Measured] = {}

    def found(self, capture: Capture, encoding: str) -> Measured | None:
        """What was found of a capture, if it was measured as it is now."""
        found = self._found.get(capture.name)
        fits = found is not None and found.capture is capture and found.encoding == encoding
        return found if fits else None

    def keep_only(self, captures: Sequence[Capture]) -> None:
        """Forgets all others."""
        names = {capture.name for capture in captures}
        self._found = {name: found for name, found in self._found.items() if name in names}

    async def measure(self, capture: Capture, encoding: str) -> Measured:
        """Finds it out."""
        answer = await self._tokenize(capture.text, encoding)
        reasoning = await self._tokenize(capture.reasoning, encoding)
        ledger = await asyncio.to_thread(whole_ledger, capture, answer, reasoning)
        found = Measured(capture, encoding, await asyncio.to_thread(figures_of, capture, ledger), ledger)
        self._found[capture.name] = found
        return found
