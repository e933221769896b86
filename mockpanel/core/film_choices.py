"""What a moving picture of an answer is to be like, and the line that may stand below it. No picture, no file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mockpanel.core.measures import duration, rate
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.request_record import RequestRecord

SMALLEST_PX = 160
WIDEST_PX = 1920
HIGHEST_PX = 1200


class FilmKind(StrEnum):
    """The format."""

    GIF = "gif"
    WEBP = "webp"

    @property
    def label(self) -> str:
        """Its name for people."""
        return {FilmKind.GIF: "GIF", FilmKind.WEBP: "WebP"}[self]


@dataclass(frozen=True, slots=True)
class FilmChoices:
    """Sizes in pixels, text size in per cent, speed against how it went."""

    kind: FilmKind = FilmKind.GIF
    width: int = 720
    height: int = 405
    zoom: int = 125
    dark: bool = False
    markdown: bool = False
    speed: float = 1.0
    loop: bool = True
    caption: bool = True


def caption(record: RequestRecord, profile: str = "") -> str:
    """Profile or model, measured rate and first token, as far as they are known."""
    told = [profile or record.model or f"Request {record.number}"]
    if (per_second := record.ledger.tokens_per_second) is not None:
        told.append(f"{rate(per_second)} tokens/s")
    if (first := record.ledger.time_to_first_token) is not None:
        told.append(f"first token {duration(first * SECOND_NS)}")
    return " · ".join(told)
