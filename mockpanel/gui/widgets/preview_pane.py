"""The response as a client sees it while it comes, and the controls to play it. Plays nothing itself: it asks."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.dialects.heard import Piece
from mockpanel.core.measures import grouped
from mockpanel.core.play_state import PlayState
from mockpanel.core.smoothing import Smoothing, smoother
from mockpanel.gui.answer_view import AnswerView
from mockpanel.gui.icons import Icon, icon, with_keys
from mockpanel.gui.layout import Row, tab_through
from mockpanel.gui.theme import FRAME_MS, LIGHT, SPACE, Colours
from mockpanel.gui.widgets.answer_place import AnswerPlace
from mockpanel.gui.widgets.heard_parts import HeardParts
from mockpanel.gui.widgets.play_buttons import PlayButtons, PlayWords
from mockpanel.gui.widgets.protocol_choice import ProtocolChoice
from mockpanel.gui.widgets.scrub_bar import ScrubBar
from mockpanel.gui.widgets.share_button import ShareButton
from mockpanel.gui.widgets.sound_button import SoundButton
from mockpanel.gui.widgets.zoom_buttons import ZoomButtons

EMPTY = "Press Play to see the response as a client sees it: one real request to this server."
NO_TEXT = "The answer holds no text; Wire shows what came."
FROM_RECORD = "Play it again, from its record"

ONE = PlayWords(
    play="Play",
    play_tip="Play the response",
    pause_tip="Pause",
    go_on_tip="Go on",
    step="Show one chunk more",
    restart="Play from the start",
    loop="Play again and again",
    state="State of the preview",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a preview shows, so that it can be shown again."""

    state: PlayState
    text: str
    pieces: tuple[Piece, ...]
    error: str


class PreviewPane(QWidget):
    """Shows text at most once a frame, smoothed as chosen."""

    play_asked = Signal()
    """Begin, pause, or go on, as the button says."""
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
        self._state = PlayState.IDLE
        self._smoothing = Smoothing.RAW
        self._smoother = smoother(self._smoothing)
        self._keys: dict[Icon, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self.view = AnswerView()
        self.parts, self.protocol = HeardParts(), ProtocolChoice()
        self.place = AnswerPlace(self.view, self.parts)
        self.error = QLabel()
        self.buttons, self.zoom = PlayButtons(ONE), ZoomButtons()
        self.record = QToolButton()
        self.share, self.sound, self.scrub = ShareButton(), SoundButton(), ScrubBar()
        self.smoothing, self.smoothing_label = QComboBox(), QLabel("S&moothing")
        self.markdown = QCheckBox("Markdo&wn")
        self._build()
        self._connect()
        self._lay_out()
        self.show_colours(LIGHT)
        self.show_state(PlayState.IDLE)

    def show_text(self, text: str) -> None:
        """Shows a text at once, in place of the one shown."""
        self._timer.stop()
        self._smoother = smoother(self._smoothing)
        self.view.show_text(text)
        self.parts.clear()
        self.place.forget()
        self._tell()

    def add(self, pieces: Sequence[Piece]) -> None:
        """What has just come of all parts, in a batch; text is appended on its own."""
        self.parts.add(pieces)
        self.place.follow(pieces)

    def append(self, text: str) -> None:
        """Text that has just come: a batch, at most once a frame."""
        self._smoother.add(text, time.monotonic())
        if not self._timer.isActive():
            self._advance()

    def show_state(self, state: PlayState) -> None:
        """Where the preview stands; what was wrong is forgotten when it goes on. Called with every batch of text."""
        if state is self._state is PlayState.PLAYING:
            return
        self._state = state
        if state is PlayState.FINISHED:
            self._smoother.finish()
            self._advance()
        if state.moving:
            self.show_error("")
        self.view.setPlaceholderText({PlayState.IDLE: EMPTY, PlayState.FINISHED: NO_TEXT}.get(state, ""))
        self.buttons.show_state(state)
        self.record.setEnabled(False)
        self._tell()

    def show_recorded(self, recorded: bool) -> None:
        """Whether it shows a record, with its own controls, or what is being played."""
        focus = QApplication.focusWidget()
        held = focus is not None and self.scrub.isAncestorOf(focus)
        self.live.setVisible(not recorded)
        self.scrub.setVisible(recorded)
        if held and not recorded:
            self.buttons.play.setFocus()
        for widget in (self.smoothing_label, self.smoothing):  # a record shows what stood there
            widget.setEnabled(not recorded)
        self.view.setPlaceholderText("")
        if recorded:
            self.show_error("")
            self.scrub.line.setFocus()

    def show_moment(self, text: str, pieces: Sequence[Piece] = ()) -> None:
        """The text of one moment of a record, and of each part of its answer one piece."""
        self.parts.show_pieces(pieces)
        self.place.follow(pieces)
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
        for widget in (self.view, self.parts, self.buttons, self.scrub, self.share, self.sound, self.zoom):
            widget.show_colours(colours)
        self._dress()

    def show_options(self, *, smoothing: Smoothing, markdown: bool, zoom: int, loop: bool) -> None:
        """The choices, as they were stored."""
        with QSignalBlocker(self.smoothing), QSignalBlocker(self.markdown):
            self.smoothing.setCurrentIndex(self.smoothing.findData(smoothing))
            self.markdown.setChecked(markdown)
        self.buttons.show_loop(loop)
        self._smooth(smoothing)
        self.view.show_markdown(markdown)
        self.zoom.show_percent(zoom)
        self.view.show_zoom(zoom)

    def standing(self) -> Standing:
        """What is shown; text that the smoothing still held back is shown now."""
        self._smooth(self._smoothing)
        return Standing(self._state, self.view.text(), tuple(self.parts.pieces()), self.error.text())

    def show_standing(self, shown: Standing) -> None:
        """What was shown before."""
        self.show_text(shown.text)
        self.parts.show_pieces(shown.pieces)
        self.show_state(shown.state)
        self.show_error(shown.error)

    def show_large(self, percent: int | None) -> None:
        """For an audience: large type, and no choices in sight; None for everyday use."""
        choices = (self.smoothing_label, self.smoothing, self.markdown, self.sound, self.protocol)
        for widget in (*choices, self.zoom, self.record, self.share):
            widget.setVisible(percent is None)
        self.view.show_zoom(self.zoom.percent if percent is None else percent)

    def show_keys(self, keys: dict[Icon, str]) -> None:
        """The shortcuts that the tooltips name."""
        self._keys = keys
        for widget in (self.buttons, self.scrub, self.zoom):
            widget.show_keys(keys)
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
        self.record.setEnabled(False)
        self.record.setIconSize(QSize(16, 16))
        self.record.setAccessibleName(FROM_RECORD)
        for choice in Smoothing:
            self.smoothing.addItem(choice.label, choice)
            self.smoothing.setItemData(self.smoothing.count() - 1, choice.help, Qt.ItemDataRole.ToolTipRole)
        self.smoothing.setAccessibleName("Smoothing")
        self.smoothing_label.setBuddy(self.smoothing)
        self.smoothing_label.setProperty("role", "muted")
        self.markdown.setToolTip("Render the text as Markdown; images and links are never loaded")
        self.zoom.follow(self.view.viewport())
        self.view.show_zoom(self.zoom.percent)

    def _connect(self) -> None:
        self.buttons.play_asked.connect(self.play_asked)
        self.buttons.step_asked.connect(self.step_asked)
        self.buttons.restart_asked.connect(self.restart_asked)
        self.buttons.loop_toggled.connect(self.loop_toggled)
        self.record.clicked.connect(self.record_asked)
        self.smoothing.currentIndexChanged.connect(self._choose_smoothing)
        self.markdown.toggled.connect(self.view.show_markdown)
        self.markdown.toggled.connect(self.markdown_toggled)
        self.protocol.chosen.connect(self.protocol_chosen)
        self.zoom.chosen.connect(self.view.show_zoom)
        self.zoom.chosen.connect(self.zoom_chosen)

    def _lay_out(self) -> None:
        self.live = Row(self.buttons, self.protocol, self.record, self.share)
        self.scrub.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        for widget in (self.live, self.scrub, self.error):
            column.addWidget(widget)
        column.addWidget(self.place, 1)
        column.addLayout(self._look())
        look = (self.smoothing, self.markdown, self.sound, *self.zoom.stops)
        thoughts = self.parts.thoughts
        answer = (self.protocol, self.record, self.share, thoughts.heading, thoughts.text, self.view)
        tab_through((*self.buttons.stops, *answer, *look))
        self.parts.calls.stand_behind(self.view)

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
        look.addWidget(self.zoom)
        return look

    def _dress(self) -> None:
        """The icon in the scheme's colours; a tooltip that tells the shortcut."""
        self.record.setIcon(icon(Icon.RECORD, self._colours.text, self._colours.border))
        self.record.setToolTip(with_keys(FROM_RECORD, self._keys, Icon.RECORD))

    def _tell(self) -> None:
        behind = self._smoother.behind
        words = self._state.label
        self.buttons.state.show_words(f"{words} · {grouped(behind)} characters behind" if behind else words)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a record."""
        if event.key() == Qt.Key.Key_Escape and self.scrub.isVisible():
            self.scrub.leave_asked.emit()
        else:
            super().keyPressEvent(event)
