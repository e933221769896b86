"""Presenting: all but the preview and the strip of profiles goes, in large type; and all comes back as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QTabWidget, QWidget

from mockpanel.gui.widgets.preview_pane import PreviewPane
from mockpanel.gui.widgets.profile_strip import ProfileStrip

LARGE_PERCENT = 250


class Presenting(QObject):
    """Hides `others` and what surrounds the preview in its tabs."""

    changed = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        tabs: QTabWidget,
        preview: PreviewPane,
        strip: ProfileStrip,
        others: Sequence[QWidget],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = tabs
        self._preview = preview
        self._strip = strip
        self._others = others
        self._hidden: list[QWidget] = []
        self._tab = 0
        self._before = Qt.WindowState.WindowNoState
        self.on = False

    @property
    def everyday_tab(self) -> int:
        """The tab that is chosen, or was before presenting began."""
        return self._tab if self.on else self._tabs.currentIndex()

    def present(self, on: bool) -> None:
        """Begins or ends."""
        if on == self.on:
            return
        self.on = on
        (self._begin if on else self._end)()
        self._tabs.tabBar().setVisible(not on)
        self._strip.show_large(on)
        self._preview.show_large(LARGE_PERCENT if on else None)
        self.changed.emit(on)

    def _begin(self) -> None:
        self._tab, self._before = self._tabs.currentIndex(), self._window.windowState()
        self._hidden = [widget for widget in self._others if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        self._tabs.setCurrentWidget(self._preview)
        self._window.showFullScreen()
        self._preview.play.setFocus()

    def _end(self) -> None:
        for widget in self._hidden:
            widget.show()
        self._tabs.setCurrentIndex(self._tab)
        self._window.setWindowState(self._before)
