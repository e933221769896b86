"""A setting whose values are words of a list: its label and a box to choose from."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from mockpanel.core.settings import Spec
from mockpanel.gui.widgets.figures import in_words
from mockpanel.gui.widgets.setting_row import Place, SettingRow


class ChoiceBox(QComboBox):
    """Leaves the wheel to what is around: another choice is not for passing by."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Passes it on."""
        event.ignore()


class ChoiceRow(SettingRow):
    """Choices and help are the setting's own."""

    edited = Signal(str)

    def __init__(self, spec: Spec, parent: QWidget | None = None) -> None:
        self.box = ChoiceBox()
        super().__init__(spec.label, self.box, place=Place.RIGHT, parent=parent)
        self._spec = spec
        for choice in spec.choices:
            self.box.addItem(self.in_words(choice), choice)
        self.label.setToolTip(spec.help)
        self.box.setToolTip(spec.help)
        self.box.activated.connect(lambda place: self.edited.emit(self.box.itemData(place)))

    def show_value(self, value: object) -> None:
        """Shows a choice."""
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findData(str(value)))

    def in_words(self, value: object) -> str:
        """The choice as a word of a sentence."""
        return in_words(self._spec, value)
