"""The feel of the answer: speed, first token, shape, chunk and tokenizer. Shows and emits; the store decides."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mockpanel.core.settings import SPECS, StreamSettings
from mockpanel.gui import theme
from mockpanel.gui.widgets import echo
from mockpanel.gui.widgets.check_box import CheckBox
from mockpanel.gui.widgets.count_row import CountRow
from mockpanel.gui.widgets.quantities import FIRST_TOKEN, SPEED
from mockpanel.gui.widgets.quantity_row import QuantityRow
from mockpanel.gui.widgets.scale import FIRST_TOKEN_SCALE, SPEED_SCALE
from mockpanel.gui.widgets.setting_row import Place, SettingRow
from mockpanel.gui.widgets.shape_section import ShapeSection
from mockpanel.gui.widgets.tokenizer_picker import TokenizerPicker


class FeelPanel(QWidget):
    """Holds no setting of its own: what it shows is the snapshot that it was given last."""

    edited = Signal(str, object)
    """A setting's name, and the value that the user wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = StreamSettings()
        self._reference: Mapping[str, object] = {}
        self._speed = QuantityRow(SPEED, SPEED_SCALE)
        self._first_token = QuantityRow(FIRST_TOKEN, FIRST_TOKEN_SCALE)
        self.shape = ShapeSection()
        self._chunk = CountRow(SPECS["tokens_per_chunk"], place=Place.BESIDE_ECHO)
        self._tokenizer = TokenizerPicker()
        self._latency = CheckBox(SPECS["simulate_latency"].label)
        self._rows: dict[str, SettingRow] = {
            "tokens_per_second": self._speed,
            "time_to_first_token": self._first_token,
            "tokens_per_chunk": self._chunk,
            "tokenizer_model": SettingRow(SPECS["tokenizer_model"].label, self._tokenizer),
            "simulate_latency": SettingRow(
                SPECS["simulate_latency"].label, self._latency, place=Place.BESIDE_ECHO, labelled=False
            ),
        }
        self.setAccessibleName("Feel")
        self._explain()
        self._place()
        self._connect()
        self.show_colours(theme.colours())
        self.show_settings(self._settings)

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot; what was refused stays beside its setting until that changes."""
        for name, row in self._rows.items():
            if getattr(settings, name) != getattr(self._settings, name):
                row.clear_error()
        self._settings = settings
        self._speed.show_value(settings.tokens_per_second)
        self._first_token.show_value(settings.time_to_first_token)
        self._chunk.show_value(settings.tokens_per_chunk)
        with QSignalBlocker(self._tokenizer), QSignalBlocker(self._latency):
            self._tokenizer.show_value(settings.tokenizer_model)
            self._latency.setChecked(settings.simulate_latency)
        self.shape.show_settings(settings)
        self._show_echoes()
        self._mark_changes()

    def show_reference(self, reference: Mapping[str, object]) -> None:
        """Marks what differs from these, the profile's values; what they lack is never marked."""
        self._reference = dict(reference)
        self.shape.show_reference(self._reference)
        self._mark_changes()

    def show_error(self, name: str, sentence: str) -> None:
        """Says beside a setting why a value was refused, and shows the old one again."""
        named = sentence.replace(name, SPECS[name].label, 1)
        if name in self._rows:
            self.show_settings(self._settings)
            self._rows[name].show_error(named)
        else:
            self.shape.show_error(name, named)

    def show_colours(self, colours: theme.Colours) -> None:
        """Uses these colours from now on."""
        for row in self._rows.values():
            row.show_colours(colours)
        self._latency.show_colours(colours)
        self.shape.show_colours(colours)
        self.setStyleSheet(f'*[refused="true"] {{ border-color: {colours.error}; }}')

    def focus_speed(self) -> None:
        """Puts the cursor into the speed, ready to be typed over."""
        self._speed.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_first_token(self) -> None:
        """Puts the cursor into the time to the first token, ready to be typed over."""
        self._first_token.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _explain(self) -> None:
        self._speed.explain(SPECS["tokens_per_second"].help, "45, 45/s or unpaced")
        self._first_token.explain(SPECS["time_to_first_token"].help, "900 ms or 0.9 s")
        self._latency.setToolTip(SPECS["simulate_latency"].help)
        self._speed.echo.setToolTip(echo.READING_BASIS)
        self._first_token.echo.setToolTip(echo.WAITING_BASIS)
        for name, row in self._rows.items():
            row.label.setToolTip(SPECS[name].help)

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE[2]] * 4)
        column.setSpacing(theme.SPACE[3])
        rows = list(self._rows.values())
        for part in (*rows[:2], self.shape, *rows[2:]):
            column.addWidget(part)
        column.addStretch()
        small = [self._rows[name] for name in ("tokens_per_chunk", "tokenizer_model")]
        widest = max(row.label.sizeHint().width() for row in small)
        for row in small:
            row.align_labels(widest)
        self._first_token.box.setFixedWidth(self._speed.box.minimumWidth())

    def _connect(self) -> None:
        self._speed.edited.connect(lambda value: self._edit("tokens_per_second", value))
        self._first_token.edited.connect(lambda value: self._edit("time_to_first_token", value))
        self._chunk.edited.connect(lambda value: self._edit("tokens_per_chunk", value))
        self._tokenizer.edited.connect(lambda value: self._edit("tokenizer_model", value))
        self._tokenizer.editTextChanged.connect(self._rows["tokenizer_model"].clear_error)
        self._latency.toggled.connect(lambda value: self._edit("simulate_latency", value))
        for name, row in self._rows.items():
            row.returned.connect(lambda name=name: self._edit(name, self._reference[name]))
        self.shape.edited.connect(self.edited)

    def _edit(self, name: str, value: object) -> None:
        self._rows[name].clear_error()
        self.edited.emit(name, value)

    def _show_echoes(self) -> None:
        shown = self._settings
        echoes = {
            "tokens_per_second": echo.of_speed(shown.tokens_per_second),
            "time_to_first_token": echo.of_first_token(shown.time_to_first_token),
            "tokens_per_chunk": echo.of_chunk(shown.tokens_per_chunk, shown.tokens_per_second),
            "tokenizer_model": echo.of_tokenizer(shown.tokenizer_model, shown.encoding),
        }
        for name, text in echoes.items():
            self._rows[name].show_echo(text)
        self._tokenizer.setToolTip(  # with the name itself, which a narrow box cannot show whole
            f"{shown.tokenizer_model}\n{SPECS['tokenizer_model'].help}\nType any part of a name to search."
        )

    def _mark_changes(self) -> None:
        for name, row in self._rows.items():
            row.compare(getattr(self._settings, name), self._reference.get(name))
