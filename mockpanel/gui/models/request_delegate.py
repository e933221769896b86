"""Paints the request table's cells: two tones in `asked → measured`, progress, and a quiet selection."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.models.request_cells import COLUMNS, Column, Tone, progress, tone
from mockpanel.gui.models.request_table import RECORD_ROLE
from mockpanel.gui.theme import SPACE, Colours, number_font

ROW_HEIGHT = 28
MARGIN = SPACE[1]
BAR_HEIGHT = 2
SELECTED = 0.14
"""How much accent is mixed into the surface under a chosen row; text on it keeps a contrast of 4.5 or more."""

ARROW = " → "
OF = " / "
_BY_PLACE = tuple(Column)
_MONOSPACED = frozenset(column for column in Column if COLUMNS[column].number)


_ELIDED = {Column.OVERRIDES: Qt.TextElideMode.ElideRight}
"""Of what a request brought along the beginning tells most; of all else the beginning and the end."""


class RequestDelegate(QStyledItemDelegate):
    """One data call a cell: with 25 rows in sight, a repaint stays far below a frame."""

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._surface = QColor(colours.surface)
        self._hairline = QColor(colours.hairline)
        self._accent = QColor(colours.accent)
        self._chosen = _mixed(self._surface, self._accent, SELECTED)
        self._tones = {
            Tone.PLAIN: QColor(colours.text),
            Tone.MUTED: QColor(colours.muted),
            Tone.RUNNING: QColor(colours.accent),
            Tone.WARNING: QColor(colours.warning),
            Tone.ERROR: QColor(colours.error),
        }
        self._number_font = number_font()
        self._number_metrics = QFontMetrics(self._number_font)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        record: RequestRecord = index.data(RECORD_ROLE)
        column = _BY_PLACE[index.column()]
        area: QRect = option.rect
        painter.save()
        self._paint_ground(painter, option, area, column)
        inner = area.adjusted(MARGIN, 0, -MARGIN, -1)
        text = COLUMNS[column].text(record)
        metrics: QFontMetrics = option.fontMetrics
        if column in _MONOSPACED:
            painter.setFont(self._number_font)
            metrics = self._number_metrics
        if column in (Column.FIRST, Column.RATE) and ARROW in text:
            asked, _arrow, measured = text.partition(ARROW)
            self._paint_pair(painter, inner, (asked + ARROW, Tone.MUTED), (measured, Tone.PLAIN))
        elif column is Column.TOKENS and OF in text:
            sent, _of, total = text.partition(OF)
            self._paint_pair(painter, inner, (sent, Tone.PLAIN), (OF + total, Tone.MUTED))
        else:
            painter.setPen(self._tones[tone(record, column)])
            side = Qt.AlignmentFlag.AlignRight if self._right(column) else Qt.AlignmentFlag.AlignLeft
            painter.drawText(
                inner,
                side | Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(text, _ELIDED.get(column, Qt.TextElideMode.ElideMiddle), inner.width()),
            )
        if column is Column.TOKENS and (part := progress(record)) is not None:
            self._paint_progress(painter, inner, part)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows are all alike."""
        return QSize(0, ROW_HEIGHT)

    def _right(self, column: Column) -> bool:
        return column in _MONOSPACED and column is not Column.TIME

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, column: Column) -> None:
        if QStyle.StateFlag.State_Selected in option.state:
            painter.fillRect(area, self._chosen)
            if column is Column.TIME:
                painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), self._accent)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), self._hairline)

    def _paint_pair(self, painter: QPainter, inner: QRect, left: tuple[str, Tone], right: tuple[str, Tone]) -> None:
        """What matters stands out, the other half stands back, and goes where there is no room for both."""
        metrics = self._number_metrics
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if metrics.horizontalAdvance(left[0] + right[0]) > inner.width():
            text, meant = left if left[1] is Tone.PLAIN else right
            painter.setPen(self._tones[meant])
            painter.drawText(inner, flags, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, inner.width()))
            return
        painter.setPen(self._tones[right[1]])
        painter.drawText(inner, flags, right[0])
        painter.setPen(self._tones[left[1]])
        painter.drawText(inner.adjusted(0, 0, -metrics.horizontalAdvance(right[0]), 0), flags, left[0])

    def _paint_progress(self, painter: QPainter, inner: QRect, part: float) -> None:
        bar = QRect(inner.left(), inner.bottom() - BAR_HEIGHT - 1, inner.width(), BAR_HEIGHT)
        painter.fillRect(bar, self._hairline)
        bar.setWidth(round(bar.width() * part))
        painter.fillRect(bar, self._accent)


def _mixed(ground: QColor, over: QColor, part: float) -> QColor:
    return QColor.fromRgbF(
        *(
            below * (1 - part) + above * part
            for below, above in zip(ground.getRgbF()[:3], over.getRgbF()[:3], strict=True)  # type: ignore[index]
        )
    )
