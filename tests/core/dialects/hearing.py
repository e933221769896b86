"""Answers as they come over the wire, heard to their end. The samples are the server's, without what nobody reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.table import dialect_of
from mockpanel.core.sse_reader import Event
from mockpanel.core.stream_readers import reader_of

SAMPLES = Path(__file__).parent / "samples"
TYPES = {".sse": "text/event-stream; charset=utf-8", ".ndjson": "application/x-ndjson", ".json": "application/json"}


@dataclass
class Told:
    """All that was heard of one answer."""

    texts: dict[PartKind, str] = field(default_factory=dict)
    calls: dict[int, tuple[str, str]] = field(default_factory=dict)
    tokens: int | None = None
    done: bool = False
    error: str = ""

    @property
    def refused(self) -> bool:
        return PartKind.REFUSAL in self.texts


def heard(target: str, events: list[Event]) -> Told:
    """What the protocol of a target hears in events."""
    told, hear = Told(), dialect_of(target).listen()
    for event in events:
        news = hear(event)
        for piece in news.pieces:
            if piece.kind is PartKind.TOOL_CALL:
                name, text = told.calls.get(piece.call, ("", ""))
                told.calls[piece.call] = name + piece.name, text + piece.text
            else:
                told.texts[piece.kind] = told.texts.get(piece.kind, "") + piece.text
        told.tokens = told.tokens if news.tokens is None else news.tokens
        told.done, told.error = told.done or news.done, told.error + news.error
    return told


def sample(target: str, name: str, portion: int = 1 << 20) -> Told:
    """What is heard in a sample that comes in portions of so many bytes."""
    data = (SAMPLES / name).read_bytes()
    reader = reader_of(TYPES[Path(name).suffix], target)
    if reader is None:
        text = data.decode()
        return heard(target, [Event(text, "", text)])
    portions = (data[at : at + portion] for at in range(0, len(data), portion))
    return heard(target, [event for some in portions for event in reader.feed(some)])
