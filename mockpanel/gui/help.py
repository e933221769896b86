"""What helps and explains: shortcuts, versions and licences, the log folder, and errors that nobody expected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from mockpanel.gui.theme import Colours
from mockpanel.gui.widgets.about_box import AboutBox
from mockpanel.gui.widgets.error_dialog import ErrorDialog
from mockpanel.gui.widgets.shortcut_sheet import ShortcutSheet
from mockpanel.log_file import log_path
from mockpanel.notices import Component, components, versions


class Help:
    """Dialogs that stand beside the window; none stops it."""

    def __init__(self, parent: QWidget, run: Callable[[Coroutine[Any, Any, None], str], None]) -> None:
        self._run = run
        self._parts: list[Component] | None = None
        self._sheet = ShortcutSheet(parent)
        self._about = AboutBox(parent)
        self._error = ErrorDialog(parent)
        self._error.log_asked.connect(self.open_log_folder)

    def show_shortcuts(
        self, groups: Mapping[str, Sequence[QAction]], extra: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        """All shortcuts, by menu."""
        self._sheet.show_shortcuts(groups, extra)

    def show_about(self) -> None:
        """Versions and licences."""
        self._about.show_icon(QApplication.windowIcon())
        self._run(self._tell_of_parts(), "about")

    async def _tell_of_parts(self) -> None:
        """Reading the licences takes a tenth of a second: not in the loop."""
        if self._parts is None:
            self._parts = await asyncio.to_thread(components)
        self._about.show_about(versions(qVersion()), self._parts)

    def show_error(self, summary: str, details: str) -> None:
        """An error that nobody expected; the server goes on."""
        self._error.show_error(summary, details)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        for dialog in (self._sheet, self._about, self._error):
            dialog.show_colours(colours)

    @staticmethod
    def open_log_folder() -> None:
        """Shows the folder with the log file in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path().parent)))
