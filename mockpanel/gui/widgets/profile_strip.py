"""Up to nine profiles as numbered chips in one row, the chosen one marked. Chooses none by itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mockpanel.gui.theme import CONTROL_HEIGHT, SPACE, Colours

MOST = 9
"""One a key."""

NARROWEST = 56
LARGE = 1.2
"""How much larger than elsewhere the type is for presenting."""

PADDING = 4
MARGIN = PADDING + 2
"""From the chip's edge to its text, the border included."""

NARROW = 110
"""Below this width a name's beginning tells more than its two ends."""

GAP = SPACE[0]


class ProfileStrip(QWidget):
    """The chips share the width; those that do not fit are hidden."""

    chosen = Signal(str)
    """A profile's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._large = False
        self._shown = 0
        self.setAccessibleName("Profiles")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.chips = [_Chip(place, self) for place in range(1, MOST + 1)]
        for chip in self.chips:
            chip.clicked.connect(lambda _=False, chip=chip: self.chosen.emit(chip.name))

    def show_profiles(self, profiles: Sequence[tuple[str, str]], chosen: str) -> None:
        """Names with the words of their tooltips, the first nine of them; and the chosen name."""
        self._shown = min(len(profiles), MOST)
        for chip, (name, words) in zip(self.chips, profiles, strict=False):
            chip.show_profile(name, words, chosen=name == chosen)
        self._place()

    def show_large(self, large: bool) -> None:
        """Type and height for presenting, or back."""
        self._large = large
        font = self.font()
        if large:
            font.setPointSizeF(font.pointSizeF() * LARGE)
        for chip in self.chips:
            chip.show_font(font)
        self._place()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.setStyleSheet(
            f"QPushButton {{ color: {colours.text}; padding: 2px {PADDING}px; }}"
            f"QPushButton:focus {{ padding: 1px {PADDING - 1}px; }}"
            f"QPushButton:checked {{ color: {colours.on_accent}; background: {colours.accent}; font-weight: 600; }}"
        )

    def sizeHint(self) -> QSize:
        """Room for all names in full."""
        widths = [chip.wanted_width for chip in self.chips[: self._shown]]
        return QSize(sum(widths) + GAP * max(len(widths) - 1, 0), self._height())

    def minimumSizeHint(self) -> QSize:
        """One chip."""
        return QSize(NARROWEST, self._height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Shares the width out anew."""
        self._place()

    def _height(self) -> int:
        return round(CONTROL_HEIGHT * LARGE) if self._large else CONTROL_HEIGHT

    def _place(self) -> None:
        fitting = min(self._shown, max((self.width() + GAP) // (NARROWEST + GAP), 0))
        widths = shared([chip.wanted_width for chip in self.chips[:fitting]], self.width() - GAP * (fitting - 1))
        left = 0
        for chip, width in zip(self.chips, widths, strict=False):
            chip.setGeometry(QRect(left, 0, width, self._height()))
            left += width + GAP
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < fitting)
        self.updateGeometry()


def shared(wanted: Sequence[int], width: int) -> list[int]:
    """A width shared out: nobody gets more than wanted, and what some leave goes to the others in equal parts."""
    given: dict[int, int] = {}
    for place in sorted(range(len(wanted)), key=wanted.__getitem__):
        part = (width - sum(given.values())) // (len(wanted) - len(given))
        given[place] = min(wanted[place], part)
    return [given[place] for place in range(len(wanted))]


class _Chip(QPushButton):
    """A number and a name, shortened to fit; the chosen one is filled and bold."""

    def __init__(self, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = ""
        self._place = place
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    @property
    def wanted_width(self) -> int:
        """Room for the whole name; not less than any chip gets."""
        text = QFontMetricsF(self._metrics(bold=True)).horizontalAdvance(self._words())
        return max(ceil(text) + 2 * MARGIN, NARROWEST)

    def show_profile(self, name: str, about: str, *, chosen: bool) -> None:
        """A name, the words of its tooltip, and whether it is the chosen one."""
        self.name = name
        self.setChecked(chosen)
        self.setAccessibleName(f"Profile {self._place}, {name}")
        lines = "".join(f"<p>{escape(line)}</p>" for line in about.splitlines())
        self.setToolTip(f"<p><b>{escape(name)}</b> (Ctrl+{self._place})</p>{lines}")
        self._elide()

    def show_font(self, font: QFont) -> None:
        """The type to use."""
        self.setFont(font)
        self._elide()

    def nextCheckState(self) -> None:
        """Which one is chosen is for others to say."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the name as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _words(self) -> str:
        return f"{self._place} {self.name}"

    def _metrics(self, *, bold: bool) -> QFontMetrics:
        """Room is measured in bold, so that a name keeps it when it is chosen."""
        font = self.font()
        font.setBold(bold)
        return QFontMetrics(font)

    def _elide(self) -> None:
        where = Qt.TextElideMode.ElideRight if self.width() < NARROW else Qt.TextElideMode.ElideMiddle
        metrics = self._metrics(bold=self.isChecked())
        self.setText(metrics.elidedText(self._words(), where, self.width() - 2 * MARGIN).replace("&", "&&"))
