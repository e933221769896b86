"""How the answer is said to end: a small choice beside the parts."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mockpanel.core.answer_settings import MockFinishReason
from mockpanel.core.settings import SPECS
from mockpanel.gui.theme import SPACE
from mockpanel.gui.widgets.choice_row import ChoiceBox
from mockpanel.gui.widgets.figures import in_words

_SPEC = SPECS["mock_finish_reason"]


class FinishChoice(QWidget):
    """Choices and help are the setting's own."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel("Fi&nish")
        self.box = ChoiceBox()
        for reason in MockFinishReason:
            self.box.addItem(in_words(_SPEC, reason), str(reason))
        self.box.setAccessibleName(_SPEC.label)
        self.box.setToolTip(_SPEC.help)
        self.label.setBuddy(self.box)
        self.label.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        row.addWidget(self.label)
        row.addWidget(self.box)
        self.box.activated.connect(lambda place: self.chosen.emit(self.box.itemData(place)))

    def show_reason(self, reason: MockFinishReason) -> None:
        """Shows a choice."""
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findData(str(reason)))
