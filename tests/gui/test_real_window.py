"""One story in a real window on a real X server: type, set the speed by keyboard, stream with the real client, quit."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from openai import OpenAI

from tests.bench.display import HEIGHT, WIDTH, missing_programs, virtual_display
from tests.bench.window import Window, opened

TEXT = "Typed by hand in a real window, and streamed word by word at a new rate."
TOKENS = 18
RATE = 200
FIRST_RATE = 15
"""What a window starts with."""

EDITOR = (0.6, 0.3)
"""A place in the response editor, as parts of the window's width and height."""


@pytest.fixture
def window() -> Iterator[Window]:
    """The program with a window of its own; it takes Xvfb and xdotool, and says so where they are missing."""
    if sentence := missing_programs():
        pytest.fail(sentence)
    with virtual_display() as display, opened(display) as program:
        program.focus()
        yield program


def type_response(window: Window, text: str) -> None:
    """Clicks into the editor, and types over what stands there."""
    window.display.click(round(WIDTH * EDITOR[0]), round(HEIGHT * EDITOR[1]))
    window.display.press("ctrl+a")
    window.display.type(text)


def set_speed(window: Window, rate: int) -> None:
    """Types over the speed."""
    window.display.press("alt+s")
    window.display.type(str(rate))
    window.display.press("Return")


def stream(window: Window) -> tuple[list[str], float]:
    """The pieces that the real client gets, and the seconds from its request to the last."""
    start = time.monotonic()
    with (
        OpenAI(base_url=f"http://127.0.0.1:{window.port}/v1", api_key="test") as api,
        api.chat.completions.create(
            model="mock-gpt4", messages=[{"role": "user", "content": "ignored"}], stream=True
        ) as answer,
    ):
        pieces = [piece for chunk in answer if (piece := chunk.choices[0].delta.content)]
        return pieces, time.monotonic() - start


def test_a_text_typed_in_the_window_is_streamed_at_the_rate_typed_there(window: Window) -> None:
    type_response(window, TEXT)
    set_speed(window, RATE)
    window.wait_for_setting("mock_response", TEXT)
    window.wait_for_setting("tokens_per_second", RATE)

    pieces, seconds = stream(window)
    record = window.call("/mock/requests")["requests"][0]
    window.display.press("ctrl+q")
    code = window.wait(within_s=5)

    assert "".join(pieces) == TEXT
    assert len(pieces) == TOKENS
    assert (TOKENS - 1) / RATE < seconds < (TOKENS - 1) / FIRST_RATE  # how exactly is the bench's business
    assert (record["model"], record["outcome"], record["sent_tokens"]) == ("mock-gpt4", "completed", TOKENS)
    assert record["overrides"] == {}
    assert (code, window.errors()) == (0, "")
