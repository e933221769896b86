"""How a stream is shaped: a forecast, and below it a group for each way to shape it. Closed until it is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mockpanel.core.forecast import Forecast, foreseen_texts
from mockpanel.core.replay_settings import ReplayMode
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shape_groups import GROUPS, ShapeGroup, those_on
from mockpanel.core.shapes import UNSHAPED
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.disclosure import Disclosure
from mockpanel.gui.widgets.figures import OFF
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.forecast_strip import ForecastStrip
from mockpanel.gui.widgets.forecast_words import ForecastWords
from mockpanel.gui.widgets.shape_group_box import ShapeGroupBox


class ShapeSection(QWidget):
    """Holds no setting of its own; says which pictures are in sight, and shows the forecasts that it is given."""

    edited = Signal(str, object)
    """A setting's name, and the value that the user wants."""
    changes_asked = Signal(object, str)
    """Several settings with the values that the user wants at once, and what to call that."""
    toggled = Signal()
    """The section, or a group of it, was opened or closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = StreamSettings()
        self.heading = Disclosure("Shape", strong=True)
        self.reset = flat_button("", "Reset shape: switch all of it off", self.ask_for_reset)
        self.strip = ForecastStrip()
        self.words = ForecastWords()
        self.groups = {group.title: ShapeGroupBox(group) for group in GROUPS}
        self.heading.setToolTip("How an even stream is made uneven. Running streams follow while you drag.")
        self._lay_out()
        self._connect()
        self.show_settings(self._settings)

    @property
    def open(self) -> bool:
        """Whether it is open."""
        return self.heading.isChecked()

    @property
    def open_groups(self) -> list[str]:
        """The titles of the groups that are."""
        return [title for title, box in self.groups.items() if box.heading.isChecked()]

    @property
    def pictured(self) -> Sequence[ShapeGroup | None]:
        """The pictures in sight: None for that of the whole shape, and the groups that have their own."""
        if not self.open:
            return ()
        return (None, *(box.group for box in self.groups.values() if box.pictured))

    def show_open(self, wanted: bool, groups: Sequence[str] | None = None) -> None:
        """Opens or closes it, and, where they are named, its groups."""
        for title, box in self.groups.items():
            if groups is not None:
                box.heading.setChecked(title in groups)
        self.heading.setChecked(wanted)

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot."""
        self._settings = settings
        for box in self.groups.values():
            box.show_settings(settings)
        on = [group.title for group in those_on(settings)]
        self.heading.show_state(", ".join(on) or OFF, lively=bool(on))
        self.reset.setVisible(any(group.changed(settings) for group in GROUPS))

    def show_reference(self, reference: Mapping[str, object]) -> None:
        """Marks what differs from these, the profile's values."""
        for box in self.groups.values():
            box.show_reference(reference)

    def show_error(self, name: str, sentence: str) -> None:
        """Says beside a setting why a value was refused, and shows the old one again."""
        for box in self.groups.values():
            box.show_error(name, sentence)

    def show_forecast(self, group: ShapeGroup | None, forecast: Forecast) -> None:
        """Pictures the whole shape, or one group of it."""
        if group is not None:
            self.groups[group.title].show_forecast(forecast)
            return
        self.strip.show_forecast(forecast)
        own_text = forecast.replays and self._settings.replay_mode is ReplayMode.OWN_TEXT
        self.words.show_forecast(forecast, stand_in=not (foreseen_texts(self._settings) or own_text))

    def show_captures(self, names: Sequence[str]) -> None:
        """The captures that can be replayed."""
        for box in self.groups.values():
            box.show_captures(names)

    def show_colours(self, colours: Colours) -> None:
        """Uses these from now on."""
        self.reset.setIcon(icon(Icon.RESTART, colours.muted, colours.border))
        self.heading.show_colours(colours)
        self.strip.show_colours(colours)
        for box in self.groups.values():
            box.show_colours(colours)

    def ask_for_reset(self) -> None:
        """All of it is to be switched off."""
        self.changes_asked.emit(UNSHAPED, "Reset shape")

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(SPACE[0])
        line.addWidget(self.heading, 1)
        line.addWidget(self.reset)
        kept = self.reset.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(kept)
        self.body = QWidget()
        self.body.hide()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, SPACE[0], 0, 0)
        column.setSpacing(SPACE[0])
        for part in (self.strip, self.words, *self.groups.values()):
            column.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(line)
        whole.addWidget(self.body)

    def _connect(self) -> None:
        self.heading.toggled.connect(self.body.setVisible)
        self.heading.toggled.connect(self.toggled)
        for box in self.groups.values():
            box.edited.connect(self.edited)
            box.switched_off.connect(
                lambda group: self.changes_asked.emit(group.off, f"Switch off {group.title.lower()}")
            )
            box.toggled.connect(self.toggled)
