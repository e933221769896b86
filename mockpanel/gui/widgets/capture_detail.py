"""All about one capture: words, figures, the picture of its gaps or a fit of them, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.capture_figures import CaptureFigures
from mockpanel.core.capture_folder import Kept
from mockpanel.core.capture_words import long_figures, origin
from mockpanel.core.ledger import Ledger
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.capture_strip import CaptureStrip
from mockpanel.gui.widgets.elided_label import ElidedLabel
from mockpanel.gui.widgets.fit_view import FitView
from mockpanel.gui.widgets.name_popup import NamePopup
from mockpanel.gui.widgets.words import Words

REPLAY, STOP = "Replay this", "Stop replaying"


class CaptureDetail(QWidget):
    """Shows one capture, or nothing; asks for what is to be done, and does none of it."""

    replay_asked = Signal(bool)
    """Whether it is to be replayed from now on."""
    fit_asked = Signal()
    rename_asked = Signal(str)
    """The new name; refused by answering with `show_name_error` at once."""
    duplicate_asked = Signal()
    delete_asked = Signal()
    export_asked = Signal()
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: Kept | None = None
        self._ledger: Ledger | None = None
        self.name = ElidedLabel()
        self.origin, self.figures, self.notes = Words("muted"), Words(""), Words("muted")
        self.strip = CaptureStrip()
        self.fit = FitView()
        self.pages = QStackedWidget()
        self.replay, self.fitting = QPushButton(REPLAY), QPushButton("Fit settings")
        self.more = QToolButton()
        self.popup = NamePopup(self)
        self.actions_of = {
            "rename": self._action("Rename capture …", self._ask_for_name),
            "duplicate": self._action("Duplicate capture", self.duplicate_asked.emit),
            "copy": self._action("Copy capture's file", self.copy_asked.emit),
            "export": self._action("Export capture …", self.export_asked.emit),
            "delete": self._action("Delete capture", self.delete_asked.emit),
        }
        self._build()
        self._lay_out()
        self.show_capture(None)

    def show_capture(self, kept: Kept | None) -> None:
        """Another capture, whose figures are to come, or none."""
        if kept is None or self._kept is None or kept.capture != self._kept.capture:
            self._ledger = None
            self.strip.clear()
            self.figures.setText("")
            self.show_gaps()
        self._kept = kept
        capture = kept.capture if kept else None
        self.name.show_words(capture.name if capture else "")
        self.origin.setText(origin(capture) if capture else "")
        self.notes.setText(capture.notes if capture else "")
        self._show_words()
        own = kept is not None and not kept.built_in
        for name, action in self.actions_of.items():
            action.setEnabled(kept is not None and (own or name not in ("rename", "delete")))
        for button in (self.replay, self.fitting, self.more):
            button.setEnabled(kept is not None)

    def show_figures(self, found: CaptureFigures, ledger: Ledger) -> None:
        """What was measured of it, and its gaps."""
        if ledger is not self._ledger:
            self._ledger = ledger
            self.figures.setText(long_figures(found))
            self._show_words()
            self.strip.show_ledger(ledger, over=True)

    def show_replayed(self, replayed: bool) -> None:
        """Whether it is the one that is replayed."""
        self.replay.setText(STOP if replayed else REPLAY)
        self.replay.setToolTip(
            "Stream by speed and shape again"
            if replayed
            else "Play its rhythm for every answer from now on, and see it"
        )

    def show_gaps(self) -> None:
        """The gaps as they came, in the place of a fit."""
        self.pages.setCurrentWidget(self.strip)
        self.fitting.setVisible(True)
        self._show_words()

    def show_fitting(self) -> None:
        """A fit, in the place of the gaps."""
        self.pages.setCurrentWidget(self.fit)
        self.fitting.setVisible(False)
        self._show_words()

    def show_name_error(self, sentence: str) -> None:
        """Why a name was refused."""
        self.popup.show_error(sentence)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.more.setIcon(icon(Icon.MORE, colours.text, colours.border))
        for part in (self.strip, self.fit, self.popup):
            part.show_colours(colours)

    def open_menu(self, place: QPoint) -> None:
        """What can be done with it, at a place on the screen."""
        if (menu := self.more.menu()) is not None:
            menu.popup(place)

    def _action(self, text: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: act())
        return action

    def _build(self) -> None:
        self.name.setProperty("role", "heading")
        self.name.setAccessibleName("Chosen capture")
        self.figures.setAccessibleName("Figures of the capture")
        self.notes.setAccessibleName("Notes on the capture")
        self.replay.setProperty("primary", "true")
        self.show_replayed(False)
        self.replay.clicked.connect(lambda: self.replay_asked.emit(self.replay.text() == REPLAY))
        self.fitting.setToolTip("Find the settings of speed and shape that come nearest to its rhythm")
        self.fitting.clicked.connect(self.fit_asked)
        self.fit.left.connect(self.show_gaps)
        menu = QMenu(self)
        menu.addActions(list(self.actions_of.values()))
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolTip("Rename, duplicate, copy, export or delete the capture")
        self.more.setAccessibleName("More to do with the capture")
        self.popup.entered.connect(self.rename_asked)
        self.pages.addWidget(self.strip)
        self.pages.addWidget(self.fit)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE[1])
        top.addWidget(self.name, 1)
        for button in (self.fitting, self.replay, self.more):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE[1], 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addLayout(top)
        for words in (self.origin, self.figures):
            column.addWidget(words)
        column.addWidget(self.pages, 1)
        column.addWidget(self.notes)

    def _show_words(self) -> None:
        """A fit has words of its own, and needs the room."""
        fitting = self.pages.currentWidget() is self.fit
        for words in (self.origin, self.figures, self.notes):
            words.setVisible(bool(words.text()) and not fitting)

    def _ask_for_name(self) -> None:
        place = self.more.mapToGlobal(QPoint(0, self.more.height()))
        self.popup.ask("Rename the capture", "Rename", self.name.text(), place)
