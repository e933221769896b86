"""Which side was better: three buttons, and after the vote what stood where. Counts nothing."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mockpanel.core.tally import Preferred
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.check_box import CheckBox
from mockpanel.gui.widgets.elided_label import ElidedLabel

KEYS = {
    Preferred.LEFT: (Qt.Key.Key_1, "1"),
    Preferred.NEITHER: (Qt.Key.Key_0, "0"),
    Preferred.RIGHT: (Qt.Key.Key_2, "2"),
}
_NAMES = {Preferred.LEFT: "Left", Preferred.NEITHER: "No difference", Preferred.RIGHT: "Right"}
QUESTION = "Which do you prefer?"


class VoteRow(QWidget):
    """The question while a round runs, its answer after it."""

    voted = Signal(object)
    """A Preferred."""
    next_asked = Signal()
    reveal_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel()
        self.words.setAccessibleName("Question or result of the round")
        self.buttons = {preferred: QPushButton(f"{_NAMES[preferred]} ({KEYS[preferred][1]})") for preferred in KEYS}
        self.reveal = CheckBox("Reveal")
        self.next = QPushButton("Next round")
        self._build()
        self.ask(ready=False)

    def ask(self, *, ready: bool) -> None:
        """Asks; only once both sides play can it be answered."""
        self.words.show_words(QUESTION)
        self._arrange(asking=True)
        for button in self.buttons.values():
            button.setEnabled(ready)

    def show_result(self, sentence: str) -> None:
        """What stood where, and what was preferred."""
        self.words.show_words(sentence)
        focused = any(button.hasFocus() for button in self.buttons.values())
        self._arrange(asking=False)
        if focused:
            self.next.setFocus()

    def show_reveal(self, reveal: bool) -> None:
        """Whether each round is revealed."""
        with QSignalBlocker(self.reveal):
            self.reveal.setChecked(reveal)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.reveal.show_colours(colours)

    def has_key(self, key: int) -> bool:
        """Whether a key is a vote's while rounds are blind; also where none can be given: it must do nothing else."""
        return not self.isHidden() and any(key == own for own, _ in KEYS.values())

    def vote_by(self, key: int) -> bool:
        """Votes by a key, and says whether that was one of its keys."""
        if not self.has_key(key):
            return False
        chosen = next(preferred for preferred, (own, _) in KEYS.items() if key == own)
        button = self.buttons[chosen]
        if button.isVisible() and button.isEnabled():
            self.voted.emit(chosen)
        return True

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        row.addWidget(self.words, 1)
        for preferred, button in self.buttons.items():
            button.setAccessibleName(_NAMES[preferred])
            button.setToolTip(f"{QUESTION} {_NAMES[preferred]} ({KEYS[preferred][1]})")
            button.clicked.connect(lambda _checked=False, chosen=preferred: self.voted.emit(chosen))
            row.addWidget(button)
        self.next.setProperty("primary", True)
        self.next.setToolTip("Shuffle the sides anew, and play")
        self.next.clicked.connect(self.next_asked)
        self.reveal.setToolTip("Say after each round which profile was where; else go on with the next at once")
        self.reveal.toggled.connect(self.reveal_toggled)
        row.addWidget(self.next)
        row.addWidget(self.reveal)

    def _arrange(self, *, asking: bool) -> None:
        for button in self.buttons.values():
            button.setVisible(asking)
        self.next.setVisible(not asking)
