"""A window on a display of its own that is set up with keys and real requests, and its pictures as PNG files."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from PySide6.QtGui import QImage

from mockpanel.gui.theme import Scheme
from tests.bench.display import HEIGHT, WIDTH, virtual_display
from tests.bench.errors import BenchError
from tests.bench.window import Window, opened
from tests.processes import ROOT, client

RESPONSE = ROOT / "mockpanel" / "resources" / "responses" / "03-three-paragraphs.md"
FLAGS = (*("--profile", "gpt-4o-2024"), *("--mock-response-file", str(RESPONSE)))
SETTLE_S = 0.6
"""Two batches of the window, its status line, and what the X server has yet to draw."""

SMALLEST = 0
"""The quality of a PNG: how little it is compressed."""

OVER_S = 20.0
TABS_TO_THE_TABLE = {False: 4, True: 6}
"""From the filter on, without a chosen request and with one: two buttons more can then be used."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a picture is, and how large all is drawn in it."""

    width: int = WIDTH
    height: int = HEIGHT
    scale: int = 1

    @property
    def name(self) -> str:
        """As files are called."""
        size = f"{self.width}x{self.height}"
        return size if self.scale == 1 else f"{size}@{self.scale}"


HOME = Shape()


@dataclass(slots=True)
class Studio:
    """A window that can be seen whole, and where its pictures go."""

    window: Window
    folder: Path
    http: httpx.Client
    chosen: bool = False

    def press(self, *keys: str) -> None:
        """Presses keys in the window, and waits until it shows what they do."""
        self.window.display.press(*keys)
        self.settle()

    def leave(self) -> None:
        """Presses Escape in the window that is on top, which a window manager would have given the keyboard."""
        main = self.window.number
        on_top = [number for number in self.window.screen.windows() if number != main]
        if on_top:
            self.window.display.focus(on_top[-1])
        self.press("Escape")
        self.window.focus()

    def type(self, text: str) -> None:
        """Types a text."""
        self.window.display.type(text)
        self.settle()

    def settle(self, seconds: float = SETTLE_S) -> None:
        """Lets the window show what happened."""
        time.sleep(seconds)

    def ask(self, path: str = "/v1/chat/completions", headers: Mapping[str, str] | None = None, **body: object) -> int:
        """Sends a request as a client would, reads its answer to the end, and returns the status."""
        question = {"messages": [{"role": "user", "content": "How long may a silence last?"}]}
        content = {"model": "gpt-4o", **question, **body} if "prompt" not in body else body
        return self.http.post(self._url(path), json=content, headers=headers).status_code

    def arm(self, **fault: object) -> None:
        """Lets the next request fail."""
        answer = self.http.put(self._url("/mock/fault"), json=fault)
        if answer.status_code != 200:
            raise BenchError(f"the fault was refused: {answer.text}")

    def disarm(self) -> None:
        """Lets the next request go well."""
        self.http.delete(self._url("/mock/fault"))

    def change(self, **settings: object) -> None:
        """Changes live defaults, as another program would."""
        answer = self.http.patch(self._url("/mock/settings"), json=settings)
        if answer.status_code != 200:
            raise BenchError(f"the settings were refused: {answer.text}")

    def wait_until_over(self) -> None:
        """Returns once no answer is running."""
        deadline = time.monotonic() + OVER_S
        while any(record["outcome"] == "running" for record in self.window.call("/mock/requests")["requests"]):
            if time.monotonic() > deadline:
                raise BenchError(f"an answer was still running after {OVER_S:g} s")
            time.sleep(SETTLE_S)

    def choose_request(self, place: int) -> None:
        """Chooses a request by keyboard, counted from the top."""
        tabs = ["Tab"] * TABS_TO_THE_TABLE[self.chosen]
        self.press("ctrl+shift+f", *tabs, "Home", *["Down"] * place)
        self.chosen = True

    def shoot(self, name: str) -> Path:
        """Writes the window, and what lies over it, to NAME.png."""
        path = self.folder / f"{name}.png"
        area = self.window.screen.windows()[self.window.number]
        write_png(path, self.window.screen.pixels(area), area.width, area.height)
        print(path, flush=True)
        return path

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.window.port}{path}"


def write_png(path: Path, pixels: bytes, width: int, height: int) -> None:
    """A picture of four bytes a pixel (blue, green, red, nothing) as a small file. Raises BenchError."""
    if not QImage(pixels, width, height, QImage.Format.Format_RGB32).save(str(path), quality=SMALLEST):
        raise BenchError(f"{path} cannot be written")


@contextmanager
def studio(folder: Path, scheme: Scheme, shape: Shape = HOME, *flags: str) -> Iterator[Studio]:
    """A window in those colours that fills the display; gone at the end, in order. Raises BenchError."""
    folder.mkdir(parents=True, exist_ok=True)
    state: dict[str, object] = {"scheme": scheme.value}
    variables = {"QT_SCALE_FACTOR": str(shape.scale)}
    with (
        virtual_display(max(shape.width, WIDTH), max(shape.height, HEIGHT)) as display,
        opened(display, *(flags or FLAGS), state=state, variables=variables) as window,
        client() as http,
    ):
        display.fill(window.number, shape.width, shape.height)
        window.focus()
        made = Studio(window, folder, http)
        made.settle()
        yield made
        window.display.press("ctrl+q")
        window.wait()
        if said := window.errors():
            raise BenchError(f"the window said on standard error: {said}")
