"""Which protocol the preview speaks: a choice of those that the server has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from mockpanel.core.dialects.table import DIALECTS, Dialect
from mockpanel.gui.widgets.choice_row import ChoiceBox

LEAST_WIDTH = 96
"""Where the window is narrow, the name is shortened rather than another pane."""


class ProtocolChoice(ChoiceBox):
    """Keeps what was chosen while the server does not have it, and falls back to the first."""

    chosen = Signal(str)
    """The key of a Dialect."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = DIALECTS[0].key
        self.setAccessibleName("Protocol")
        self.setToolTip("The protocol of the preview's request, and of the frames under Wire")
        self.setMinimumWidth(LEAST_WIDTH)
        self.show_dialects(DIALECTS[:1])
        self.activated.connect(self._choose)

    @property
    def key(self) -> str:
        """The protocol that is wanted, also where the server does not have it."""
        return self._wanted

    @property
    def shown(self) -> str:
        """The protocol that is spoken."""
        return str(self.currentData())

    def show_dialects(self, dialects: Sequence[Dialect]) -> None:
        """Those that the server has."""
        with QSignalBlocker(self):
            self.clear()
            for dialect in dialects:
                self.addItem(dialect.label, dialect.key)
            self.setCurrentIndex(max(self.findData(self._wanted), 0))

    def show_key(self, key: str) -> None:
        """The one to speak, where the server has it."""
        self._wanted = key
        with QSignalBlocker(self):
            self.setCurrentIndex(max(self.findData(key), 0))

    def _choose(self, place: int) -> None:
        self._wanted = str(self.itemData(place))
        self.chosen.emit(self._wanted)
