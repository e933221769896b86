"""The slim row above the response: a tab for each part of an answer that is more than a text, and what to add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QToolButton, QWidget

from mockpanel.core.answer_parts import PartId, Section
from mockpanel.core.answer_settings import MockFinishReason
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.finish_choice import FinishChoice

_ADDED = {
    Section.REASONING: "Add reasoning",
    Section.TOOL_CALL: "Add a tool call",
    Section.REFUSAL: "Add a refusal",
    Section.CITATIONS: "Add a citation",
}


class PartTab(NamedTuple):
    """What a tab says of its part."""

    part: PartId
    title: str
    help: str


class PartsBar(QWidget):
    """Holds no part: asks for the one that is to be shown, and for another."""

    chosen = Signal(object)
    """The PartId whose tab was chosen."""
    add_asked = Signal(object)
    """The Section of the part that is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.add = QToolButton()
        self.finish = FinishChoice()
        self.actions_of = {section: self._action(section, text) for section, text in _ADDED.items()}
        self.finish_action = QAction("Choose the finish reason", self)
        self._parts: list[PartId] = []
        self._build()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[0])
        row.addWidget(self.tabs)
        row.addWidget(self.add)
        row.addStretch(1)
        row.addWidget(self.finish)
        self.tabs.currentChanged.connect(self._choose)
        self.finish_action.triggered.connect(self._show_finish)

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self.tabs, self.add, self.finish.box]

    def show_parts(self, tabs: Sequence[PartTab], current: PartId) -> None:
        """Shows what there is; where that is a text alone, there is nothing to choose from."""
        with QSignalBlocker(self.tabs):
            parts = [tab.part for tab in tabs]
            while self.tabs.count() > len(parts):
                self.tabs.removeTab(self.tabs.count() - 1)
            while self.tabs.count() < len(parts):
                self.tabs.addTab("")
            for place, tab in enumerate(tabs):
                if self.tabs.tabText(place) != tab.title:
                    self.tabs.setTabText(place, tab.title)
                self.tabs.setTabToolTip(place, tab.help)
            self._parts = parts
            self.tabs.setCurrentIndex(parts.index(current))
        self.tabs.setVisible(len(parts) > 1)
        self.add.setText("" if len(parts) > 1 else "Add")
        for section in (Section.REASONING, Section.REFUSAL):
            self.actions_of[section].setEnabled(PartId(section) not in parts)

    def enter(self) -> None:
        """Takes the focus from a part that is gone: undo is the window's here, and no text's own."""
        (self.add if self.tabs.isHidden() else self.tabs).setFocus()

    def show_finish(self, reason: MockFinishReason) -> None:
        """Shows how the answer ends, where it does not end by itself."""
        self.finish.show_reason(reason)
        if not self.finish.box.hasFocus():
            self.finish.setVisible(reason is not MockFinishReason.AUTO)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.add.setIcon(icon(Icon.LARGER, colours.muted, colours.border))

    def _build(self) -> None:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setProperty("slim", True)
        self.tabs.setAccessibleName("Parts of the answer")
        menu = QMenu(self.add)
        menu.addActions(list(self.actions_of.values()))
        menu.addSeparator()
        menu.addAction(self.finish_action)
        self.add.setMenu(menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setProperty("flat", True)
        self.add.setAccessibleName("Add to the answer")
        self.add.setToolTip("Add reasoning, tool calls, a refusal or citations to the answer")

    def _action(self, section: Section, text: str) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.add_asked.emit(section))
        return action

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._parts):
            self.chosen.emit(self._parts[place])

    def _show_finish(self) -> None:
        self.finish.show()
        self.finish.box.setFocus()
