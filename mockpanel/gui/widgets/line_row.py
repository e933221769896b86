"""A setting that is typed on a line: its label and the line, which says what it cannot read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mockpanel.core.errors import InvalidValue
from mockpanel.core.settings import Spec, from_text
from mockpanel.gui import theme
from mockpanel.gui.widgets.setting_row import Place, SettingRow

WIDEST = 20
"""The digits of the largest whole number that there is room for, and its sign."""


class LineRow(SettingRow):
    """Enter or leaving takes over what was typed; of a whole number no digit is lost, however large it is."""

    edited = Signal(object)

    def __init__(self, spec: Spec, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(spec.label, self.line, place=Place.RIGHT, parent=parent)
        self._spec = spec
        points = self.line.font().pointSizeF()
        self.line.setFont(theme.number_font(points if points > 0 else None))
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setFixedWidth(self.line.fontMetrics().horizontalAdvance("0" * WIDEST) + 2 * theme.SPACE[2])
        self.label.setToolTip(spec.help)
        self.line.setToolTip(spec.help)
        self.line.textEdited.connect(self.clear_error)
        self.line.editingFinished.connect(self._take)

    def show_value(self, value: object) -> None:
        """Shows a value, unless another is just being typed."""
        if not (self.line.isModified() and self.line.hasFocus()):
            self.line.setText(str(value))
            self.line.setCursorPosition(0)

    def _take(self) -> None:
        if not self.line.isModified():
            return
        self.line.setModified(False)
        try:
            value = from_text(self._spec.name, self.line.text())
        except InvalidValue as error:
            self.show_error(str(error).replace(self._spec.name, self._spec.label, 1))
        else:
            self.edited.emit(value)
