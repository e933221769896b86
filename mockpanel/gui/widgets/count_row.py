"""A setting that counts: its label and a box with steps."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mockpanel.core.settings import Spec
from mockpanel.gui.widgets.count_box import CountBox
from mockpanel.gui.widgets.figures import in_words
from mockpanel.gui.widgets.setting_row import Place, SettingRow


class CountRow(SettingRow):
    """Bounds, unit and help are the setting's own."""

    edited = Signal(int)

    def __init__(self, spec: Spec, *, place: Place = Place.RIGHT, parent: QWidget | None = None) -> None:
        self.box = CountBox(spec)
        super().__init__(spec.label, self.box, place=place, parent=parent)
        self._spec = spec
        self.label.setToolTip(spec.help)
        self.box.setToolTip(f"{spec.help}\n↑ ↓ step, with Shift by ten.")
        self.box.edited.connect(self.edited)

    def show_value(self, value: object) -> None:
        """Shows a number."""
        self.box.show_value(cast(int, value))

    def in_words(self, value: object) -> str:
        """With its unit."""
        return in_words(self._spec, value)
