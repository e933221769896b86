"""Which core the server runs on and which the client; only on Linux with at least two cores."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from .processes import threads, tree


@dataclass(frozen=True, slots=True)
class Cores:
    """All cores that this process may use; none where processes cannot be pinned."""

    usable: tuple[int, ...]

    @property
    def apart(self) -> bool:
        """Whether server and client get a core each."""
        return len(self.usable) >= 2

    def pin_server(self, pid: int) -> None:
        """Keep the server's threads on the first core and let its children use any."""
        if sys.platform == "linux" and self.apart:
            for thread in threads(pid):
                _allow(thread, {self.usable[0]})
            for child in tree(pid)[1:]:
                for thread in threads(child):
                    _allow(thread, set(self.usable))

    @contextmanager
    def client_pinned(self) -> Iterator[None]:
        """Keep this process on the last core; only inside, so that servers started later may use any."""
        if sys.platform == "linux" and self.apart:
            os.sched_setaffinity(0, {self.usable[-1]})
            try:
                yield
            finally:
                os.sched_setaffinity(0, self.usable)
        else:
            yield


def usable_cores() -> Cores:
    """The cores that this process may use now."""
    return Cores(tuple(sorted(os.sched_getaffinity(0))) if sys.platform == "linux" else ())


def _allow(thread: int, cores: set[int]) -> None:
    if sys.platform == "linux":
        with suppress(ProcessLookupError):  # The thread has ended meanwhile.
            os.sched_setaffinity(thread, cores)
