"""The buttons that play one stream or two in step, and the word that says how they stand. They only ask."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from mockpanel.core.play_state import PlayState
from mockpanel.gui.icons import Icon, icon, with_keys
from mockpanel.gui.theme import LIGHT, SPACE, Colours
from mockpanel.gui.widgets.elided_label import ElidedLabel


@dataclass(frozen=True, slots=True)
class PlayWords:
    """What the buttons are called, for one stream or for two."""

    play: str
    play_tip: str
    pause_tip: str
    go_on_tip: str
    step: str
    restart: str
    loop: str
    state: str
    """The name of the line that says how it stands."""


class PlayButtons(QWidget):
    """Play or pause, one chunk, from the start, again and again."""

    play_asked = Signal()
    """Begin, pause, or go on, as the button says."""
    step_asked = Signal()
    restart_asked = Signal()
    loop_toggled = Signal(bool)

    def __init__(self, words: PlayWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._colours = LIGHT
        self._state = PlayState.IDLE
        self._keys: dict[Icon, str] = {}
        self.play = QPushButton()
        self.step, self.restart, self.loop = QToolButton(), QToolButton(), QToolButton()
        self.state = ElidedLabel()
        self.play.setProperty("primary", True)
        self.loop.setCheckable(True)
        self.state.setProperty("role", "muted")
        self.state.setAccessibleName(words.state)
        self.play.clicked.connect(self.play_asked)
        self.step.clicked.connect(self.step_asked)
        self.restart.clicked.connect(self.restart_asked)
        self.loop.toggled.connect(self.loop_toggled)
        self.loop.toggled.connect(self._dress)
        self._lay_out()
        self.show_state(PlayState.IDLE)

    def show_state(self, state: PlayState) -> None:
        """Where it stands."""
        self._state = state
        self.state.show_words(state.label)
        self.step.setEnabled(state is not PlayState.FINISHED)
        self.restart.setEnabled(state is not PlayState.IDLE)
        self._dress()

    def show_loop(self, loop: bool) -> None:
        """Whether it plays again and again."""
        with QSignalBlocker(self.loop):
            self.loop.setChecked(loop)
        self._dress()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._dress()

    def show_keys(self, keys: dict[Icon, str]) -> None:
        """The shortcuts that the tooltips name."""
        self._keys = keys
        self._dress()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The controls as Tab reaches them."""
        return (self.play, self.step, self.restart, self.loop)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        for widget in self.stops:
            row.addWidget(widget)
        row.addSpacing(SPACE[0])
        row.addWidget(self.state, 1)

    def _dress(self) -> None:
        """Icons in the scheme's colours; names and tooltips that tell the shortcut."""
        colours, words = self._colours, self._words
        name, text, tip = Icon.PLAY, words.play, words.play_tip
        if self._state.moving:
            name, text, tip = Icon.PAUSE, "Pause", words.pause_tip
        elif self._state is PlayState.PAUSED:
            text, tip = "Go on", words.go_on_tip
        self.play.setText(text)
        self.play.setIcon(icon(name, colours.on_accent, colours.muted))
        self.play.setToolTip(with_keys(tip, self._keys, Icon.PLAY))
        for button, name, tip in (
            (self.step, Icon.STEP, words.step),
            (self.restart, Icon.RESTART, words.restart),
            (self.loop, Icon.LOOP, words.loop),
        ):
            lit = button is self.loop and button.isChecked()
            button.setIcon(icon(name, colours.on_accent if lit else colours.text, colours.border))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(with_keys(tip, self._keys, name))
            button.setAccessibleName(tip)
