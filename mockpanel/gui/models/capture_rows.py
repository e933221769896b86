"""Captures as the rows of a list: what stands in one and how it is painted. Reads and measures none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mockpanel.gui.gap_drawing import small
from mockpanel.gui.theme import LIGHT, SPACE, Colours

ROW_HEIGHT = 46
EXAMPLE = "example"
REPLAYED = "replayed"

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """What the list tells of one capture; `figures` are empty until it is measured."""

    name: str
    figures: str = ""
    built_in: bool = False
    replayed: bool = False

    @property
    def mark(self) -> str:
        """What stands at the right of its name."""
        return REPLAYED if self.replayed else EXAMPLE if self.built_in else ""


class CaptureLines(QAbstractListModel):
    """The captures shown, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[CaptureLine] = []

    def show_lines(self, lines: Sequence[CaptureLine]) -> None:
        """Others than before, or the same in other words: then what is chosen stays so."""
        if [line.name for line in lines] == [line.name for line in self.lines]:
            self.lines = list(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def row_of(self, name: str) -> int | None:
        """Where a capture stands."""
        return next((row for row, line in enumerate(self.lines) if line.name == name), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, and all of it for a screen reader and the tooltip."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (line.name, line.mark, line.figures)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (line.name, line.figures)))
        return None


class CaptureDelegate(QStyledItemDelegate):
    """Name and mark, and below them the figures."""

    colours: Colours = LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are alike."""
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row; what has no room is elided."""
        model = index.model()
        assert isinstance(model, CaptureLines)
        line, c = model.lines[index.row()], self.colours
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = QRectF(option.rect)
        if chosen:
            painter.fillRect(rect, QColor(c.accent))
        inner = rect.adjusted(SPACE[1], SPACE[0], -SPACE[1], -SPACE[0])
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        lower = upper.translated(0, inner.height() / 2)
        muted = QColor(c.on_accent if chosen else c.muted)
        marked = QColor(c.on_accent if chosen else c.accent if line.replayed else c.muted)
        painter.setFont(small(option.font))
        painter.setPen(marked)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.mark)
        taken = QFontMetricsF(small(option.font)).horizontalAdvance(line.mark)
        painter.setPen(muted)
        _draw(painter, lower, line.figures)
        painter.setFont(option.font)
        painter.setPen(QColor(c.on_accent if chosen else c.text))
        _draw(painter, upper.adjusted(0, 0, -(taken + SPACE[1] if line.mark else 0), 0), line.name)


def _draw(painter: QPainter, place: QRectF, words: str) -> None:
    shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideMiddle, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
