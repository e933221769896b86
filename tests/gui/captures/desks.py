"""What the desks of captures work on: services over a folder of the test's own, and a loop as the app's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.settings import Settings
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.runtime import start_services
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks
from tests.core.replays import timed_capture
from tests.gui.stories import play

SEA = timed_capture((0.5, "The"), (1.0, " sea"), (1.1, " is"), (1.4, " wide"), name="Sea")


@dataclass(frozen=True)
class Bench:
    """A folder that holds one capture, and who is told of what is done with it."""

    services: Services
    tasks: Tasks
    told: UndoNotice
    parent: QWidget

    @property
    def names(self) -> list[str]:
        """The user's own captures."""
        return [each.capture.name for each in self.services.captures.kept() if not each.built_in]

    @property
    def sentence(self) -> str:
        """What was said last."""
        return self.told.bar.sentence.text()


def played(qapp: QApplication, folder: Path, story: Callable[[Bench], Awaitable[None]]) -> None:
    """Runs a story in the loop that the app uses."""

    async def run() -> None:
        services, tasks, parent = start_services(Settings()), Tasks(), QWidget()
        services.captures = CaptureFolder(folder)
        services.captures.save(SEA)
        told = UndoNotice(parent)
        await services.start()
        try:
            await story(Bench(services, tasks, told, parent))
        finally:
            await tasks.cancel_all()
            await services.stop()
            told.bar.deleteLater()
            parent.deleteLater()

    play(qapp, run())
