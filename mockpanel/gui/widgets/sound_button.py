"""Whether each chunk is heard as a click, and how loud. Makes no sound itself."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget, QWidgetAction

from mockpanel.core.measures import THIN
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import LIGHT, SPACE, Colours

WIDTH_PX = 120
LOUDEST = 100


class SoundButton(QToolButton):
    """A button whose menu holds a switch and a slider."""

    chosen = Signal(bool, int)
    """Whether it clicks, and how loud in per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self.switch = QAction("Click with each chunk", self, checkable=True)
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.percent = QLabel()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(16, 16))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName("Sound")
        self._build_menu()
        self.show_choice(on=False, volume=50)

    @property
    def on(self) -> bool:
        """Whether chunks click."""
        return self.switch.isChecked()

    @property
    def loudness(self) -> int:
        """How loud, in per cent."""
        return self.volume.value()

    def show_choice(self, *, on: bool, volume: int) -> None:
        """The choice, as it was stored or had to be."""
        with QSignalBlocker(self.switch), QSignalBlocker(self.volume):
            self.switch.setChecked(on)
            self.volume.setValue(volume)
        self._dress()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._dress()

    def _build_menu(self) -> None:
        self.volume.setRange(1, LOUDEST)
        self.volume.setFixedWidth(WIDTH_PX)
        self.volume.setAccessibleName("Volume of the clicks in per cent")
        row, label = QWidget(), QLabel("&Volume")
        label.setBuddy(self.volume)
        box = QHBoxLayout(row)
        box.setContentsMargins(SPACE[4], SPACE[0], SPACE[2], SPACE[0])
        for widget in (label, self.volume, self.percent):
            box.addWidget(widget)
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance(f"100{THIN}%"))
        held = QWidgetAction(self)
        held.setDefaultWidget(row)
        menu = QMenu(self)
        menu.addActions([self.switch, held])
        self.setMenu(menu)
        self.switch.toggled.connect(lambda _on: self._choose())
        self.volume.valueChanged.connect(lambda _value: self._choose())

    def _choose(self) -> None:
        self._dress()
        self.chosen.emit(self.on, self.loudness)

    def _dress(self) -> None:
        colours = self._colours
        self.percent.setText(f"{self.loudness}{THIN}%")
        self.setIcon(icon(Icon.SOUND if self.on else Icon.SILENCE, colours.text, colours.border))
        self.setToolTip(
            "Each chunk clicks" if self.on else "No sound; each chunk can click, as the rhythm is heard best"
        )
