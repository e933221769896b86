"""Copies the current settings as a request that brings them along. What it looks like is core's business."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from mockpanel.core.setting_snippets import SettingsForm, settings_snippet
from mockpanel.core.store import Store
from mockpanel.gui.undo_notice import UndoNotice

STOPPED_URL = "http://127.0.0.1:8000/v1"
"""Where requests go to while no server runs: to where one usually is."""

_HELP = {
    SettingsForm.BODY: "Fields to put into a request's JSON",
    SettingsForm.HEADERS: "Headers to send along with any request",
    SettingsForm.CURL: "A request for a terminal",
    SettingsForm.PYTHON: "A request with the openai library for Python",
    SettingsForm.JAVASCRIPT: "A request with the openai library for JavaScript",
}


class SettingsCopying(QObject):
    """One action a form, and a switch for the whole of the settings."""

    def __init__(
        self, store: Store, base_url: Callable[[], str], notice: UndoNotice, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._base_url = base_url
        self._notice = notice
        self.whole = QAction("Copy all settings, not only what was changed", self, checkable=True)
        self.whole.setToolTip("Otherwise only what differs from the defaults is copied")
        self.actions_of = {form: self._action(form) for form in SettingsForm}

    @property
    def actions(self) -> list[QAction]:
        """All of them, in the order of a menu."""
        return [*self.actions_of.values(), self.whole]

    def add_to(self, menu: QMenu) -> None:
        """Offers them in a menu of their own."""
        own = menu.addMenu("Copy settings as")
        own.setToolTipsVisible(True)
        own.addActions(list(self.actions_of.values()))
        own.addSeparator()
        own.addAction(self.whole)

    def copy(self, form: SettingsForm) -> None:
        """Puts them on the clipboard, and says so."""
        settings, whole = self._store.snapshot, self.whole.isChecked()
        text = settings_snippet(form, settings, self._base_url() or STOPPED_URL, whole=whole)
        QGuiApplication.clipboard().setText(text)
        if text in ("", "{}"):
            self._notice.tell(f"Copied the settings as {form}; none differs from the defaults.")
        else:
            self._notice.tell(f"Copied the settings as {form}.")

    def _action(self, form: SettingsForm) -> QAction:
        action = QAction(f"Copy settings as {form}", self)
        action.setToolTip(f"{_HELP[form]}: what differs from the defaults")
        action.triggered.connect(lambda _checked=False: self.copy(form))
        return action
