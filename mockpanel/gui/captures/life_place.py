"""Captures among the window's tabs: read when they come into sight, and left for the preview to hear one."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from mockpanel.gui.captures.life_desk import LifeDesk
from mockpanel.gui.shape_desk import ShapeDesk
from mockpanel.gui.stage import Stage
from mockpanel.gui.widgets.shape_section import ShapeSection


class LifePlace(QObject):
    """Hides what `played` shows of the preview while captures are the chosen tab, so that they have room."""

    def __init__(self, tabs: QTabWidget, life: LifeDesk, played: QWidget, stage: Stage) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._life = life
        self._played = played
        self._stage = stage
        self._section: ShapeSection | None = None
        life.show_asked.connect(lambda: tabs.setCurrentWidget(life.pane))
        life.play_asked.connect(self._play)
        tabs.currentChanged.connect(lambda _place: self.arrange())

    def serve(self, section: ShapeSection, desk: ShapeDesk) -> None:
        """Tells the Shape section which captures can be replayed, and its forecast when they may be others."""
        self._section = section
        section.heading.toggled.connect(lambda _open: self.arrange())
        self._life.captures.listed.connect(section.show_captures)
        self._life.captures.listed.connect(lambda _names: desk.forget_captures())

    def arrange(self) -> None:
        """Makes room, and reads the captures anew where they, or a picker of them, are in sight."""
        pane = self._life.pane
        shown = self._tabs.currentWidget() is pane
        self._played.setVisible(not shown)
        focus = QApplication.focusWidget()
        if shown and focus is not None and pane.isAncestorOf(focus):
            pane.setFocus()
        picked = self._section is not None and self._section.open
        if self._tabs.isVisible() and (shown or picked):
            self._life.captures.refresh()

    def _play(self) -> None:
        self._tabs.setCurrentWidget(self._stage.preview)
        self._stage.play()
