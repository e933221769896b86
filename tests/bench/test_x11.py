"""Looking at a real display, clicking there, and closing a window as a window manager would."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.processes import wait_until

from .display import Display, missing_programs, virtual_display
from .errors import BenchError
from .x11 import BYTES_PER_PIXEL, Area, Screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no X server")
BUTTON = """
from PySide6.QtWidgets import QApplication, QPushButton
app = QApplication([])
button = QPushButton("Click")
button.setGeometry(10, 20, 200, 100)
button.clicked.connect(lambda: button.resize(220, 100))
button.show()
raise SystemExit(app.exec())
"""


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    """A small display for all tests here."""
    if sentence := missing_programs():
        pytest.fail(sentence)
    with virtual_display(320, 240) as shown:
        yield shown


def test_an_empty_screen_is_black_and_has_no_window(display: Display) -> None:
    with Screen(display.name) as screen:
        windows, content = screen.windows(), screen.pixels(Area(10, 10, 7, 5))

    assert windows == {}
    assert len(content) == 7 * 5 * BYTES_PER_PIXEL
    assert set(content[::BYTES_PER_PIXEL]) == {0}


def test_an_area_beyond_the_screen_is_refused(display: Display) -> None:
    with Screen(display.name) as screen, pytest.raises(BenchError, match=r"the screen has no Area\(x=300"):
        screen.pixels(Area(300, 0, 100, 100))


def test_a_display_that_is_not_there_is_refused() -> None:
    with pytest.raises(BenchError, match="the display :9973 does not answer"):
        Screen(":9973")


def test_a_wait_says_how_long_it_took_or_that_it_was_in_vain(display: Display) -> None:
    with Screen(display.name) as screen:
        found, missed = screen.wait_for(lambda: True, 1), screen.wait_for(lambda: False, 0.01)

    assert found is not None
    assert 0 <= found < 1
    assert missed is None


def test_a_window_is_seen_clicked_and_asked_to_close(display: Display) -> None:
    environment = {**display.environment, "PATH": ""}
    command = [sys.executable, "-c", BUTTON]
    with (
        subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process,
        Screen(display.name) as screen,
    ):
        try:
            assert wait_until(lambda: bool(screen.windows()))
            (number, area), *others = screen.windows().items()
            before = screen.pixels(area)
            screen.move(*area.centre)
            assert wait_until(lambda: screen.pixels(area) != before)  # the mouse over the button
            screen.click()
            assert wait_until(lambda: screen.windows()[number].width == 220)
            screen.ask_to_close(number)
            code = process.wait(10)
        finally:
            process.kill()

    assert (area.width, area.height, others, code) == (200, 100, [], 0)
