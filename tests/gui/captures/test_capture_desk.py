"""The list shows what is in the folder, with figures once they are measured, and what is replayed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.settings import Settings
from mockpanel.gui.captures.capture_desk import CaptureDesk
from mockpanel.gui.widgets.captures_pane import CapturesPane
from mockpanel.runtime import start_services
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks
from tests.core.replays import timed_capture
from tests.gui.stories import play, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

Story = Callable[[CapturesPane, CaptureDesk, Services], Awaitable[None]]
SEA = timed_capture((0.5, "The"), (1.0, " sea"), name="Sea")


@pytest.fixture
def tell(qapp: QApplication, tmp_path: Path) -> Callable[[Story], None]:
    """Runs a story with a desk over a folder that holds one capture."""

    async def run(story: Story) -> None:
        services, tasks, pane = start_services(Settings()), Tasks(), CapturesPane()
        services.captures = CaptureFolder(tmp_path)
        services.captures.save(SEA)
        desk = CaptureDesk(pane, services, tasks)
        await services.start()
        pane.show()
        try:
            await story(pane, desk, services)
        finally:
            await tasks.cancel_all()
            await services.stop()
            pane.deleteLater()

    return lambda story: play(qapp, run(story))


def test_own_captures_come_first_and_all_are_measured(tell: Callable[[Story], None]) -> None:
    async def story(pane: CapturesPane, desk: CaptureDesk, services: Services) -> None:
        desk.refresh()
        await until(lambda: bool(desk.names) and all(line.figures for line in pane.list.lines.lines))

        assert [line.built_in for line in pane.list.lines.lines] == [False, True, True, True, True]
        assert pane.list.lines.lines[0].figures == "2.000 tokens/s · TTFT 500.0\u202fms"
        assert pane.detail.name.text() == "Sea"
        assert pane.detail.figures.text() != ""

    tell(story)


def test_a_file_that_is_no_capture_is_told_of(tell: Callable[[Story], None], tmp_path: Path) -> None:
    async def story(pane: CapturesPane, desk: CaptureDesk, services: Services) -> None:
        (tmp_path / "bad.jsonl").write_text("no", encoding="utf-8")

        desk.refresh()
        await until(lambda: not pane.broken.isHidden())

        assert "bad.jsonl" in pane.broken.text()

    tell(story)


def test_what_is_replayed_is_marked(tell: Callable[[Story], None]) -> None:
    async def story(pane: CapturesPane, desk: CaptureDesk, services: Services) -> None:
        desk.refresh()
        await until(lambda: bool(desk.names))

        services.store.update({"replay": "sea"})
        desk.show_settings(services.store.snapshot)

        assert pane.list.lines.lines[0].mark == "replayed"
        assert pane.detail.replay.text() == "Stop replaying"

    tell(story)


def test_another_tokenizer_counts_anew(tell: Callable[[Story], None]) -> None:
    async def story(pane: CapturesPane, desk: CaptureDesk, services: Services) -> None:
        services.captures.add(timed_capture((0.5, "Donaudampfschifffahrt"), (1.0, "sgesellschaft"), name="A ship"))
        desk.refresh()
        await until(lambda: bool(desk.names))
        pane.list.choose("A ship")
        await until(lambda: pane.detail.name.text() == "A ship" and pane.detail.figures.text() != "")
        before = pane.detail.figures.text()

        services.store.update({"tokenizer_model": "r50k_base"})
        desk.show_settings(services.store.snapshot)
        await until(lambda: pane.detail.figures.text() != before)

        assert "tokens in 2 chunks" in pane.detail.figures.text()

    tell(story)
