"""What of the window makes way for a comparison: another stream's gaps, and requests, which would tell on a side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget, QWidget

from mockpanel.gui.presenting import Presenting


class ComparePlace(QObject):
    """Hides `others` while the comparison is the chosen tab, so that two answers have room beside each other."""

    def __init__(self, tabs: QTabWidget, pane: QWidget, presenting: Presenting, others: Sequence[QWidget]) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._pane = pane
        self._presenting = presenting
        self._others = others
        tabs.currentChanged.connect(self._arrange)
        presenting.changed.connect(self._arrange)

    def _arrange(self) -> None:
        if not self._presenting.on:  # which has hidden them all
            comparing = self._tabs.currentWidget() is self._pane
            for part in self._others:
                part.setVisible(not comparing)
