"""The controls of a recorded answer: play, step, drag, speed, leave. Shows where it stands, and plays nothing."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.measures import THIN, grouped
from mockpanel.core.scrub import SPEEDS
from mockpanel.gui.icons import Icon, icon, with_keys
from mockpanel.gui.layout import tab_through
from mockpanel.gui.theme import LIGHT, SPACE, Colours, number_font
from mockpanel.gui.widgets.elided_label import ElidedLabel
from mockpanel.gui.widgets.time_line import TimeLine

_OWN_KEYS = {Icon.STEP_BACK: "Shift+F6", Icon.RESTART: "Home", Icon.CLOSE: "Esc"}
"""What differs from the preview's own."""


class ScrubBar(QWidget):
    """Two rows: the buttons with the record's name, and the line of time."""

    play_asked = Signal()
    """Play, or stand still."""
    stepped = Signal(int)
    """One chunk on (1) or back (-1)."""
    moved_to = Signal(float)
    """A moment, in ns since the request."""
    speed_chosen = Signal(float)
    leave_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._playing = False
        self._length_ns = 0
        self._keys = dict(_OWN_KEYS)
        self.play = QPushButton()
        self.back, self.step, self.restart, self.leave = (QToolButton() for _ in range(4))
        self.badge, self.name, self.time = QLabel("Recorded"), ElidedLabel(), QLabel()
        self.speed = QComboBox()
        self.line = TimeLine()
        self._build()
        self._lay_out()
        self._dress()

    def show_record(self, name: str, remark: str, length_ns: int, first_ns: int) -> None:
        """What is being gone through, what the record lacks, how long it took, and when its first chunk came."""
        self._length_ns = length_ns
        self.name.show_words(f"{name} · {remark}" if remark else name)
        self.line.show_length(length_ns, first_ns)

    def show_position(self, ns: int, chunks: int, of: int) -> None:
        """The moment that is shown, and how many of the chunks had come."""
        self.line.show_position(ns)
        self.time.setText(f"{_seconds(ns)} / {_seconds(self._length_ns)}{THIN}s")
        self.time.setToolTip(f"{grouped(chunks)} of {grouped(of)} chunks")
        self.back.setEnabled(ns > 0)
        self.step.setEnabled(chunks < of)

    def show_playing(self, playing: bool) -> None:
        """Whether it plays or stands."""
        if playing != self._playing:
            self._playing = playing
            self._dress()

    def show_speed(self, speed: float) -> None:
        """How fast it plays."""
        with QSignalBlocker(self.speed):
            self.speed.setCurrentIndex(self.speed.findData(speed))

    def show_keys(self, keys: dict[Icon, str]) -> None:
        """The shortcuts that the tooltips name."""
        self._keys = {**keys, **_OWN_KEYS}
        self._dress()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self.line.show_colours(colours)
        self.badge.setStyleSheet(
            f"background: {colours.warning}; color: {colours.surface}; border-radius: 4px; padding: 2px 8px;"
            "font-weight: 600;"
        )
        self._dress()

    def _build(self) -> None:
        self.play.setProperty("primary", True)
        self.badge.setToolTip("Played from the log: nothing is sent")
        self.name.setProperty("role", "muted")
        self.name.setAccessibleName("The recorded request")
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.time.setFont(number_font())
        self.time.setAccessibleName("Place in the record")
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.setAccessibleName("Speed of the record")
        self.speed.setToolTip("How fast the record is played; 1× is as it went")
        self.show_speed(1.0)
        self.play.clicked.connect(self.play_asked)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.step.clicked.connect(lambda: self.stepped.emit(1))
        self.restart.clicked.connect(lambda: self.moved_to.emit(0.0))
        self.leave.clicked.connect(self.leave_asked)
        self.speed.currentIndexChanged.connect(lambda _index: self.speed_chosen.emit(self.speed.currentData()))
        self.line.moved_to.connect(self.moved_to)
        self.line.stepped.connect(self.stepped)

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(SPACE[1])
        for button in (self.play, self.back, self.step, self.restart, self.badge):
            above.addWidget(button)
        above.addWidget(self.name, 1)
        above.addWidget(self.leave)
        below.addWidget(self.line, 1)
        below.addWidget(self.time)
        below.addWidget(self.speed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addLayout(above)
        column.addLayout(below)
        order = (self.play, self.back, self.step, self.restart, self.line, self.speed, self.leave)
        tab_through(order)

    def _dress(self) -> None:
        """Icons in the scheme's colours; names and tooltips that tell the shortcut."""
        colours = self._colours
        self.play.setText("Pause" if self._playing else "Play")
        self.play.setIcon(icon(Icon.PAUSE if self._playing else Icon.PLAY, colours.on_accent, colours.muted))
        tip = "Pause the record" if self._playing else "Play the record"
        self.play.setToolTip(with_keys(tip, self._keys, Icon.PLAY))
        for button, name, tip in (
            (self.back, Icon.STEP_BACK, "One chunk back"),
            (self.step, Icon.STEP, "One chunk on"),
            (self.restart, Icon.RESTART, "Back to the request"),
            (self.leave, Icon.CLOSE, "Leave the record"),
        ):
            button.setIcon(icon(name, colours.text, colours.border))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(with_keys(tip, self._keys, name))
            button.setAccessibleName(tip)


def _seconds(ns: int) -> str:
    return grouped(ns / 1e9, 2)
