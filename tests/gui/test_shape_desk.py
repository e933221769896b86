"""Between the section and the services: what is in sight is foreseen, of the text of now; a reset is one step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import Settings
from mockpanel.gui.loop import make_loop
from mockpanel.gui.shape_desk import ShapeDesk
from mockpanel.gui.widgets.shape_section import ShapeSection
from mockpanel.runtime import start_services
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def played(qapp: QApplication, story: Callable[[ShapeSection, ShapeDesk, Services], Awaitable[None]]) -> None:
    async def run() -> None:
        services, tasks, section = start_services(Settings(mock_response="One, two.")), Tasks(), ShapeSection()
        desk = ShapeDesk(section, services, QUndoStack(), tasks)
        await services.start()
        try:
            await story(section, desk, services)
        finally:
            desk.forecaster.stop()
            await tasks.cancel_all()
            await services.stop()
            section.deleteLater()

    with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
        runner.run(run())


async def foretold(section: ShapeSection, beginning: str) -> None:
    async with asyncio.timeout(10):
        while not section.words.text().replace("\u202f", " ").startswith(beginning):
            await asyncio.sleep(0.01)


def test_calls_and_a_refusal_are_foreseen_as_they_are_sent(qapp: QApplication, qtbot: QtBot) -> None:
    async def story(section: ShapeSection, desk: ShapeDesk, services: Services) -> None:
        section.show_open(True)
        await foretold(section, "First token 200.0 ms, 4 tokens in")

        services.store.update({"mock_tool_calls": [{"name": "f", "arguments": {}}, {"name": "g"}]})
        desk.refresh()
        await foretold(section, "First token 200.0 ms, 5 tokens in")
        services.store.update({"mock_refusal": "No."})
        desk.refresh()
        await foretold(section, "First token 200.0 ms, 2 tokens in")

    played(qapp, story)


def test_a_closed_section_is_given_nothing_and_an_open_one_follows(qapp: QApplication, qtbot: QtBot) -> None:
    async def story(section: ShapeSection, desk: ShapeDesk, services: Services) -> None:
        desk.refresh()
        await asyncio.sleep(0.05)
        closed = section.words.text()

        section.show_open(True)
        await foretold(section, "First token 200.0 ms, 4 tokens in 0.4 s.")
        services.store.update({"time_to_first_token": 0.5})
        desk.refresh()
        await foretold(section, "First token 500.0 ms, 4 tokens in 0.7 s.")

        assert closed == ""

    played(qapp, story)


def test_texts_are_split_anew_where_they_changed(qapp: QApplication, qtbot: QtBot) -> None:
    async def story(section: ShapeSection, desk: ShapeDesk, services: Services) -> None:
        section.show_open(True)
        await foretold(section, "First token 200.0 ms, 4 tokens")

        services.store.update({"mock_response": "One.", "mock_reasoning": "Hm."})
        desk.refresh()
        services.store.update({"mock_response": "One, two, three."})
        desk.refresh()
        await foretold(section, "First token 400.0 ms, 6 tokens")

    played(qapp, story)


def test_several_settings_are_one_step(qapp: QApplication, qtbot: QtBot) -> None:
    async def story(section: ShapeSection, desk: ShapeDesk, services: Services) -> None:
        services.store.update({"jitter": 0.3, "burst_pause": 0.2})

        section.ask_for_reset()
        reset = services.store.snapshot.jitter, services.store.snapshot.burst_pause
        desk._undo.undo()

        assert reset == (0, 0)
        assert (services.store.snapshot.jitter, services.store.snapshot.burst_pause) == (0.3, 0.2)

    played(qapp, story)
