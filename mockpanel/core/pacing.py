"""When each token is due. Pure arithmetic: no clock, no sleeping.

Times are integer nanoseconds on whatever clock the caller uses; rates are tokens a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SECOND_NS = 1_000_000_000
LONGEST_GAP_NS = 10.0 * 365 * 24 * 3600 * SECOND_NS
"""Ten years: a rate of 1e-300 tokens a second stays a number that timers and ledgers can hold."""

LATEST_NS = 2.0**61
"""No token is due later than this after its anchor: some seventy years."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was asked for: seconds to the first token, seconds of thinking, then tokens a second (0: unpaced)."""

    time_to_first_token: float
    tokens_per_second: float
    thinking: float = 0.0

    @property
    def gap_ns(self) -> float:
        """The time between two tokens; 0 where unpaced."""
        if self.tokens_per_second <= 0:
            return 0.0
        return min(SECOND_NS / self.tokens_per_second, LONGEST_GAP_NS)

    @property
    def wait_ns(self) -> int:
        """The time to the answer's first token."""
        return round((self.time_to_first_token + self.thinking) * SECOND_NS)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Due times counted from one anchor, so that no error adds up.

    At `anchor_ns` the stream stands at token `anchor_token` (counted from 0, with fractions between two tokens), and
    moves on by one token every `gap_ns`.
    """

    anchor_ns: int
    anchor_token: float
    gap_ns: float

    @classmethod
    def start(cls, origin_ns: int, pace: Pace, now_ns: int = 0) -> Schedule:
        """The schedule of a stream whose request was complete at `origin_ns`.

        Where the first token's time has passed before it could be sent (`now_ns`), it is due now, and the others keep
        their distance from it: nothing was missed that would have to be caught up.
        """
        return cls(max(origin_ns + pace.wait_ns, now_ns), 0, pace.gap_ns)

    def due_ns(self, token: int) -> int:
        """When a token (counted from 0) is due."""
        offset_ns = (token - self.anchor_token) * self.gap_ns
        return self.anchor_ns + int(min(LATEST_NS, offset_ns))

    def retimed(self, now_ns: int, gap_ns: float, next_token: int, furthest: float = math.inf) -> Schedule:
        """The schedule that goes on at another rate from now, without a jump.

        Where the stream stands now, it stands under the new schedule too: half a gap into the wait at the old rate is
        half a gap into the wait at the new one. An unpaced stream stands just behind what it has sent, so its
        `next_token` is due one new gap from now. One that is behind stands no further than at token `furthest`.
        """
        if self.gap_ns <= 0:
            return Schedule(now_ns, next_token - 1, gap_ns)
        stands = self.anchor_token + (now_ns - self.anchor_ns) / self.gap_ns
        return Schedule(now_ns, min(stands, furthest), gap_ns)

    def shifted(self, by_ns: int) -> Schedule:
        """The same schedule, later by a pause."""
        return Schedule(self.anchor_ns + by_ns, self.anchor_token, self.gap_ns)

    def stalled(self, now_ns: int, by_ns: int) -> Schedule:
        """The schedule of the tokens that a stall holds back: later by it.

        An unpaced stream is never late, so its stall is counted from now, when what goes before it was sent.
        """
        if self.gap_ns <= 0:
            return Schedule(max(self.anchor_ns, now_ns) + by_ns, self.anchor_token, self.gap_ns)
        return self.shifted(by_ns)
