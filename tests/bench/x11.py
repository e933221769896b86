"""One connection to an X server: what is mapped, what is on the screen, the mouse, and the request to close a window.

Through the libraries that xdotool brings along, where starting xdotool would take longer than what is measured.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from .errors import BenchError

LIBRARIES = ("libX11.so.6", "libXtst.so.6")
Z_PIXMAP, ALL_PLANES, IS_VIEWABLE, CLIENT_MESSAGE, LEFT_BUTTON = 2, 2**32 - 1, 2, 33, 1  # X.h
EVENT_LONGS = 24  # Xlib.h, union XEvent
BYTES_PER_PIXEL = 4
POLL_S = 0.0005


class _Attributes(Structure):
    """XWindowAttributes (Xlib.h)."""

    _fields_ = (
        *((name, c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        *(("visual", c_void_p), ("root", c_ulong), ("kind", c_int)),
        *((name, c_int) for name in ("bit_gravity", "win_gravity", "backing_store")),
        *(("backing_planes", c_ulong), ("backing_pixel", c_ulong), ("save_under", c_int)),
        *(("colormap", c_ulong), ("map_installed", c_int), ("map_state", c_int)),
        *(("all_event_masks", c_long), ("your_event_mask", c_long), ("do_not_propagate_mask", c_long)),
        *(("override_redirect", c_int), ("screen", c_void_p)),
    )


class _ClientMessage(Structure):
    """XClientMessageEvent (Xlib.h), as long as any event."""

    _fields_ = (
        *(("kind", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p)),
        *(("window", c_ulong), ("message_type", c_ulong), ("format", c_int), ("data", c_long * 5)),
        ("rest", c_long * EVENT_LONGS),
    )


class _Image(Structure):
    """The beginning of XImage (Xlib.h)."""

    _fields_ = (
        *((name, c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", c_void_p),
        *((name, c_int) for name in ("byte_order", "bitmap_unit", "bitmap_bit_order", "bitmap_pad")),
        *(("depth", c_int), ("bytes_per_line", c_int), ("bits_per_pixel", c_int)),
    )


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        """Its middle."""
        return self.x + self.width // 2, self.y + self.height // 2


class Screen:
    """The first screen of a display, from `with` on. Raises BenchError where it cannot be reached."""

    def __init__(self, display: str) -> None:
        try:
            self._x11, self._xtest = (ctypes.CDLL(name) for name in LIBRARIES)
        except OSError as error:
            raise BenchError(f"the libraries of xdotool are missing ({error}); install xdotool") from error
        self._ignore = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda _display, _event: 0)
        x11 = self._x11
        x11.XSetErrorHandler(self._ignore)  # else Xlib ends the process when a window goes while it is looked at
        x11.XOpenDisplay.restype = x11.XGetImage.restype = c_void_p
        x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = c_ulong
        self._display = c_void_p(x11.XOpenDisplay(c_char_p(display.encode())))
        if self._display.value is None:
            raise BenchError(f"the display {display} does not answer")
        self._root = c_ulong(x11.XDefaultRootWindow(self._display))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._x11.XCloseDisplay(self._display)

    def windows(self) -> dict[int, Area]:
        """The top windows that are to be seen, by number."""
        root, parent, children, count = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
        queried = (byref(root), byref(parent), byref(children), byref(count))
        self._x11.XQueryTree(self._display, self._root, *queried)
        numbers = children[: count.value] if count.value else []
        if count.value:
            self._x11.XFree(children)
        found = {number: self._attributes(number) for number in numbers}
        return {
            number: Area(each.x, each.y, each.width, each.height)
            for number, each in found.items()
            if each is not None and each.map_state == IS_VIEWABLE
        }

    def pixels(self, area: Area) -> bytes:
        """What is in an area of the screen, four bytes a pixel: blue, green, red, and one without meaning."""
        planes = c_ulong(ALL_PLANES)
        position = (c_int(area.x), c_int(area.y), c_uint(area.width), c_uint(area.height))
        got = c_void_p(self._x11.XGetImage(self._display, self._root, *position, planes, c_int(Z_PIXMAP)))
        if got.value is None:
            raise BenchError(f"the screen has no {area}")
        image = ctypes.cast(got, POINTER(_Image)).contents
        content = ctypes.string_at(image.data, image.bytes_per_line * image.height)
        self._x11.XDestroyImage(got)
        return content

    def move(self, x: int, y: int) -> None:
        """Puts the mouse somewhere."""
        self._xtest.XTestFakeMotionEvent(self._display, c_int(-1), c_int(x), c_int(y), c_ulong(0))
        self._x11.XSync(self._display, c_int(0))

    def click(self) -> None:
        """Presses the left button and lets it go."""
        for down in (1, 0):
            self._xtest.XTestFakeButtonEvent(self._display, c_uint(LEFT_BUTTON), c_int(down), c_ulong(0))
        self._x11.XFlush(self._display)

    def ask_to_close(self, window: int) -> None:
        """What a window manager sends when the window's cross is clicked (ICCCM 4.2.8.1, WM_DELETE_WINDOW)."""
        protocols, delete = (self._atom(name) for name in ("WM_PROTOCOLS", "WM_DELETE_WINDOW"))
        event = _ClientMessage(CLIENT_MESSAGE, 0, 1, self._display, window, protocols, 32, (c_long * 5)(delete, 0))
        self._x11.XSendEvent(self._display, c_ulong(window), c_int(0), c_long(0), byref(event))
        self._x11.XSync(self._display, c_int(0))

    def wait_for(self, seen: Callable[[], bool], within_s: float) -> float | None:
        """How many seconds it takes until something is to be seen; None if it is not in time."""
        start = time.monotonic()
        while not seen():
            if time.monotonic() - start > within_s:
                return None
            time.sleep(POLL_S)
        return time.monotonic() - start

    def _attributes(self, window: int) -> Any:
        attributes = _Attributes()
        there = self._x11.XGetWindowAttributes(self._display, c_ulong(window), byref(attributes))
        return attributes if there else None

    def _atom(self, name: str) -> int:
        return int(self._x11.XInternAtom(self._display, c_char_p(name.encode()), c_int(0)))
