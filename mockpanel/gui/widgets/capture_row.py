"""A setting that names a capture: its label, and a box to choose from those that there are, or none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QWidget

from mockpanel.core.profile_names import key
from mockpanel.core.settings import Spec
from mockpanel.gui.widgets.choice_row import ChoiceBox
from mockpanel.gui.widgets.figures import OFF, in_words
from mockpanel.gui.widgets.setting_row import Place, SettingRow

MISSING = "there is no such capture"


class CaptureRow(SettingRow):
    """Shows a name that no capture has too, and says so: a request would be refused for it."""

    edited = Signal(str)

    def __init__(self, spec: Spec, parent: QWidget | None = None) -> None:
        self.box = ChoiceBox()
        super().__init__(spec.label, self.box, place=Place.BELOW, parent=parent)
        self._spec = spec
        self._names: Sequence[str] = ()
        self._value = ""
        self.box.setMinimumContentsLength(8)  # a long name must not widen the column
        self.box.setSizeAdjustPolicy(self.box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.label.setToolTip(spec.help)
        self.box.setToolTip(spec.help)
        self.box.activated.connect(lambda place: self.edited.emit(self.box.itemData(place)))
        self._fill()

    def show_captures(self, names: Sequence[str]) -> None:
        """The captures to choose from."""
        self._names = names
        self._fill()

    def show_value(self, value: object) -> None:
        """Shows a name, or that none is replayed."""
        self._value = str(value)
        self._fill()

    def in_words(self, value: object) -> str:
        """The name."""
        return in_words(self._spec, value) if value else OFF

    def _fill(self) -> None:
        known = {key(name): place for place, name in enumerate(self._names, 1)}
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(OFF, "")
            for place, name in enumerate(self._names, 1):
                self.box.addItem(name, name)
                self.box.setItemData(place, name, Qt.ItemDataRole.ToolTipRole)
            if self._value and key(self._value) not in known:
                self.box.addItem(f"{self._value} – {MISSING}", self._value)
                self.box.setCurrentIndex(self.box.count() - 1)
            else:
                self.box.setCurrentIndex(known.get(key(self._value), 0))
