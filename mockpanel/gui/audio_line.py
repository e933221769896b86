"""The sound device: takes mixed clicks and plays them. No Qt; opening, starting and stopping block, so call them in a
thread. The device's own thread only copies samples that are mixed already."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from mockpanel.core.clicks import RATE, ClickMixer

if TYPE_CHECKING:
    from array import array

DELAY_S = 0.06
"""A click is heard so long after its chunk: always as long, so that the rhythm is right."""

PERIOD_MS = 20
DRIFT_S = 0.03
"""The device's clock and ours may part so far before they are set to each other again."""


class NoSound(Exception):
    """There is no device, or none that plays; the message is a sentence."""


class AudioLine:
    """One device, opened when it is first started."""

    def __init__(self, backends: Sequence[Any] | None = None) -> None:
        self._backends = backends
        self._device: Any = None
        self._lock = threading.Lock()
        self._mixer = ClickMixer()
        self._zero_s: float | None = None
        self.longest_s = 0.0
        """The longest that the device's thread has held the interpreter at a time."""

    def start(self) -> None:
        """Begins to play, from silence; raises NoSound."""
        import miniaudio  # loads a library, so only for those who want to hear

        try:
            if self._device is None:
                self._device = self._open(miniaudio)
            with self._lock:
                self._mixer.hush()
                self._zero_s = None
            feed = self._feed()
            next(feed)
            self._device.start(feed)
        except miniaudio.MiniaudioError as error:
            self.close()
            raise NoSound(f"There is no sound here: {error.args[0]}.") from error

    def stop(self) -> None:
        """Plays no more; the device stays open, unless it is gone."""
        import miniaudio

        if self._device is None:
            return
        try:
            self._device.stop()
        except miniaudio.MiniaudioError:  # it was pulled out
            self._device.running = False  # miniaudio 1.71 would stop it once more when it is forgotten
            self.close()

    def close(self) -> None:
        """Gives the device back."""
        if self._device is not None:
            self._device.close()
            self._device = None

    def click(self, at_s: float) -> None:
        """A click for a chunk that came, or is to come, at that time on time.monotonic."""
        with self._lock:
            if self._zero_s is not None:
                self._mixer.click(round((at_s + DELAY_S - self._zero_s) * RATE))

    def hush(self) -> None:
        """Drops the clicks that are not heard yet."""
        with self._lock:
            self._mixer.hush()

    def show_volume(self, volume: float) -> None:
        """How loud clicks are from now on, from 0 to 1."""
        self._mixer.volume = volume

    def _open(self, miniaudio: Any) -> Any:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=PERIOD_MS,
            backends=list(self._backends or ()),
            app_name="mockpanel",
        )
        if device.backend == "Null" and not self._backends:
            device.close()
            raise miniaudio.MiniaudioError("no sound device was found")
        return device

    def _feed(self) -> Generator[array[int] | bytes, int, None]:
        """Runs in the device's thread: each time that it wants samples, it gets them."""
        wanted = yield b""
        while True:
            begun = time.perf_counter()
            with self._lock:
                self._set_clock(time.monotonic())
                samples = self._mixer.take(wanted)
            self.longest_s = max(self.longest_s, time.perf_counter() - begun)
            wanted = yield samples

    def _set_clock(self, now: float) -> None:
        """When sample 0 would have been taken: the thread may come late, but never early."""
        seen = now - self._mixer.head / RATE
        if self._zero_s is None or seen < self._zero_s or seen > self._zero_s + DRIFT_S:
            self._zero_s = seen
