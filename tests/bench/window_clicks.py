"""How long the window takes to answer a click: on the track of the speed's slider, until its picture changes."""

from __future__ import annotations

import random
import time

from .errors import BenchError
from .window import Window
from .x11 import BYTES_PER_PIXEL, Area

STEP = 60
"""How far from the middle of the slider the clicks go, left and right in turn; pixels."""

LOOKED_AT = 16
REST_S = 0.15
LATE_S = 3.0
FRAME_S = 1 / 30


def click_delays_ms(window: Window, clicks: int) -> list[float]:
    """From the click until the slider's handle has come. Raises BenchError if it does not come, or sets nothing."""
    slider = find_slider(window)
    x, y = slider.centre
    delays = []
    for place in range(clicks):
        before = window.call("/mock/settings")["tokens_per_second"]
        delays.append(click_delay_ms(window, x + (STEP if place % 2 else -STEP), y))
        time.sleep(REST_S + random.uniform(0, FRAME_S))  # at any moment of a frame
        if window.call("/mock/settings")["tokens_per_second"] == before:
            raise BenchError("a click on the slider changed nothing")
    return delays


def click_delay_ms(window: Window, x: int, y: int) -> float:
    """From one click until what is around it looks otherwise. Raises BenchError if it stays as it is."""
    screen, area = window.screen, Area(x - LOOKED_AT // 2, y - LOOKED_AT // 2, LOOKED_AT, LOOKED_AT)
    screen.move(x, y)
    time.sleep(REST_S)
    before = screen.pixels(area)
    start = time.monotonic()
    screen.click()
    if screen.wait_for(lambda: screen.pixels(area) != before, LATE_S) is None:
        raise BenchError(f"a click at {x}, {y} was not answered within {LATE_S:g} s")
    return (time.monotonic() - start) * 1000


def find_slider(window: Window) -> Area:
    """Where the speed's slider has its handle: what changes last when the focus goes on to it from the speed's box."""
    window.display.press("alt+s")
    time.sleep(2 * REST_S)
    whole = window.screen.windows()[window.number]
    part = Area(whole.x, whole.y, whole.width // 2, whole.height // 2)
    before = window.screen.pixels(part)
    window.display.press("Tab")
    time.sleep(2 * REST_S)
    lowest = groups(before, window.screen.pixels(part), part.width)
    if len(lowest) < 2:
        raise BenchError("the slider of the speed was not found: Tab from its box changed nothing below it")
    found = lowest[-1]
    return Area(part.x + found.x, part.y + found.y, found.width, found.height)


def groups(before: bytes, after: bytes, width: int) -> list[Area]:
    """The areas in which two pictures differ, from top to bottom, each whole rows apart from the next."""
    line = width * BYTES_PER_PIXEL
    rows: list[list[int]] = []
    for start in range(0, len(before), line):
        old, new = before[start : start + line], after[start : start + line]
        rows.append([at // BYTES_PER_PIXEL for at in range(line) if old[at] != new[at]] if old != new else [])
    found: list[Area] = []
    top, columns = 0, set[int]()
    for y, changed in enumerate([*rows, []]):
        if changed:
            top = top if columns else y
            columns |= set(changed)
        elif columns:
            found.append(Area(min(columns), top, max(columns) - min(columns) + 1, y - top))
            columns = set()
    return found
