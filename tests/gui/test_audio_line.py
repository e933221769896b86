"""The sound device: its thread takes what was mixed, quickly; a click comes right after its time."""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator

import miniaudio
import pytest

from mockpanel.core.clicks import LEVELS, RATE, tick
from mockpanel.gui.audio_line import DELAY_S, AudioLine, NoSound

NULL = [miniaudio.Backend.NULL]


@pytest.fixture
def line() -> Iterator[AudioLine]:
    made = AudioLine(NULL)
    yield made
    made.close()


def taken(line: AudioLine, count: int) -> array[int]:
    """What the device's thread would get; the device itself is not started."""
    feed = line._feed()
    next(feed)
    samples = feed.send(count)
    assert isinstance(samples, array)
    return samples


def test_a_click_is_heard_a_fixed_time_after_its_chunk_to_the_sample(line: AudioLine) -> None:
    taken(line, 480)
    assert line._zero_s is not None

    line.click(line._zero_s + 0.1)
    samples = taken(line, RATE)

    begins = next(place for place, sample in enumerate(samples) if sample)
    assert begins == round((0.1 + DELAY_S) * RATE) - 480 + 1  # a tick's first sample is zero
    assert samples[begins : begins + 50] == tick(LEVELS)[1:51]


def test_what_is_hushed_is_not_heard(line: AudioLine) -> None:
    taken(line, 480)
    line.click(time.monotonic())

    line.hush()

    assert not any(taken(line, RATE))


def test_the_device_s_thread_takes_samples_and_is_brief(line: AudioLine) -> None:
    line.start()
    deadline = time.monotonic() + 5
    while line._mixer.head < RATE // 10 and time.monotonic() < deadline:
        line.click(time.monotonic())
        time.sleep(0.005)
    line.stop()
    head = line._mixer.head
    time.sleep(0.05)

    assert head >= RATE // 10
    assert line._mixer.head == head
    assert line.longest_s < 0.05


def test_it_starts_again_after_it_was_stopped(line: AudioLine) -> None:
    line.start()
    line.stop()
    head = line._mixer.head

    line.start()
    deadline = time.monotonic() + 5
    while line._mixer.head == head and time.monotonic() < deadline:
        time.sleep(0.005)

    assert line._mixer.head > head


def test_where_no_device_is_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", fail)

    with pytest.raises(NoSound, match=r"^There is no sound here: failed to init device\.$"):
        AudioLine().start()


def test_a_device_that_only_pretends_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    real = miniaudio.PlaybackDevice
    monkeypatch.setattr(miniaudio, "PlaybackDevice", lambda **given: real(**{**given, "backends": NULL}))

    with pytest.raises(NoSound, match=r"no sound device was found"):
        AudioLine().start()


def test_a_device_that_was_pulled_out_is_opened_anew(line: AudioLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise miniaudio.MiniaudioError("failed to stop audio device", -1)

    line.start()
    monkeypatch.setattr(line._device, "stop", fail)

    line.stop()
    gone = line._device is None
    line.start()

    assert gone
    assert line._device is not None
