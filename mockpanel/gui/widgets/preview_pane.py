"""The response as a client sees it while it comes, and the controls to play it. Plays nothing itself: it asks."""

from __future__ import annotations

import math
import time
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.measures import THIN, grouped
from mockpanel.core.smoothing import Smoothing, smoother
from mockpanel.gui.answer_view import AnswerView
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.layout import Row
from mockpanel.gui.theme import FRAME_MS, LIGHT, SPACE, Colours
from mockpanel.gui.widgets.heard_parts import HeardParts
from mockpanel.gui.widgets.protocol_choice import ProtocolChoice
from mockpanel.gui.widgets.scrub_bar import ScrubBar
from mockpanel.gui.widgets.share_button import ShareButton
from mockpanel.gui.widgets.sound_button import SoundButton

ZOOMS = (75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400)
EMPTY = "Press Play to see the response as a client sees it: one real request to this server."


NO_TEXT = "The answer holds no text; Wire shows what came."


class PreviewState(StrEnum):
    """Where the preview stands."""

    IDLE = "idle"
    WAITING = "waiting"
    PLAYING = "playing"
    PAUSED = "paused"
    FINISHED = "finished"


_WORDS = {
    PreviewState.IDLE: "Ready",
    PreviewState.WAITING: "Waiting for the first token",
    PreviewState.PLAYING: "Playing",
    PreviewState.PAUSED: "Paused",
    PreviewState.FINISHED: "Ended",
}
_MOVING = (PreviewState.WAITING, PreviewState.PLAYING)


class PreviewPane(QWidget):
    """Shows text at most once a frame, smoothed as chosen."""

    play_asked = Signal()
    """Begin; where it is paused: go on."""
    pause_asked = Signal()
    step_asked = Signal()
    restart_asked = Signal()
    record_asked = Signal()
    """Go through what was played last, out of its record."""
    loop_toggled = Signal(bool)
    smoothing_chosen = Signal(str)
    markdown_toggled = Signal(bool)
    zoom_chosen = Signal(int)
    """Per cent."""
    protocol_chosen = Signal(str)
    """The key of a Dialect."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._state = PreviewState.IDLE
        self._smoothing = Smoothing.RAW
        self._smoother = smoother(self._smoothing)
        self._zoom = 100
        self._keys: dict[Icon, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self.view = AnswerView()
        self.parts, self.protocol = HeardParts(), ProtocolChoice()
        self.error, self.zoom = QLabel(), QLabel()
        self.play = QPushButton()
        self.step, self.restart, self.loop = QToolButton(), QToolButton(), QToolButton()
        self.smaller, self.larger, self.record = QToolButton(), QToolButton(), QToolButton()
        self.share, self.sound, self.scrub = ShareButton(), SoundButton(), ScrubBar()
        self.state = QLabel()
        self.smoothing, self.smoothing_label = QComboBox(), QLabel("S&moothing")
        self.markdown = QCheckBox("Markdo&wn")
        self._build()
        self._connect()
        self._lay_out()
        self.show_colours(LIGHT)
        self.show_state(PreviewState.IDLE)

    def show_text(self, text: str) -> None:
        """Shows a text at once, in place of the one shown."""
        self._timer.stop()
        self._smoother = smoother(self._smoothing)
        self.view.show_text(text)
        self.parts.clear()
        self._tell()

    def append(self, text: str) -> None:
        """Text that has just come: a batch, at most once a frame."""
        self._smoother.add(text, time.monotonic())
        if not self._timer.isActive():
            self._advance()

    def show_state(self, state: PreviewState) -> None:
        """Where the preview stands; what was wrong is forgotten when it goes on. Called with every batch of text."""
        if state is self._state is PreviewState.PLAYING:
            return
        self._state = state
        if state is PreviewState.FINISHED:
            self._smoother.finish()
            self._advance()
        if state in _MOVING:
            self.show_error("")
        self.view.setPlaceholderText({PreviewState.IDLE: EMPTY, PreviewState.FINISHED: NO_TEXT}.get(state, ""))
        self.step.setEnabled(state is not PreviewState.FINISHED)
        self.restart.setEnabled(state is not PreviewState.IDLE)
        self.record.setEnabled(False)
        self._dress()
        self._tell()

    def show_recorded(self, recorded: bool) -> None:
        """Whether it shows a record, with its own controls, or what is being played."""
        focus = QApplication.focusWidget()
        held = focus is not None and self.scrub.isAncestorOf(focus)
        self.live.setVisible(not recorded)
        self.scrub.setVisible(recorded)
        if held and not recorded:
            self.play.setFocus()
        for widget in (self.smoothing_label, self.smoothing):  # a record shows what stood there
            widget.setEnabled(not recorded)
        self.view.setPlaceholderText("")
        if recorded:
            self.show_error("")
            self.scrub.line.setFocus()

    def show_moment(self, text: str) -> None:
        """The text of one moment of a record."""
        shown = self.view.text()
        if text.startswith(shown):
            self.view.append_text(text[len(shown) :])
        elif shown.startswith(text):
            self.view.cut_text(len(text))
        else:
            self.view.show_text(text)

    def show_error(self, sentence: str) -> None:
        """What went wrong, above the text; empty for nothing."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        for widget in (self.view, self.parts, self.scrub, self.share, self.sound):
            widget.show_colours(colours)
        self._dress()

    def show_options(self, *, smoothing: Smoothing, markdown: bool, zoom: int, loop: bool) -> None:
        """The choices, as they were stored."""
        with QSignalBlocker(self.smoothing), QSignalBlocker(self.markdown), QSignalBlocker(self.loop):
            self.smoothing.setCurrentIndex(self.smoothing.findData(smoothing))
            self.markdown.setChecked(markdown)
            self.loop.setChecked(loop)
        self._smooth(smoothing)
        self.view.show_markdown(markdown)
        self._show_zoom(zoom)

    @property
    def standing(self) -> PreviewState:
        """Where the preview stands."""
        return self._state

    def whole_text(self) -> str:
        """All text so far; what the smoothing still held back is shown with it."""
        self._smooth(self._smoothing)
        return self.view.text()

    @property
    def zoom_percent(self) -> int:
        """The text size chosen."""
        return self._zoom

    def show_large(self, percent: int | None) -> None:
        """For an audience: large type, and no choices in sight; None for everyday use."""
        choices = (self.smoothing_label, self.smoothing, self.markdown, self.sound, self.protocol)
        for widget in (*choices, self.smaller, self.zoom, self.larger, self.record, self.share):
            widget.setVisible(percent is None)
        self.view.show_zoom(self._zoom if percent is None else percent)

    def show_keys(self, keys: dict[Icon, str]) -> None:
        """The shortcuts that the tooltips name."""
        self._keys = keys
        self.scrub.show_keys(keys)
        self._dress()

    def show_frame(self, frame_ms: int) -> None:
        """How often the view may change; longer with reduced motion."""
        self._timer.setInterval(frame_ms)

    def _build(self) -> None:
        self.view.setAccessibleName("Preview")
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.setVisible(False)
        self.error.setAccessibleName("What went wrong")
        self.play.setProperty("primary", True)
        self.state.setProperty("role", "muted")
        self.state.setAccessibleName("State of the preview")
        self.loop.setCheckable(True)
        self.record.setEnabled(False)
        for choice in Smoothing:
            self.smoothing.addItem(choice.label, choice)
            self.smoothing.setItemData(self.smoothing.count() - 1, choice.help, Qt.ItemDataRole.ToolTipRole)
        self.smoothing.setAccessibleName("Smoothing")
        self.smoothing_label.setBuddy(self.smoothing)
        self.smoothing_label.setProperty("role", "muted")
        self.markdown.setToolTip("Render the text as Markdown; images and links are never loaded")
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom.setMinimumWidth(self.zoom.fontMetrics().horizontalAdvance(f"400{THIN}%"))
        self.zoom.setAccessibleName("Text size")
        self.view.viewport().installEventFilter(self)
        self._show_zoom(self._zoom)

    def _connect(self) -> None:
        self.play.clicked.connect(self._play_or_pause)
        self.step.clicked.connect(self.step_asked)
        self.restart.clicked.connect(self.restart_asked)
        self.record.clicked.connect(self.record_asked)
        self.loop.toggled.connect(self.loop_toggled)
        self.loop.toggled.connect(self._dress)
        self.smoothing.currentIndexChanged.connect(self._choose_smoothing)
        self.markdown.toggled.connect(self.view.show_markdown)
        self.markdown.toggled.connect(self.markdown_toggled)
        self.protocol.chosen.connect(self.protocol_chosen)
        self.smaller.clicked.connect(lambda: self._zoom_by(-1))
        self.larger.clicked.connect(lambda: self._zoom_by(1))

    def _lay_out(self) -> None:
        self.live = Row(self.state, self.protocol, self.record, self.share)
        for place, button in enumerate((self.play, self.step, self.restart, self.loop)):
            self.live.box.insertWidget(place, button)
        self.scrub.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        for widget in (self.live, self.scrub, self.error, self.parts.thoughts, self.parts.refused):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(self.parts.calls)
        column.addLayout(self._look())
        order = (self.play, self.step, self.restart, self.loop, self.protocol, self.record, self.share, self.view)
        for before, after in pairwise((*order, self.smoothing, self.markdown, self.sound, self.smaller, self.larger)):
            QWidget.setTabOrder(before, after)

    def _look(self) -> QHBoxLayout:
        """The row below the text: how it is shown."""
        look = QHBoxLayout()
        look.setSpacing(SPACE[1])
        look.addWidget(self.smoothing_label)
        look.addWidget(self.smoothing)
        look.addSpacing(SPACE[1])
        look.addWidget(self.markdown)
        look.addSpacing(SPACE[1])
        look.addWidget(self.sound)
        look.addStretch()
        for widget in (self.smaller, self.zoom, self.larger):
            look.addWidget(widget)
        return look

    def _dress(self) -> None:
        """Icons in the scheme's colours; names and tooltips that tell the shortcut."""
        colours, moving = self._colours, self._state in _MOVING
        self.play.setText("Pause" if moving else "Go on" if self._state is PreviewState.PAUSED else "Play")
        self.play.setIcon(icon(Icon.PAUSE if moving else Icon.PLAY, colours.on_accent, colours.muted))
        self.play.setToolTip(self._tip(self.play.text() if moving else "Play the response", Icon.PLAY))
        loop_colour = colours.on_accent if self.loop.isChecked() else colours.text
        for button, name, tip in (
            (self.step, Icon.STEP, "Show one chunk more"),
            (self.restart, Icon.RESTART, "Play from the start"),
            (self.loop, Icon.LOOP, "Play again and again"),
            (self.smaller, Icon.SMALLER, "Smaller text"),
            (self.larger, Icon.LARGER, "Larger text"),
            (self.record, Icon.RECORD, "Play it again, from its record"),
        ):
            colour = loop_colour if button is self.loop else colours.text
            button.setIcon(icon(name, colour, colours.border))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(self._tip(tip, name))
            button.setAccessibleName(tip)

    def _tip(self, words: str, name: Icon) -> str:
        return f"{words} ({self._keys[name]})" if name in self._keys else words

    def _tell(self) -> None:
        behind = self._smoother.behind
        words = _WORDS[self._state]
        self.state.setText(f"{words} · {grouped(behind)} characters behind" if behind else words)

    def _play_or_pause(self) -> None:
        (self.pause_asked if self._state in _MOVING else self.play_asked).emit()

    def _choose_smoothing(self, _index: int) -> None:
        chosen = Smoothing(self.smoothing.currentData())
        self._smooth(chosen)
        self.smoothing_chosen.emit(str(chosen))

    def _smooth(self, chosen: Smoothing) -> None:
        """What another smoother held back is shown now."""
        self._smoother.finish()
        self.view.append_text(self._smoother.take(math.inf))
        self._smoothing, self._smoother = chosen, smoother(chosen)
        self.smoothing.setToolTip(chosen.help)
        self._tell()

    def _advance(self) -> None:
        """Shows what may be shown by now; comes again while there is more."""
        self.view.append_text(self._smoother.take(time.monotonic()))
        if self._smoother.behind:
            self._timer.start()
        self._tell()

    def _zoom_by(self, steps: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self._zoom))
        zoom = ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + steps))]
        if zoom != self._zoom:
            self._show_zoom(zoom)
            self.zoom_chosen.emit(zoom)

    def _show_zoom(self, percent: int) -> None:
        self._zoom = percent
        self.zoom.setText(f"{percent}{THIN}%")
        self.view.show_zoom(percent)
        self.smaller.setEnabled(percent > ZOOMS[0])
        self.larger.setEnabled(percent < ZOOMS[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a record."""
        if event.key() == Qt.Key.Key_Escape and self.scrub.isVisible():
            self.scrub.leave_asked.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and the wheel change the text's size."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)
