"""What was preferred in blind rounds: who won how often, and the rounds as text for files. Opens no file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.settings import TEXT_NAMES, StreamSettings

FIGURES = ("tokens_per_second", "time_to_first_token")


class Preferred(StrEnum):
    """The side that was better, or neither."""

    LEFT = "left"
    RIGHT = "right"
    NEITHER = "neither"


class Round(BaseModel):
    """One blind round: what stood on which side, and which side was preferred. `at` is in seconds since 1970."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    at: float
    left: str
    right: str
    preferred: Preferred
    left_settings: Mapping[str, Any] = Field(default_factory=dict)
    right_settings: Mapping[str, Any] = Field(default_factory=dict)
    """What each side was streamed with, as `told_settings` gives it."""

    @property
    def winner(self) -> str:
        """The preferred profile's name; empty for neither."""
        return {Preferred.LEFT: self.left, Preferred.RIGHT: self.right, Preferred.NEITHER: ""}[self.preferred]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one profile did in all its rounds."""

    name: str
    wins: int = 0
    losses: int = 0
    ties: int = 0
    left: int = 0
    """As often it stood on the left."""

    @property
    def rounds(self) -> int:
        """All of them."""
        return self.wins + self.losses + self.ties


def standings(rounds: Sequence[Round]) -> list[Standing]:
    """Every profile that was in a round, the one with the most wins first."""
    names = dict.fromkeys(name for played in rounds for name in (played.left, played.right))
    return sorted((_standing(name, rounds) for name in names), key=lambda found: (-found.wins, found.losses))


def between(rounds: Iterable[Round], first: str, second: str) -> list[Round]:
    """The rounds in which these two met."""
    return [played for played in rounds if {played.left, played.right} == {first, second}]


def told_settings(settings: StreamSettings) -> dict[str, Any]:
    """Rate, time to first token, and what else differs from the defaults, without texts."""
    plain = StreamSettings()
    values = settings.model_dump(mode="json", exclude=set(TEXT_NAMES))
    return {name: value for name, value in values.items() if name in FIGURES or value != getattr(plain, name)}


def as_csv(rounds: Iterable[Round]) -> str:
    """One line a round, in the order in which they were played, below a line of names."""
    out = io.StringIO()
    writer = csv.writer(out)
    sides = [f"{side}_{name}" for side in ("left", "right") for name in FIGURES]
    writer.writerow(["round", "at", "left", "right", "preferred", "winner", *sides])
    for number, played in enumerate(rounds, 1):
        told = [side.get(name, "") for side in (played.left_settings, played.right_settings) for name in FIGURES]
        names = (_cell(played.left), _cell(played.right), played.preferred, _cell(played.winner))
        writer.writerow([number, _time(played), *names, *told])
    return out.getvalue()


def as_json(rounds: Sequence[Round]) -> str:
    """The rounds, and how each profile did in them."""
    told = [
        {"round": number, **played.model_dump(mode="json"), "at": _time(played), "winner": played.winner or None}
        for number, played in enumerate(rounds, 1)
    ]
    profiles = [
        {"name": it.name, "rounds": it.rounds, "wins": it.wins, "losses": it.losses, "ties": it.ties, "left": it.left}
        for it in standings(rounds)
    ]
    return json.dumps({"profiles": profiles, "rounds": told}, ensure_ascii=False, indent=2) + "\n"


def _standing(name: str, rounds: Iterable[Round]) -> Standing:
    wins = losses = ties = left = 0
    for played in rounds:
        if name in (played.left, played.right):
            wins += played.winner == name
            ties += not played.winner
            losses += played.winner not in ("", name)
            left += played.left == name
    return Standing(name, wins, losses, ties, left)


def _cell(name: str) -> str:
    """A name that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def _time(played: Round) -> str:
    return datetime.fromtimestamp(played.at, UTC).isoformat(timespec="milliseconds")
