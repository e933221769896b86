"""What is played, in a served window: what is said of an answer that goes wrong, and while nothing has come yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.settings import Settings
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.stage import AWAITED, THOUGHT
from mockpanel.gui.widgets.gap_strip import EMPTY
from mockpanel.hosting import ServerHost
from mockpanel.runtime import start_services
from tests.gui.stories import play, served_window, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

Story = Callable[[MainWindow, ServerHost], Awaitable[None]]


@pytest.fixture
def tell(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Story], None]]:
    """Runs a story in a served window with a short response, in the loop that the app uses."""
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: tmp_path / "window.json")

    async def run(story: Story) -> None:
        settings = Settings(port=0, tokens_per_second=200.0, time_to_first_token=0.02, mock_response="word " * 20)
        async with served_window(start_services(settings), tmp_path) as (window, host):
            await story(window, host)

    yield lambda story: play(qapp, run(story))
    qapp.setStyleSheet("")


async def play_to_its_end(window: MainWindow) -> None:
    """Plays, until its request is over and all of it is shown."""
    window.stage.play()
    await until(lambda: not window.stage.player.playing and all(one.outcome.over for one in window.services.log))


@pytest.mark.parametrize(
    ("after", "thought", "said"),
    [
        (4, "", "The connection broke off after 4 tokens."),
        (0, "", "The connection broke off before the first token."),
        (4, "I think", "The connection broke off after 6 tokens, 2 of them reasoning."),
    ],
)
def test_a_cut_answer_is_said_to_be_one_where_it_stands_and_where_its_frames_do(
    tell: Callable[[Story], None], after: int, thought: str, said: str
) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"tokens_per_chunk": 2, "mock_reasoning": thought})
        window.services.faults.arm(Fault(kind=FaultKind.CUT, after_tokens=after))
        preview, wire = window.stage.preview, window.stage.wire

        await play_to_its_end(window)
        await until(lambda: preview.error.text() == said)
        cut = wire.ending.text()
        await play_to_its_end(window)

        assert cut == said
        assert (preview.error.text(), wire.ending.text()) == ("", "")

    tell(story)


def test_a_record_that_is_left_leaves_the_word_that_an_answer_was_cut(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.faults.arm(Fault(kind=FaultKind.CUT, after_tokens=4))
        preview = window.stage.preview
        await play_to_its_end(window)
        await until(lambda: "after 4 tokens" in preview.error.text())

        window.scrub_desk.open_played()
        await until(lambda: window.scrub_desk.scrubbing.record is not None)
        during = preview.error.text()
        window.scrub_desk.scrubbing.leave()

        assert (during, preview.error.text()) == ("", "The connection broke off after 4 tokens.")

    tell(story)


def test_a_refused_request_leaves_its_status_and_its_body_under_wire(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.faults.arm(Fault(kind=FaultKind.RATE_LIMIT))
        preview, wire = window.stage.preview, window.stage.wire

        await play_to_its_end(window)
        await until(lambda: wire.ending.text() != "")

        assert wire.ending.text().startswith("The server answered 429: ")
        assert preview.error.text() == wire.ending.text()
        assert '"error"' in wire.text()
        assert wire.count.text() == "1 frame"

    tell(story)


def test_the_gaps_say_what_is_waited_for(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        thought = {"mock_reasoning": "Let me think. " * 5, "time_to_first_token": 0.3, "tokens_per_second": 50.0}
        window.services.store.update(thought)
        gaps, seen = window.stage.gaps, [window.stage.gaps.accessibleDescription()]

        window.stage.play()
        while window.stage.player.playing:
            if seen[-1] != gaps.accessibleDescription():
                seen.append(gaps.accessibleDescription())
            await until(lambda: gaps.accessibleDescription() != seen[-1] or not window.stage.player.playing)
        window.stage.gaps.clear()

        assert seen[:3] == [EMPTY, AWAITED, THOUGHT]
        assert gaps.accessibleDescription() == EMPTY

    tell(story)
