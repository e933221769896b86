"""One way to shape a stream: a heading that opens, the settings below it, and a button that switches all of it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mockpanel.core.forecast import Forecast
from mockpanel.core.settings import SPECS, StreamSettings
from mockpanel.core.shape_groups import ShapeGroup
from mockpanel.gui.form import Row, make_row
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets import echo
from mockpanel.gui.widgets.capture_row import CaptureRow
from mockpanel.gui.widgets.disclosure import SIGN, Disclosure
from mockpanel.gui.widgets.figures import OFF, in_words
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.gap_spark import GapSpark


class ShapeGroupBox(QWidget):
    """Rows are made when it is opened for the first time, so that a window whose shapes are closed starts as fast."""

    edited = Signal(str, object)
    switched_off = Signal(object)
    """The ShapeGroup whose settings are to go back to where they do nothing."""
    toggled = Signal()

    def __init__(self, group: ShapeGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.heading = Disclosure(group.title)
        self.off = flat_button("", f"Switch off {group.title.lower()}", lambda: self.switched_off.emit(group))
        self.spark = GapSpark(group.title)
        self.rows: dict[str, Row] = {}
        self._settings = StreamSettings()
        self._reference: Mapping[str, object] = {}
        self._colours: Colours | None = None
        self._captures: Sequence[str] = ()
        self.heading.setToolTip(group.text)
        self.heading.toggled.connect(self._open)
        self._lay_out()
        self.show_settings(self._settings)

    @property
    def pictured(self) -> bool:
        """Whether its own picture is in sight."""
        return self.group.pictured and self.heading.isChecked() and self.group.on(self._settings)

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot; what was refused stays beside its setting until that changes."""
        before, self._settings = self._settings, settings
        for name, row in self.rows.items():
            if getattr(settings, name) != getattr(before, name):  # drawing all of them again would cost a frame
                row.clear_error()
                self._show(name, row)
            row.show_echo(echo.of_shape(name, settings))
        on, changed = self.group.on(settings), self.group.changed(settings)
        self.heading.show_state(self._state(changed) if on else OFF, lively=on)
        self.off.setVisible(bool(changed))
        self.spark.setVisible(self.pictured)

    def show_reference(self, reference: Mapping[str, object]) -> None:
        """Marks what differs from these, the profile's values."""
        self._reference = reference
        for name, row in self.rows.items():
            row.compare(getattr(self._settings, name), reference.get(name))

    def show_error(self, name: str, sentence: str) -> None:
        """Says beside one of its settings why a value was refused, and shows the old one again."""
        if name in self.rows:
            self._show(name, self.rows[name])
            self.rows[name].show_error(sentence)

    def show_forecast(self, forecast: Forecast) -> None:
        """Pictures a stream with nothing but this shape."""
        self.spark.show_forecast(forecast)

    def show_captures(self, names: Sequence[str]) -> None:
        """The captures that one of its settings may name."""
        self._captures = names
        for row in self.rows.values():
            if isinstance(row, CaptureRow):
                row.show_captures(names)

    def show_colours(self, colours: Colours) -> None:
        """Uses these from now on."""
        self._colours = colours
        self.off.setIcon(icon(Icon.CLOSE, colours.muted, colours.border))
        for part in (self.heading, self.spark, *self.rows.values()):
            part.show_colours(colours)

    def showEvent(self, event: QShowEvent) -> None:
        """Rows that were made before the window was dressed have other sizes now."""
        super().showEvent(event)
        self._align_fields()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(SPACE[0])
        line.addWidget(self.heading, 1)
        line.addWidget(self.off)
        kept = self.off.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.off.setSizePolicy(kept)
        self.body = QWidget()
        self.body.hide()
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(SIGN + SPACE[0], SPACE[0], 0, SPACE[2])
        self._column.setSpacing(SPACE[1])
        self._column.addWidget(self.spark)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(line)
        whole.addWidget(self.body)

    def _open(self, wanted: bool) -> None:
        if wanted and not self.rows:
            self._make_rows()
            self._align_fields()
        self.body.setVisible(wanted)
        self.show_settings(self._settings)
        self.toggled.emit()

    def _make_rows(self) -> None:
        last: QWidget = self.off
        for name in self.group.names:
            row = self.rows[name] = make_row(SPECS[name])
            row.edited.connect(lambda value, name=name: self.edited.emit(name, value))
            row.returned.connect(lambda name=name: self.edited.emit(name, self._reference[name]))
            if self._colours is not None:
                row.show_colours(self._colours)
            self._show(name, row)
            self._column.addWidget(row)
            last = row.follow(last)
        self.show_captures(self._captures)

    def _align_fields(self) -> None:
        widest = max((row.field_width for row in self.rows.values()), default=0)
        for row in self.rows.values():
            row.show_field_width(widest)

    def _show(self, name: str, row: Row) -> None:
        value = getattr(self._settings, name)
        row.show_value(value)
        row.compare(value, self._reference.get(name))

    def _state(self, changed: tuple[str, ...]) -> str:
        """What is set, in words: only values, since the heading says of what."""
        return " · ".join(in_words(SPECS[name], getattr(self._settings, name)) for name in changed)
