"""Presenting: all but preview or comparison and the strip of profiles goes, in large type; all comes back as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QTabWidget, QWidget

from mockpanel.gui.widgets.compare_pane import ComparePane
from mockpanel.gui.widgets.preview_pane import PreviewPane
from mockpanel.gui.widgets.profile_strip import ProfileStrip

LARGE_PERCENT = 250


class Presenting(QObject):
    """Hides `others` and what surrounds a pane in its tabs: the chosen one of `panes`, else the first."""

    changed = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        tabs: QTabWidget,
        panes: Sequence[PreviewPane | ComparePane],
        strip: ProfileStrip,
        others: Sequence[QWidget],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = tabs
        self._panes = panes
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
        for pane in self._panes:
            pane.show_large(LARGE_PERCENT if on else None)
        self.changed.emit(on)

    def _begin(self) -> None:
        self._tab, self._before = self._tabs.currentIndex(), self._window.windowState()
        self._hidden = [widget for widget in self._others if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        chosen = self._tabs.currentWidget()
        shown = next((pane for pane in self._panes if pane is chosen), self._panes[0])
        self._tabs.setCurrentWidget(shown)
        self._window.showFullScreen()
        shown.buttons.play.setFocus()

    def _end(self) -> None:
        for widget in self._hidden:
            widget.show()
        self._tabs.setCurrentIndex(self._tab)
        self._window.setWindowState(self._before)
