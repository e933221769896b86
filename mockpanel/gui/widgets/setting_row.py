"""One setting's place in a form: label, mark of change, field, and below them an echo or what was refused."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mockpanel.gui import theme
from mockpanel.gui.widgets.change_mark import ChangeMark
from mockpanel.gui.widgets.words import Words

NARROWEST_SHARE = 0.55
"""How far a field may shrink in a narrow column: a usual value can still be read."""


class Place(Enum):
    """Where a row's field stands."""

    FILLING = auto()
    """Behind the label, as wide as there is room."""

    BESIDE_ECHO = auto()
    """Behind the label, with the echo behind it."""

    RIGHT = auto()
    """At the right edge."""

    BELOW = auto()
    """On a line of its own."""


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
        place: Place = Place.FILLING,
        labelled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._place_of_field = place
        self._own_width = field.minimumWidth()
        self._echo_beside = place is Place.BESIDE_ECHO
        self.label = QLabel(text)
        self.label.setBuddy(field)
        self.label.setVisible(labelled)
        self.mark = ChangeMark(text)
        self.mark.clicked.connect(self.returned)
        self.echo = Words("muted")
        self.echo.hide()
        self.error = Words("error")
        self.error.hide()
        field.setAccessibleName(text)
        self._place(field, wide, place)
        self._stops = [stop for stop in (field, wide, self.mark) if stop is not None]
        self.follow(field)

    def show_echo(self, text: str) -> None:
        """What the value means, in words; none take no room."""
        if text == self.echo.text():
            return
        self.echo.setText(text)
        if self.error.isHidden():
            self.echo.setVisible(bool(text))
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

    def in_words(self, value: object) -> str:
        """How a value of this setting is told of."""
        return ("on" if value else "off") if isinstance(value, bool) else str(value)

    def compare(self, value: object, reference: object) -> None:
        """Marks a value that differs from the profile's; None where the profile has none."""
        differs = reference is not None and reference != value
        self.show_reference(self.in_words(reference) if differs else None)

    def show_colours(self, colours: theme.Colours) -> None:
        """Passes them on to what is painted by hand."""
        self.mark.show_colours(colours)

    def align_labels(self, width: int) -> None:
        """Gives the label a width, so that fields in several rows stand below each other, and echoes below them."""
        self.label.setFixedWidth(width)
        if not self._echo_beside:
            self.echo.setIndent(width + self.mark.sizeHint().width() + 2 * theme.SPACE[0])

    @property
    def field_width(self) -> int:
        """How wide a field at the right edge would be; 0 for one that stands elsewhere."""
        if self._place_of_field is not Place.RIGHT:
            return 0
        return self._own_width or self._field.sizeHint().width()

    def show_field_width(self, width: int) -> None:
        """Makes a field at the right edge so wide, in line with others; narrower where the column is."""
        if self._place_of_field is Place.RIGHT:
            self._field.setMinimumWidth(round(width * NARROWEST_SHARE))
            self._field.setMaximumWidth(width)
            self._field.setSizePolicy(QSizePolicy.Policy.Expanding, self._field.sizePolicy().verticalPolicy())

    def _place(self, field: QWidget, wide: QWidget | None, place: Place) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE[0])
        column.addLayout(self._line(field, place))
        for below in (field if place is Place.BELOW else None, wide):
            if below is not None:
                column.addWidget(below)
        if not self._echo_beside:
            column.addWidget(self.echo)
        column.addWidget(self.error)

    def _line(self, field: QWidget, place: Place) -> QHBoxLayout:
        """Label, mark and field; a field that has no label of its own stands before the mark."""
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE[0])
        own_label = self.label.isHidden()
        for widget in (field, self.mark) if own_label else (self.label, self.mark):
            line.addWidget(widget)
        if place in (Place.RIGHT, Place.BELOW):
            line.addStretch()
        if not own_label and place is not Place.BELOW:
            line.addWidget(field, 1 if place is Place.FILLING else 0)
        if self._echo_beside:
            line.addSpacing(theme.SPACE[0])
            line.addWidget(self.echo, 1)
        return line

    def follow(self, last: QWidget) -> QWidget:
        """Has Tab lead from another control to this row's, in reading order; returns the last of them."""
        for stop in self._stops:
            if stop is not last:
                QWidget.setTabOrder(last, stop)
            last = stop
        return last

    def _refused(self, refused: bool) -> None:
        self.error.setVisible(refused)
        self.echo.setVisible(bool(self.echo.text()) and (self._echo_beside or not refused))
        self._field.setProperty("refused", refused)
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)

    def _describe(self, text: str) -> None:
        self._field.setAccessibleDescription(text)
