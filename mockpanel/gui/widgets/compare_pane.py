"""Two answers side by side, the controls that play them together, and the vote of a blind round. It only asks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mockpanel.core.profiles import Profile
from mockpanel.gui.icons import Icon, icon, with_keys
from mockpanel.gui.theme import LIGHT, SPACE, Colours
from mockpanel.gui.widgets.check_box import CheckBox
from mockpanel.gui.widgets.compare_side import CompareSide
from mockpanel.gui.widgets.model_line import ModelLine
from mockpanel.gui.widgets.play_buttons import PlayButtons, PlayWords
from mockpanel.gui.widgets.tally_row import TallyRow
from mockpanel.gui.widgets.vote_row import VoteRow
from mockpanel.gui.widgets.zoom_buttons import ZoomButtons

BOTH = PlayWords(
    play="Play both",
    play_tip="Play both: left and right in step",
    pause_tip="Pause: left and right in step",
    go_on_tip="Go on: left and right in step",
    step="Show one chunk more of each",
    restart="Play both from the start",
    loop="Play both again and again",
    state="State of the comparison",
)

LARGE_PERCENT = 175
"""For an audience: less than of a text that has the whole width."""


class ComparePane(QWidget):
    """Its parts have signals of their own; those of the two sides come with the side's number, 0 or 1."""

    chosen = Signal(int, str)
    """A side, and the name of its profile; empty for the current settings."""
    swap_asked = Signal()
    blind_toggled = Signal(bool)
    markdown_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self.buttons = PlayButtons(BOTH)
        self.swap = QToolButton()
        self.markdown, self.blind = CheckBox("Markdown"), CheckBox("Blind")
        self.zoom = ZoomButtons()
        self.error = QLabel()
        self.sides = (CompareSide("A", "Left"), CompareSide("B", "Right"))
        self.vote = VoteRow()
        self.models = (ModelLine(), ModelLine())
        self.tally = TallyRow()
        self._build()
        self._lay_out()
        self._connect()
        self.show_blind(False)
        self.show_colours(LIGHT)

    def show_profiles(self, own: Sequence[Profile], built_in: Sequence[Profile], names: Sequence[str]) -> None:
        """All profiles, and the names of A and B; empty for the current settings."""
        for side, name in zip(self.sides, names, strict=True):
            side.combo.show_profiles(own, built_in, name)

    def show_error(self, sentence: str) -> None:
        """What went wrong, above the texts; empty for nothing."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def show_blind(self, blind: bool) -> None:
        """Whether rounds are blind: then there is a vote, and nothing to choose."""
        with QSignalBlocker(self.blind):
            self.blind.setChecked(blind)
        self.swap.setEnabled(not blind)
        self.vote.setVisible(blind)

    def show_options(self, *, markdown: bool, zoom: int, loop: bool, reveal: bool) -> None:
        """The choices, as they were stored."""
        with QSignalBlocker(self.markdown):
            self.markdown.setChecked(markdown)
        self.buttons.show_loop(loop)
        self.vote.show_reveal(reveal)
        self.zoom.show_percent(zoom)
        for side in self.sides:
            side.view.show_markdown(markdown)
            side.view.show_zoom(zoom)

    def show_large(self, percent: int | None) -> None:
        """For an audience: large type, and no choices in sight; None for everyday use."""
        large = percent is not None
        for widget in (self.swap, self.markdown, self.blind, self.zoom, *self.models, self.tally):
            widget.setVisible(not large)
        for side in self.sides:
            side.show_large(large)
            side.view.show_zoom(LARGE_PERCENT if large else self.zoom.percent)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        parts = (self.buttons, self.markdown, self.blind, self.zoom, self.vote, self.tally)
        for part in (*parts, *self.sides, *self.models):
            part.show_colours(colours)
        self.swap.setIcon(icon(Icon.SWAP, colours.text, colours.border))

    def show_keys(self, keys: dict[Icon, str]) -> None:
        """The shortcuts that the tooltips name."""
        self.buttons.show_keys(keys)
        self.swap.setToolTip(with_keys("Swap A and B", keys, Icon.SWAP))

    def _build(self) -> None:
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.setVisible(False)
        self.error.setAccessibleName("What went wrong")
        self.swap.setIconSize(QSize(16, 16))
        self.swap.setToolTip("Swap A and B")
        self.swap.setAccessibleName("Swap A and B")
        self.markdown.setToolTip("Render both texts as Markdown; images and links are never loaded")
        self.blind.setToolTip("Shuffle the sides, hide what they are, and ask which is better")
        self.setAccessibleName("Compare")

    def _lay_out(self) -> None:
        controls, sides, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (controls, sides, foot):
            row.setSpacing(SPACE[1])
        controls.addWidget(self.buttons, 1)
        for widget in (self.swap, self.blind, self.markdown, self.zoom):
            controls.addWidget(widget)
        sides.setSpacing(SPACE[2])
        for side in self.sides:
            sides.addWidget(side, 1)
        for line in self.models:
            foot.addWidget(line)
        foot.addWidget(self.tally, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addLayout(controls)
        column.addWidget(self.error)
        column.addLayout(sides, 1)
        column.addWidget(self.vote)
        column.addLayout(foot)

    def _connect(self) -> None:
        for number, side in enumerate(self.sides):
            side.combo.chosen.connect(lambda name, number=number: self.chosen.emit(number, name))
            self.zoom.follow(side.view.viewport())
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                widget.installEventFilter(self)
                self.zoom.follow(widget)
        self.swap.clicked.connect(self.swap_asked)
        self.blind.toggled.connect(self.blind_toggled)
        self.markdown.toggled.connect(self._show_markdown)
        self.zoom.chosen.connect(self._show_zoom)

    def _show_markdown(self, markdown: bool) -> None:
        for side in self.sides:
            side.view.show_markdown(markdown)
        self.markdown_toggled.emit(markdown)

    def _show_zoom(self, percent: int) -> None:
        for side in self.sides:
            side.view.show_zoom(percent)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The keys of the vote are not the profiles' while it is open."""
        if not isinstance(event, QKeyEvent) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self.vote.has_key(event.key()):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self.vote.vote_by(event.key())
