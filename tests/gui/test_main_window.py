"""Whole stories in the window: edit, drag, stream with the real client, see it logged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from openai import AsyncOpenAI
from PySide6.QtWidgets import QApplication

from mockpanel.core.settings import Settings
from mockpanel.gui.loop import make_loop
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.state import WindowState
from mockpanel.hosting import ServerHost, ServerState
from mockpanel.runtime import start_services

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Story = Callable[[MainWindow, ServerHost], Awaitable[None]]


async def until(condition: Callable[[], bool]) -> None:
    """Waits for something that the window does by itself."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
def tell(qapp: QApplication) -> Iterator[Callable[[Story], None]]:
    """Runs a story in a served window, in the loop that the app uses."""

    async def run(story: Story) -> None:
        services = start_services(Settings(port=0, tokens_per_second=200.0, time_to_first_token=0.05))
        host = ServerHost(services)
        window = MainWindow(services, host, WindowState())
        window.show()
        await services.start()
        try:
            await window.start("127.0.0.1", 0)
            await story(window, host)
        finally:
            window.hide()
            await window.stop()
            await host.stop()
            await services.stop()
            window.deleteLater()

    def play(story: Story) -> None:
        with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
            runner.run(run(story))

    yield play
    qapp.setStyleSheet("")


async def ask(host: ServerHost) -> str:
    async with AsyncOpenAI(base_url=host.base_url, api_key="test") as client:
        stream = await client.chat.completions.create(
            model="mock-gpt4", messages=[{"role": "user", "content": "ignored"}], stream=True
        )
        return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])


def test_an_edited_text_is_streamed_at_the_edited_rate_and_logged(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.editor.show_text("Typed in the window ✅.\n")
        window.editor.edited.emit(window.editor.text())
        window.feel.edited.emit("tokens_per_second", 100.0)
        store = window._services.store
        await until(lambda: store.snapshot.mock_response != "" and store.snapshot.tokens_per_second == 100)

        text = await ask(host)
        await until(lambda: any(record.outcome.over for record in window.requests.shown_records()))

        assert text == "Typed in the window ✅.\n"
        record = window.requests.shown_records()[0]
        assert record.settings is not None
        assert record.settings.tokens_per_second == 100
        assert record.completion_tokens == record.sent_tokens

    tell(story)


def test_the_preview_plays_through_the_server_and_shows_what_was_measured(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window._services.store.update({"mock_response": "A preview of some words."})
        await until(lambda: window.editor.text() == "A preview of some words.")

        window.preview.play_asked.emit()
        await until(lambda: any(record.outcome.over for record in window.requests.shown_records()))
        await until(lambda: "→" in window.measured.text() and "200" in window.measured.words)

        await until(lambda: "[DONE]" in window.wire.text())

        assert len(window._services.log) == 1

    tell(story)


def test_a_wrong_value_is_refused_in_its_place_and_the_old_one_stays(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.feel.edited.emit("tokens_per_second", -3.0)

        assert window._services.store.snapshot.tokens_per_second == 200

    tell(story)


def test_the_server_is_stopped_and_moved_while_its_settings_stay(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        first = host.base_url
        window.server_bar.stop_asked.emit()
        await until(lambda: host.state is ServerState.STOPPED)
        window.preview.play_asked.emit()
        window.server_bar.start_asked.emit("127.0.0.1", 0)
        await until(lambda: host.state is ServerState.SERVING)

        assert host.base_url != ""
        assert (await ask(host)) == "ignored"
        assert first.startswith("http://127.0.0.1:")

    tell(story)


def test_a_profile_sets_its_values_and_a_change_is_marked(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.profiles.activated.emit(0)
        await until(lambda: window._services.store.snapshot.tokens_per_second == 5.2)
        unmarked = window.changed_mark.isHidden()
        window.feel.edited.emit("tokens_per_second", 7.0)
        await until(lambda: not window.changed_mark.isHidden())

        assert unmarked

    tell(story)


def test_what_to_remember_is_told_whole(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        state = window.state()

        assert state.settings["tokens_per_second"] == 200
        assert {"window", "upper", "lower", "whole"} <= state.layout.keys()

    tell(story)
