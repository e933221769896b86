"""Takes down one answer as its bytes come: which text came when. Is told the time; knows no socket and no clock."""

from __future__ import annotations

import json
from typing import Any

from mockpanel.core.answer_texts import model_of, said
from mockpanel.core.capture_checks import DIGITS, LARGEST_BYTES, MOST_CHARACTERS, MOST_CHUNKS
from mockpanel.core.captures import Arrival
from mockpanel.core.sse_reader import SseReader, error_sentence

LONGEST_WORD = 500
"""Characters of a model's name or an error's sentence."""

LAST_EVENTS = ("message_stop", "response.completed", "response.incomplete", "response.failed")
"""What ends a stream of Anthropic's and of the Responses API, where others have [DONE]."""


class Taking:
    """One answer, streamed as server-sent events or in one piece. What is too much for a capture is passed over."""

    def __init__(self, *, streamed: bool) -> None:
        self.arrivals: list[Arrival] = []
        self.model = ""
        self.error = ""
        """What an error object in the answer says."""
        self.done = False
        """Whether the event has come that ends a stream, after which many clients leave at once."""

        self.full = False
        """Whether more came than a capture may hold."""
        self._reader = SseReader() if streamed else None
        self._whole = bytearray()
        self._size = self._characters = 0

    def feed(self, seconds: float, data: bytes) -> list[Arrival]:
        """The chunks that these bytes complete; they came so many seconds after the request was sent."""
        self._size += len(data)
        if self.full or self._size > LARGEST_BYTES:
            self.full = True
            return []
        if self._reader is None:
            self._whole += data
            return []
        found = []
        for event in self._reader.feed(data):
            document = event.document
            self.done = self.done or event.done or document.get("type") in LAST_EVENTS
            found += self._take(seconds, document)
        return found

    def end(self, seconds: float) -> list[Arrival]:
        """The chunks of an answer in one piece, or of a last event that no empty line ends."""
        if self._reader is not None:
            return self.feed(seconds, b"\n\n")
        try:
            document = json.loads(self._whole)
        except (ValueError, RecursionError):
            return []
        return self._take(seconds, document) if isinstance(document, dict) else []

    def _take(self, seconds: float, document: dict[str, Any]) -> list[Arrival]:
        self.model = self.model or _short(model_of(document))
        self.error = self.error or _short(error_sentence(document))
        found = []
        for text, reasoning in said(document):
            self._characters += len(text)
            if self._characters > MOST_CHARACTERS or len(self.arrivals) >= MOST_CHUNKS:
                self.full = True
                break
            found.append(Arrival(round(seconds, DIGITS), _whole(text), reasoning))
            self.arrivals.append(found[-1])
        return found


def _short(text: str) -> str:
    return _whole(text[:LONGEST_WORD])


def _whole(text: str) -> str:
    """A text that UTF-8 can carry: JSON may hold half a surrogate pair."""
    return text.encode("utf-8", "replace").decode()
