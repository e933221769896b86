"""Whole stories of the Shape section in the window: forecast, drag, stream with the real client, undo, remember."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from mockpanel.core.gaps import gaps as gaps_between
from mockpanel.core.settings import Settings
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.state import ShapeChoices, WindowState
from mockpanel.gui.widgets.quantity_row import QuantityRow
from mockpanel.hosting import ServerHost
from mockpanel.runtime import start_services
from tests.gui.stories import ask, play, served_window, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

Story = Callable[[MainWindow, ServerHost], Awaitable[None]]
WORDS = "One sentence, of some words. Another follows it; and so on. " * 6


EVEN_GAP_NS = 10_000_000


@pytest.fixture
def tell(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Story], None]]:
    """Runs a story in a served window whose Shape section is open, in the loop that the app uses."""
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: tmp_path / "window.json")

    async def run(story: Story) -> None:
        settings = Settings(port=0, tokens_per_second=100.0, time_to_first_token=0.05, mock_response=WORDS)
        services = start_services(settings)
        state = WindowState(shape=ShapeChoices(open=True, groups=["Bursts", "Jitter"]))
        async with served_window(services, tmp_path, state) as (window, host):
            await story(window, host)

    yield lambda story: play(qapp, run(story))
    qapp.setStyleSheet("")


def slider_of(window: MainWindow, group: str, name: str) -> QuantityRow:
    row = window.feel.shape.groups[group].rows[name]
    assert isinstance(row, QuantityRow)
    return row


def test_what_is_foreseen_is_what_a_client_gets(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.feel.shape.edited.emit("jitter", 0.6)
        window.feel.shape.edited.emit("burst_pause", 0.1)
        window.feel.shape.edited.emit("seed", 5)
        strip = window.feel.shape.strip
        await until(lambda: window.feel.shape.heading.state == "Jitter, Bursts, Seed")
        await until(lambda: bool(strip._rows) and strip._forecast.figures.percentile_ns(50) != EVEN_GAP_NS)
        await asyncio.sleep(0.1)

        text = await ask(host)
        await until(lambda: next(iter(window.services.log)).outcome.over)

        ledger = next(iter(window.services.log)).ledger
        assert text == WORDS
        assert [row.planned_ns for row in ledger] == [row.planned_ns for row in strip._forecast.rows]
        assert "stand-in" not in window.feel.shape.words.text()

    tell(story)


def test_dragging_a_shape_changes_its_pictures_and_a_running_stream(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        shape, row = window.feel.shape, slider_of(window, "Bursts", "burst_pause")
        await until(lambda: shape.strip.figures() != [])
        even = shape.strip.figures()
        asking = asyncio.get_running_loop().create_task(ask(host), name="ask")
        await until(lambda: len(window.services.log) == 1 and next(iter(window.services.log)).ledger.tokens > 5)
        ledger = next(iter(window.services.log)).ledger
        before = len(ledger)

        for _ in range(3):
            QTest.keyClick(row.slider, Qt.Key.Key_PageUp)
        await until(lambda: shape.strip.figures() != even and shape.groups["Bursts"].spark.isVisible())
        text = await asking

        gaps = [gap.gap_ns for gap in gaps_between(list(ledger)[before:])]
        assert window.services.store.snapshot.burst_pause == 1
        assert text == WORDS
        assert max(gaps) > 3 * EVEN_GAP_NS
        await until(lambda: shape.groups["Bursts"].spark.accessibleDescription().startswith("Alone: p50"))

    tell(story)


def test_a_group_is_switched_off_and_had_back_and_so_is_the_whole_shape(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        store, shape = window.services.store, window.feel.shape
        shape.edited.emit("jitter", 0.5)
        shape.edited.emit("burst_pause", 0.2)
        shape.edited.emit("burst_tokens_max", 20)
        await until(lambda: not shape.groups["Bursts"].off.isHidden())

        shape.groups["Bursts"].off.click()
        switched_off = store.snapshot.burst_pause, store.snapshot.burst_tokens_max, store.snapshot.jitter
        named = window.commands.undo.text()
        window.commands.undo.trigger()
        back = store.snapshot.burst_pause, store.snapshot.burst_tokens_max
        next(action for action in window.commands.all if action.text() == "Reset shape").trigger()
        reset = store.snapshot.burst_pause, store.snapshot.jitter
        window.commands.undo.trigger()

        assert switched_off == (0, 8, 0.5)
        assert named == "Undo: Switch off bursts"
        assert back == (0.2, 20)
        assert reset == (0, 0)
        assert store.snapshot.jitter == 0.5

    tell(story)


def test_a_shape_s_wrong_value_is_refused_in_its_place(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        row = slider_of(window, "Bursts", "burst_pause")

        row.box.setFocus()
        row.box.selectAll()
        QTest.keyClicks(row.box, "61 s")
        QTest.keyClick(row.box, Qt.Key.Key_Return)

        assert row.error.text() == "Burst pause must be between 0 and 60, got 61.0"
        assert row.box.text() == "off"

    tell(story)


def test_a_value_that_is_typed_again_as_it_was_is_no_refusal(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        row = slider_of(window, "Bursts", "burst_pause")

        row.box.edited.emit(0.0)
        window.feel.edited.emit("tokens_per_second", 100.0)

        assert row.error.isHidden()
        assert not any(field.property("refused") for field in window.feel.findChildren(QLineEdit))

    tell(story)


def test_what_differs_from_the_profile_is_marked_and_returns(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.strip.chosen.emit("Reading pace")
        row = slider_of(window, "Jitter", "jitter")
        window.feel.shape.edited.emit("jitter", 0.5)
        await until(lambda: not row.mark.isHidden())

        QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton)

        assert window.services.store.snapshot.jitter == 0

    tell(story)


def test_the_command_closes_the_section_and_what_is_open_is_remembered(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        opened = window.state().shape
        checked = window.commands.shape.isChecked()
        window.commands.shape.trigger()
        closed = window.state().shape
        await asyncio.sleep(0.05)
        window.commands.shape.trigger()
        focused = window.feel.shape.heading.hasFocus()

        assert (opened.open, opened.groups, checked) == (True, ["Jitter", "Bursts"], True)
        assert (closed.open, closed.groups) == (False, ["Jitter", "Bursts"])
        assert window.feel.shape.open
        assert focused

    tell(story)


def test_another_text_is_foreseen_too_and_an_empty_one_has_a_stand_in(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        words = window.feel.shape.words
        await until(lambda: "tokens in" in words.text())

        window.services.store.update({"mock_response": "Short.", "mock_reasoning": "Hm, well."})
        await until(lambda: " 2 tokens" in words.text())
        window.services.store.update({"mock_response": ""})
        await until(lambda: "stand-in" in words.text())

        assert window.feel.shape.strip._forecast.pace.thinking > 0

    tell(story)
