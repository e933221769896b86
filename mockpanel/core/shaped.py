"""When each token of an uneven stream is due. Pure arithmetic, beside the even Schedule of mockpanel.core.pacing.

Whatever the rhythm, the last token is due when an even stream's would be: the asked rate stays exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mockpanel.core.pacing import LATEST_NS, Pace, Schedule
from mockpanel.core.rhythm import Rhythm

MOST_REST = 0.9
"""Rests take at most this share of the time; longer ones are all made shorter in proportion."""


@dataclass(frozen=True, slots=True)
class ShapedSchedule:
    """Due times counted from one anchor, where the stream stands at `place`, spread by a rhythm to its last token.

    Of what is left from there, rests take their time as far as it `fits`, and each unit of work takes `work_ns`.
    """

    anchor_ns: int
    place: float
    gap_ns: float
    rhythm: Rhythm
    clumped_from_ns: int
    """Where the times at which chunks arrive together are counted from."""
    ramped_ns: float
    """How much of a ramp by time has gone by at the anchor."""
    done: tuple[float, float]
    last: int
    span_ns: float
    work_ns: float
    fits: float

    @classmethod
    def begun(
        cls,
        anchor_ns: int,
        place: float,
        gap_ns: float,
        rhythm: Rhythm,
        clumped_from_ns: int | None = None,
        ramped_ns: float = 0.0,
    ) -> ShapedSchedule:
        """The schedule of what is left of a stream that stands at a place."""
        span_ns = max(min((rhythm.last - place) * gap_ns, LATEST_NS), 0.0)
        work, rests = done = rhythm.at(place)
        work_left, rests_left = rhythm.work[-1] - work, rhythm.rests[-1] - rests
        fits = min(1.0, MOST_REST * span_ns / rests_left) if rests_left > 0 else 1.0
        work_ns = (span_ns - fits * rests_left) / work_left if work_left > 0 else 0.0
        clumped_from_ns = anchor_ns if clumped_from_ns is None else clumped_from_ns
        return cls(
            anchor_ns, place, gap_ns, rhythm, clumped_from_ns, ramped_ns, done, rhythm.last, span_ns, work_ns, fits
        )

    def due_ns(self, token: int) -> int:
        """When a token (counted from 0) is due."""
        if token >= self.last:
            return self.anchor_ns + int(min((token - self.place) * self.gap_ns, LATEST_NS))
        due_ns = self.anchor_ns + int(self._offset_ns(token))
        if clump_ns := self.rhythm.clump_ns:
            due_ns = self.clumped_from_ns - (self.clumped_from_ns - due_ns) // clump_ns * clump_ns
        latest_ns = self.anchor_ns + int(self.span_ns)
        return min(latest_ns, due_ns)

    def place_at(self, now_ns: int) -> float:
        """Where the stream stands, in tokens and fractions of the way to the next one."""
        passed_ns = now_ns - self.anchor_ns
        if passed_ns >= self.span_ns:
            return self.rhythm.last + (passed_ns - self.span_ns) / self.gap_ns
        low, high = int(self.place), self.rhythm.last
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset_ns(middle) <= passed_ns else (low, middle)
        place, from_ns = (self.place, 0.0) if low <= self.place else (float(low), self._offset_ns(low))
        to_ns = self._offset_ns(high) if high < self.rhythm.last else self.span_ns
        share = (passed_ns - from_ns) / (to_ns - from_ns) if to_ns > from_ns else 1.0
        return place + (high - place) * min(max(share, 0.0), 1.0)

    def shifted(self, by_ns: int) -> ShapedSchedule:
        """The same schedule, later by a pause."""
        return replace(self, anchor_ns=self.anchor_ns + by_ns, clumped_from_ns=self.clumped_from_ns + by_ns)

    def stalled(self, _now_ns: int, by_ns: int) -> ShapedSchedule:
        """The schedule of the tokens that a stall holds back: later by it."""
        return self.shifted(by_ns)

    def ramped_at(self, place: float) -> float:
        """How much of a ramp by time has gone by at a place."""
        return self.ramped_ns + self._worked_ns(self.rhythm.at(place)[0])

    def _offset_ns(self, token: int) -> float:
        rhythm, (work, rests) = self.rhythm, self.done
        rested_ns = (rhythm.rests[token] - rests) * self.fits
        if rhythm.ramp is None:
            offset_ns = (rhythm.work[token] - work) * self.work_ns + rested_ns
            return offset_ns if offset_ns > 0 else 0.0
        return max(self._worked_ns(rhythm.work[token]) + rested_ns, 0.0)

    def _worked_ns(self, work: float) -> float:
        """The time at which so much work is done, rests left out."""
        worked_ns = max(work - self.done[0], 0.0) * self.work_ns
        ramp = self.rhythm.ramp
        if ramp is None:
            return worked_ns
        whole_ns = (self.rhythm.work[-1] - self.done[0]) * self.work_ns
        return ramp.time_ns(worked_ns / whole_ns, whole_ns, self.ramped_ns) if whole_ns > 0 else 0.0


Timetable = Schedule | ShapedSchedule


def start(origin_ns: int, pace: Pace, now_ns: int = 0, rhythm: Rhythm | None = None) -> Timetable:
    """The timetable of a stream whose request was complete at `origin_ns`; even without a rhythm, or unpaced."""
    return spread(Schedule.start(origin_ns, pace, now_ns), rhythm)


def spread(even: Schedule, rhythm: Rhythm | None) -> Timetable:
    """The timetable that begins and ends as an even one does, in a rhythm; the same where that is unpaced."""
    if rhythm is None or even.gap_ns <= 0:
        return even
    return ShapedSchedule.begun(even.anchor_ns, 0, even.gap_ns, rhythm)


def place_at(old: Timetable, now_ns: int, next_token: int) -> float:
    """Where a stream stands; an unpaced one just behind what it has sent."""
    if old.gap_ns <= 0:
        return next_token - 1
    if isinstance(old, ShapedSchedule):
        return old.place_at(now_ns)
    return old.anchor_token + (now_ns - old.anchor_ns) / old.gap_ns


def retimed(
    old: Timetable,
    now_ns: int,
    gap_ns: float,
    next_token: int,
    furthest: float = math.inf,
    rhythm: Rhythm | None = None,
) -> Timetable:
    """The timetable that goes on at another rate or in another rhythm from now, without a jump.

    See Schedule.retimed: where the stream stands now, it stands under the new timetable too.
    """
    if isinstance(old, Schedule) and (rhythm is None or gap_ns <= 0):
        return old.retimed(now_ns, gap_ns, next_token, furthest)
    place = min(place_at(old, now_ns, next_token), furthest)
    if rhythm is None or gap_ns <= 0:
        return Schedule(now_ns, place, gap_ns)
    clumped_from_ns, ramped_ns = None, 0.0
    if isinstance(old, ShapedSchedule):
        clumped_from_ns, ramped_ns = old.clumped_from_ns, old.ramped_at(place)
    return ShapedSchedule.begun(now_ns, max(place, 0.0), gap_ns, rhythm, clumped_from_ns, ramped_ns)
