"""Linux's exact timers: timerfd, and the timer slack of a thread.

Source: timerfd_create(2), prctl(2) PR_SET_TIMERSLACK. Python 3.13 has os.timerfd_create; before, ctypes calls libc.
"""

from __future__ import annotations

import ctypes
import os
import sys

CLOCK_MONOTONIC = 1
TFD_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
TFD_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
TFD_TIMER_ABSTIME = 1
PR_SET_TIMERSLACK = 29
SECOND_NS = 1_000_000_000


class _Timespec(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Itimerspec(ctypes.Structure):
    _fields_ = (("interval", _Timespec), ("value", _Timespec))


class Timerfd:
    """A descriptor that becomes readable at one time of CLOCK_MONOTONIC, the clock of time.monotonic_ns."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.fd = self._libc.timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)
        if self.fd < 0:
            raise OSError(ctypes.get_errno(), "timerfd_create")
        self._spec = _Itimerspec()
        self._pointer = ctypes.byref(self._spec)
        self._settime = self._libc.timerfd_settime

    def set(self, at_ns: int) -> None:
        """Arms the timer; a time that has passed fires at once."""
        self._spec.value.seconds, nanoseconds = divmod(max(at_ns, 1), SECOND_NS)
        self._spec.value.nanoseconds = nanoseconds
        self._settime(self.fd, TFD_TIMER_ABSTIME, self._pointer, None)

    def clear(self) -> None:
        """Takes note that it fired; to be called before it is armed again."""
        try:
            os.read(self.fd, 8)
        except BlockingIOError:
            return

    def close(self) -> None:
        """Closes the descriptor."""
        os.close(self.fd)


def available() -> bool:
    """Whether this machine has timerfd."""
    return sys.platform.startswith("linux")


def tighten_timer_slack() -> None:
    """Lets the kernel wake this thread without its usual 50 µs of slack; without effect where it may not."""
    if available():
        ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)
