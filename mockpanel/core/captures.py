"""A captured answer: which text came when. Holds no credentials, and knows no file, socket or clock."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Arrival:
    """One chunk as it came: `seconds` since the request was sent, and its text; `reasoning` where it is thought."""

    seconds: float
    text: str
    reasoning: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """What came of one answer, in the order of time. `captured_at` is an ISO 8601 time; all words may be empty."""

    name: str
    arrivals: tuple[Arrival, ...]
    model: str = ""
    source: str = ""
    """The host or the file that it was taken from."""
    captured_at: str = ""
    notes: str = ""

    def named(self, name: str) -> Capture:
        """The same under another name."""
        return replace(self, name=name)

    @property
    def answer(self) -> tuple[Arrival, ...]:
        """The chunks of the answer itself, those without text left out."""
        return tuple(arrival for arrival in self.arrivals if arrival.text and not arrival.reasoning)

    @property
    def thinking(self) -> tuple[Arrival, ...]:
        """The chunks of the reasoning before it."""
        return tuple(arrival for arrival in self.arrivals if arrival.text and arrival.reasoning)

    @property
    def text(self) -> str:
        """The text of the answer."""
        return "".join(arrival.text for arrival in self.answer)

    @property
    def reasoning(self) -> str:
        """The text of the reasoning."""
        return "".join(arrival.text for arrival in self.thinking)
