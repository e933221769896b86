"""Starting the window and asking its server, where that goes wrong; where it goes well: gui/test_real_window.py."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from . import window as module
from .conftest import CannedServer
from .display import Display, missing_programs, virtual_display
from .errors import BenchError
from .window import Window, opened, send_all, window_environment
from .x11 import Screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no X server")
FOUND = b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"tokens_per_second": 50}'
REFUSED = b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nNo.\n"
Serve = Callable[[list[bytes]], CannedServer]


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    """A small display for all tests here."""
    if sentence := missing_programs():
        pytest.fail(sentence)
    with virtual_display(64, 48) as shown:
        yield shown


@pytest.fixture
def window(display: Display, tmp_path: Path) -> Iterator[Callable[[int], Window]]:
    """A process without a window, and a server on a port of the test's choice."""
    errors = tmp_path / "errors.txt"
    errors.write_text("It said this.\n", encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"], start_new_session=True)
    with Screen(display.name) as screen:
        yield lambda port: Window(process, display, screen, port, errors)
    module.end(process)


def test_a_program_that_ends_says_its_last_words(monkeypatch: pytest.MonkeyPatch, display: Display) -> None:
    code = "import sys; sys.exit('No window today.')"
    monkeypatch.setattr(module, "COMMAND", [sys.executable, "-S", "-c", code])

    with pytest.raises(BenchError, match=r"exit code 1: No window today\."), opened(display):
        pass


def test_a_window_that_does_not_come_is_told(monkeypatch: pytest.MonkeyPatch, display: Display) -> None:
    monkeypatch.setattr(module, "COMMAND", [sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(module, "START_S", 0.1)

    with pytest.raises(BenchError, match=r"the window was not there after 0\.1 s"), opened(display):
        pass


def test_it_starts_with_folders_of_its_own_and_what_it_is_to_remember(
    monkeypatch: pytest.MonkeyPatch, display: Display, tmp_path: Path
) -> None:
    code = "import os; raise SystemExit(open(os.environ['XDG_CONFIG_HOME'] + '/mockpanel/window.json').read())"
    monkeypatch.setattr(module, "COMMAND", [sys.executable, "-S", "-c", code])

    with (
        pytest.raises(BenchError, match=r'\{"scheme": "dark"\}'),
        opened(display, folder=tmp_path, state={"scheme": "dark"}),
    ):
        pass


def test_its_environment_has_the_display_and_none_of_the_user_s_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOCKPANEL_PORT", "1")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    environment = window_environment(Display(":7", 1), tmp_path)

    assert (environment["DISPLAY"], environment["QT_QPA_PLATFORM"]) == (":7", "xcb")
    assert {"MOCKPANEL_PORT", "WAYLAND_DISPLAY"}.isdisjoint(environment)
    assert Path(environment["XDG_RUNTIME_DIR"]).stat().st_mode & 0o777 == 0o700


def test_its_server_is_asked_and_waited_for(serve: Serve, window: Callable[[int], Window]) -> None:
    asked = window(serve([FOUND]).port)

    asked.wait_for_setting("tokens_per_second", 50)
    with pytest.raises(BenchError, match="tokens_per_second is 50 and not 60"):
        asked.wait_for_setting("tokens_per_second", 60, within_s=0)


def test_a_refusal_is_told(serve: Serve, window: Callable[[int], Window]) -> None:
    with pytest.raises(BenchError, match="GET /mock/nothing was answered 404: No"):
        window(serve([REFUSED]).port).call("/mock/nothing")


def test_what_it_does_not_do_in_time_is_told(window: Callable[[int], Window]) -> None:
    late = window(1)

    with pytest.raises(BenchError, match=r"the window was still there after 0\.01 s"):
        late.wait(0.01)
    with pytest.raises(BenchError, match="the window is not there"):
        late.focus()
    assert late.errors() == "It said this.\n"


def test_all_requests_are_under_way_at_once(serve: Serve) -> None:
    server = serve([FOUND])

    sockets = send_all(server.port, [b"Connection: close"] * 3)

    assert server.requests == [b"Connection: close"] * 3
    for sock in sockets:
        sock.close()
