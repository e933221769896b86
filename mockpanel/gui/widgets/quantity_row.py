"""A setting that is a quantity: its label, a box to type in and a slider to drag, which show the same value."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from mockpanel.gui import theme
from mockpanel.gui.widgets.quantities import Quantity
from mockpanel.gui.widgets.quantity_box import QuantityBox
from mockpanel.gui.widgets.scale import Scale
from mockpanel.gui.widgets.setting_row import Place, SettingRow
from mockpanel.gui.widgets.value_slider import ValueSlider


class QuantityRow(SettingRow):
    """Box and slider side by side; either emits."""

    edited = Signal(float)

    def __init__(self, quantity: Quantity, scale: Scale, parent: QWidget | None = None) -> None:
        self.box = QuantityBox(quantity, scale)
        self.slider = ValueSlider(scale, quantity)
        super().__init__(quantity.label, self.box, wide=self.slider, place=Place.RIGHT, parent=parent)
        self._quantity = quantity
        self.slider.setAccessibleName(f"{quantity.label} slider")
        self.box.edited.connect(self.edited)
        self.slider.edited.connect(self.edited)
        self.box.refused.connect(self.show_error)
        self.box.textEdited.connect(self.clear_error)

    def show_value(self, value: object) -> None:
        """Shows it in both."""
        value = cast(float, value)
        with QSignalBlocker(self.box), QSignalBlocker(self.slider):
            self.box.show_value(value)
            self.slider.show_value(value)

    def explain(self, text: str, example: str) -> None:
        """Says what the setting is, and how each control is used."""
        self.label.setToolTip(text)
        self.box.setToolTip(f"{text}\nType {example}. ↑ ↓ step, with Shift by ten.")
        self.slider.setToolTip(f"{text}\n← → step, with Shift by ten. Double-click returns to the profile.")

    def in_words(self, value: object) -> str:
        """With its unit."""
        return self._quantity.shown(cast(float, value))

    def compare(self, value: object, reference: object) -> None:
        """Marks it on the slider too, where a double click returns to it."""
        super().compare(value, reference)
        self.slider.show_reference(None if reference is None else float(cast(float, reference)))

    def show_colours(self, colours: theme.Colours) -> None:
        """Passes them on to what is painted by hand."""
        super().show_colours(colours)
        self.slider.show_colours(colours)
