"""What settings come nearest to a capture, how near, and what can be done with them. Fits nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mockpanel.core.fit_words import closeness
from mockpanel.core.fitting import Fit
from mockpanel.core.settings import SPECS
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.figures import in_words
from mockpanel.gui.widgets.fit_plot import FitPlot
from mockpanel.gui.widgets.name_popup import NamePopup
from mockpanel.gui.widgets.words import Words

SHOWN_DIGITS = 3
FITTING = "Looking for the settings that come nearest …"


class FitView(QWidget):
    """Empty until it is given a fit, or why there is none."""

    use_asked = Signal()
    save_asked = Signal(str)
    """The name of a profile; refused by answering with `show_name_error` at once."""
    left = Signal()
    """Back to the gaps as they came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggestion = ""
        self.plot = FitPlot()
        self.nearness = Words("muted")
        self.found = Words("")
        self.error = Words("error")
        self.use = QPushButton("Use these settings")
        self.save = QPushButton("Save as profile …")
        self.back = QPushButton("Back")
        self.popup = NamePopup(self)
        self.use.setToolTip("Take these settings over; undo brings back what was there")
        self.save.setToolTip("Keep these settings as a profile of your own, and choose it")
        self.back.setToolTip("Back to the captured gaps in the order in which they came")
        self.back.setAccessibleName("Back to the gaps")
        self.use.setProperty("primary", "true")
        self.use.clicked.connect(self.use_asked)
        self.save.clicked.connect(self.ask_for_name)
        self.back.clicked.connect(self.left)
        self.popup.entered.connect(self.save_asked)
        self._lay_out()
        self.show_nothing("")

    def show_working(self) -> None:
        """A fit is being made."""
        self.show_nothing("")
        self.nearness.setText(FITTING)

    def show_fit(self, fit: Fit, suggestion: str) -> None:
        """The settings that were found; `suggestion` is what a profile of them may be called."""
        self._suggestion = suggestion
        self.plot.show_fit(fit, closeness(fit))
        self.nearness.setText(closeness(fit))
        self.found.setText(f"{_sentence(fit.words)}: {settings_in_words(fit)}")
        self.error.hide()
        for button in (self.use, self.save):
            button.setEnabled(True)

    def show_nothing(self, sentence: str) -> None:
        """There is no fit, for this reason."""
        self.plot.show_fit(None)
        for words in (self.nearness, self.found):
            words.clear()
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        for button in (self.use, self.save):
            button.setEnabled(False)

    def ask_for_name(self) -> None:
        """Asks what the profile is to be called."""
        height = self.popup.sizeHint().height() + SPACE[0]
        place = self.save.mapToGlobal(QPoint(0, -height))
        self.popup.ask("Save as profile", "Save", self._suggestion, place)

    def show_name_error(self, sentence: str) -> None:
        """Why a name was refused."""
        self.popup.show_error(sentence)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.plot.show_colours(colours)
        self.popup.show_colours(colours)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE[1])
        for button in (self.use, self.save, self.back):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addWidget(self.plot, 1)
        column.addWidget(self.nearness)
        column.addLayout(buttons)
        for words in (self.found, self.error):
            column.addWidget(words)


def settings_in_words(fit: Fit) -> str:
    """Each setting by its label, with its value without false digits: First token 412 ms, Speed 43.2 tokens/s."""
    told = {name: _rounded(value) for name, value in fit.changes.items()}
    return ", ".join(f"{SPECS[name].label} {in_words(SPECS[name], value)}" for name, value in told.items())


def _rounded(value: object) -> object:
    return float(f"{value:.{SHOWN_DIGITS}g}") if isinstance(value, float) else value


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
