"""What of the window makes way for a comparison: gaps of the preview, and the requests, which would tell on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget, QWidget

from mockpanel.gui.compare_desk import CompareDesk
from mockpanel.gui.presenting import Presenting


class ComparePlace(QObject):
    """`preview_parts` belong to the other tabs; `tellers` would tell which profile is on which side."""

    def __init__(
        self,
        tabs: QTabWidget,
        desk: CompareDesk,
        presenting: Presenting,
        preview_parts: Sequence[QWidget],
        tellers: Sequence[QWidget],
    ) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._desk = desk
        self._presenting = presenting
        self._preview_parts = preview_parts
        self._tellers = tellers
        tabs.currentChanged.connect(self._arrange)
        desk.hidden_changed.connect(self._arrange)
        presenting.changed.connect(self._arrange)

    def _arrange(self) -> None:
        if self._presenting.on:  # which has hidden them all
            return
        comparing = self._tabs.currentWidget() is self._desk.pane
        for part in self._preview_parts:
            part.setVisible(not comparing)
        for teller in self._tellers:
            teller.setVisible(not (comparing and self._desk.rounds.hidden))
