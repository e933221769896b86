"""One setting's place in a form: label, mark of change, field, and below them an echo or what was refused."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mockpanel.gui import theme
from mockpanel.gui.widgets.change_mark import ChangeMark
from mockpanel.gui.widgets.words import Words


class SettingRow(QWidget):
    """Places what it is given; a wide control gets a line of its own below the label and the field."""

    returned = Signal()
    """The user wants the profile's value back."""

    def __init__(
        self,
        text: str,
        field: QWidget,
        *,
        wide: QWidget | None = None,
        echo_beside: bool = False,
        labelled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self.label = QLabel(text)
        self.label.setBuddy(field)
        self.label.setVisible(labelled)
        self.mark = ChangeMark(text)
        self.mark.clicked.connect(self.returned)
        self.echo = Words("muted")
        self.error = Words("error")
        self.error.hide()
        field.setAccessibleName(text)
        self._place(field, wide, echo_beside)
        self._order(wide)

    def show_echo(self, text: str) -> None:
        """What the value means, in words."""
        self.echo.setText(text)
        if self.error.isHidden():
            self._describe(text)

    def show_error(self, sentence: str) -> None:
        """What was refused and why, in the echo's place."""
        self.error.setText(sentence)
        self._refused(True)
        self._describe(sentence)

    def clear_error(self) -> None:
        """Nothing is wrong any more."""
        if not self.error.isHidden():
            self._refused(False)
            self._describe(self.echo.text())

    def show_reference(self, text: str | None) -> None:
        """The profile's value in words where this differs from it, else None."""
        self.mark.show_reference(text)

    def show_colours(self, colours: theme.Colours) -> None:
        """Passes them on to what is painted by hand."""
        self.mark.show_colours(colours)

    def align_labels(self, width: int) -> None:
        """Gives the label a width, so that fields in several rows stand below each other, and echoes below them."""
        self.label.setFixedWidth(width)
        if not self._echo_beside:
            self.echo.setIndent(width + self.mark.sizeHint().width() + 2 * theme.SPACE[0])

    def _place(self, field: QWidget, wide: QWidget | None, echo_beside: bool) -> None:
        self._echo_beside = echo_beside
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE[0])
        own_label = self.label.isHidden()
        for widget in (field, self.mark) if own_label else (self.label, self.mark):
            line.addWidget(widget)
        if wide is not None:
            line.addStretch()
        if not own_label:
            line.addWidget(field, 0 if echo_beside or wide is not None else 1)
        if echo_beside:
            line.addSpacing(theme.SPACE[0])
            line.addWidget(self.echo, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE[0])
        column.addLayout(line)
        if wide is not None:
            column.addWidget(wide)
        if not echo_beside:
            column.addWidget(self.echo)
        column.addWidget(self.error)

    def _order(self, wide: QWidget | None) -> None:
        last = self._field
        for following in (wide, self.mark):
            if following is not None:
                QWidget.setTabOrder(last, following)
                last = following

    def _refused(self, refused: bool) -> None:
        self.error.setVisible(refused)
        self.echo.setVisible(self._echo_beside or not refused)
        self._field.setProperty("refused", refused)
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)

    def _describe(self, text: str) -> None:
        self._field.setAccessibleDescription(text)
