"""The buttons that play two sides together, and the word that says how they stand. They only ask."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from mockpanel.core.compare_state import CompareState
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import LIGHT, SPACE, Colours
from mockpanel.gui.widgets.elided_label import ElidedLabel

_WORDS = {
    CompareState.IDLE: "Ready",
    CompareState.WAITING: "Waiting for the first token",
    CompareState.PLAYING: "Playing",
    CompareState.PAUSED: "Paused",
    CompareState.FINISHED: "Ended",
}
_MOVING = (CompareState.WAITING, CompareState.PLAYING)


class PlayButtons(QWidget):
    """Play or pause, one chunk, from the start, again and again."""

    play_asked = Signal()
    """Begin, pause, or go on, as the button says."""
    step_asked = Signal()
    restart_asked = Signal()
    loop_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._state = CompareState.IDLE
        self._keys: dict[Icon, str] = {}
        self.play = QPushButton()
        self.step, self.restart, self.loop = QToolButton(), QToolButton(), QToolButton()
        self.state = ElidedLabel()
        self.play.setProperty("primary", True)
        self.loop.setCheckable(True)
        self.state.setProperty("role", "muted")
        self.state.setAccessibleName("State of the comparison")
        self.play.clicked.connect(self.play_asked)
        self.step.clicked.connect(self.step_asked)
        self.restart.clicked.connect(self.restart_asked)
        self.loop.toggled.connect(self.loop_toggled)
        self.loop.toggled.connect(self._dress)
        self._lay_out()
        self.show_state(CompareState.IDLE)

    def show_state(self, state: CompareState) -> None:
        """Where the comparison stands."""
        self._state = state
        self.state.show_words(_WORDS[state])
        self.step.setEnabled(state is not CompareState.FINISHED)
        self.restart.setEnabled(state is not CompareState.IDLE)
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

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        for widget in (self.play, self.step, self.restart, self.loop):
            row.addWidget(widget)
        row.addSpacing(SPACE[0])
        row.addWidget(self.state, 1)

    def _dress(self) -> None:
        """Icons in the scheme's colours; names and tooltips that tell the shortcut."""
        colours, moving = self._colours, self._state in _MOVING
        self.play.setText("Pause" if moving else "Go on" if self._state is CompareState.PAUSED else "Play both")
        self.play.setIcon(icon(Icon.PAUSE if moving else Icon.PLAY, colours.on_accent, colours.muted))
        self.play.setToolTip(self._tip(f"{self.play.text()}: left and right in step", Icon.PLAY))
        for button, name, tip in (
            (self.step, Icon.STEP, "Show one chunk more of each"),
            (self.restart, Icon.RESTART, "Play both from the start"),
            (self.loop, Icon.LOOP, "Play both again and again"),
        ):
            lit = button is self.loop and button.isChecked()
            button.setIcon(icon(name, colours.on_accent if lit else colours.text, colours.border))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(self._tip(tip, name))
            button.setAccessibleName(tip)

    def _tip(self, words: str, name: Icon) -> str:
        return f"{words} ({self._keys[name]})" if name in self._keys else words
