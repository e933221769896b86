"""Asks what a moving picture is to be like, and shows how far it is. Makes none itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.film import HOLD_MS
from mockpanel.core.film_choices import HIGHEST_PX, SMALLEST_PX, WIDEST_PX, FilmChoices, FilmKind
from mockpanel.core.measures import THIN, long_time
from mockpanel.core.scrub import SPEEDS
from mockpanel.gui.theme import CONTROL_HEIGHT, SPACE

SIZES = ((480, 270), (720, 405), (960, 540), (1280, 720), (600, 600))
TEXT_SIZES = (75, 100, 125, 150, 175, 200, 250, 300)
TITLE = "Save as a moving picture"


class FilmDialog(QDialog):
    """Choices above, progress below; what is being made can be given up at any time."""

    save_asked = Signal(object)
    """FilmChoices."""
    cancel_asked = Signal()
    """It was closed, whether something is being made or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length_ns = 0
        self.name = QLabel()
        self.kind, self.size_of, self.text_size, self.colours, self.speed = (QComboBox() for _ in range(5))
        self.wide, self.high = QSpinBox(), QSpinBox()
        self.markdown = QCheckBox("Render as Markdo&wn")
        self.loop = QCheckBox("Play it again and &again")
        self.caption = QCheckBox("A &line with profile, speed and first token")
        self._choices = QWidget()
        self.told = QLabel()
        self.progress = QProgressBar()
        self.save, self.cancel = QPushButton("Save …"), QPushButton("Cancel")
        self.setWindowTitle(TITLE)
        self._fill()
        self._lay_out_choices()
        self._lay_out()
        self._connect()
        self.show_choices(FilmChoices())

    def show_answer(self, name: str, length_ns: int) -> None:
        """What it is of, and how long that took."""
        self._length_ns = length_ns
        self.name.setText(name)
        self.show_progress(None)
        self._tell()

    def show_choices(self, choices: FilmChoices) -> None:
        """What is chosen."""
        for box, value in (
            (self.kind, choices.kind),
            (self.text_size, choices.zoom),
            (self.colours, choices.dark),
            (self.speed, choices.speed),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.wide.setValue(choices.width)
        self.high.setValue(choices.height)
        self.markdown.setChecked(choices.markdown)
        self.loop.setChecked(choices.loop)
        self.caption.setChecked(choices.caption)
        self._show_size()

    def choices(self) -> FilmChoices:
        """What is chosen."""
        return FilmChoices(
            kind=FilmKind(self.kind.currentData()),
            width=self.wide.value(),
            height=self.high.value(),
            zoom=self.text_size.currentData(),
            dark=self.colours.currentData(),
            markdown=self.markdown.isChecked(),
            speed=self.speed.currentData(),
            loop=self.loop.isChecked(),
            caption=self.caption.isChecked(),
        )

    def show_progress(self, done: tuple[int, int] | None) -> None:
        """Frames done, and of how many; None while nothing is being made."""
        making = done is not None
        self.progress.setVisible(making)
        self.save.setEnabled(not making)
        self._choices.setEnabled(not making)
        if done is not None:
            self.progress.setMaximum(done[1])
            self.progress.setValue(done[0])

    def reject(self) -> None:
        """Closes it, and gives up what is being made."""
        self.cancel_asked.emit()
        super().reject()

    def _fill(self) -> None:
        _offer(self.kind, ((kind.label, kind) for kind in FilmKind))
        _offer(self.size_of, ((f"{wide} × {high}", (wide, high)) for wide, high in SIZES))
        self.size_of.addItem("Own size", None)
        _offer(self.text_size, ((f"{size}{THIN}%", size) for size in TEXT_SIZES))
        _offer(self.colours, (("Light", False), ("Dark", True)))
        _offer(self.speed, ((f"{speed:g}×", speed) for speed in SPEEDS))
        for box, most in ((self.wide, WIDEST_PX), (self.high, HIGHEST_PX)):
            box.setRange(SMALLEST_PX, most)
            box.setSuffix(f"{THIN}px")
            box.lineEdit().setTextMargins(SPACE[1], 0, 0, 0)
        for widget, name in (
            (self.size_of, "Size"),
            (self.wide, "Width in pixels"),
            (self.high, "Height in pixels"),
            (self.progress, "Frames that are done"),
        ):
            widget.setAccessibleName(name)
        self.told.setProperty("role", "muted")
        self.name.setProperty("role", "heading")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.save.setProperty("primary", True)
        self.save.setDefault(True)
        self.kind.setToolTip("GIF is shown everywhere; WebP is smaller, and keeps every colour")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.told, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[3]] * 4)
        column.setSpacing(SPACE[2])
        for part in (self.name, self._choices, self.progress):
            column.addWidget(part)
        column.addLayout(buttons)

    def _lay_out_choices(self) -> None:
        form = QFormLayout(self._choices)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(SPACE[2])
        form.setVerticalSpacing(SPACE[1])
        size = QHBoxLayout()
        size.setSpacing(SPACE[1])
        for widget in (self.size_of, self.wide, self.high):
            size.addWidget(widget)
        form.addRow(_label("&Format", self.kind), self.kind)
        form.addRow(_label("Si&ze", self.size_of), size)
        form.addRow(_label("&Text size", self.text_size), self.text_size)
        form.addRow(_label("&Colours", self.colours), self.colours)
        form.addRow(_label("S&peed", self.speed), self.speed)
        for box in (self.markdown, self.loop, self.caption):
            form.addRow("", box)

    def _connect(self) -> None:
        self.size_of.activated.connect(lambda _index: self._choose_size())
        self.wide.valueChanged.connect(lambda _value: self._show_size())
        self.high.valueChanged.connect(lambda _value: self._show_size())
        self.speed.currentIndexChanged.connect(lambda _index: self._tell())
        self.save.clicked.connect(lambda: self.save_asked.emit(self.choices()))
        self.cancel.clicked.connect(self.reject)

    def _choose_size(self) -> None:
        if (size := self.size_of.currentData()) is not None:
            self.wide.setValue(size[0])
            self.high.setValue(size[1])

    def _show_size(self) -> None:
        known = self.size_of.findText(f"{self.wide.value()} × {self.high.value()}")
        self.size_of.setCurrentIndex(known if known >= 0 else len(SIZES))

    def _tell(self) -> None:
        seconds = self._length_ns / 1e9 / (self.speed.currentData() or 1.0) + HOLD_MS / 1000
        self.told.setText(f"Takes {long_time(seconds)}")


def _label(words: str, buddy: QWidget) -> QLabel:
    """In line with what it names."""
    made = QLabel(words)
    made.setBuddy(buddy)
    made.setMinimumHeight(CONTROL_HEIGHT)
    return made


def _offer(box: QComboBox, items: Iterable[tuple[str, object]]) -> None:
    for words, value in items:
        box.addItem(words, value)
