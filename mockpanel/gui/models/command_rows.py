"""Commands as the rows of a list: what stands in one and how it is painted. Runs none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mockpanel.gui.theme import LIGHT, SPACE, number_font

WIDTH = 560
ROW_HEIGHT = 30
MENU = "menu"
"""The property of an action that names its menu."""

_MNEMONIC = re.compile("&(.|$)")

_Index = QModelIndex | QPersistentModelIndex


class CommandRows(QAbstractListModel):
    """The actions shown, in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.actions: list[QAction] = []

    def show_actions(self, actions: Iterable[QAction]) -> None:
        """Others than before."""
        self.beginResetModel()
        self.actions = list(actions)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many."""
        return 0 if parent.isValid() else len(self.actions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a screen reader reads."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(self.actions[index.row()])
        return None


class CommandDelegate(QStyledItemDelegate):
    """Menu, name, and at the right the shortcut."""

    colours = LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are alike."""
        return QSize(WIDTH, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row; a name that has no room is elided, its shortcut never."""
        model = index.model()
        assert isinstance(model, CommandRows)
        action, c = model.actions[index.row()], self.colours
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        whole, middle = QRectF(option.rect), Qt.AlignmentFlag.AlignVCenter
        if chosen:
            painter.fillRect(whole, QColor(c.accent))
        rect = whole.adjusted(SPACE[2], 0, -SPACE[2], 0)
        painter.setFont(number_font(option.font.pointSizeF()))
        painter.setPen(QColor(c.on_accent if chosen else c.muted))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, keys_of(action))
        if keys := painter.fontMetrics().horizontalAdvance(keys_of(action)):
            rect.setRight(rect.right() - keys - SPACE[2])
        painter.setFont(option.font)
        before = ("✓ " if action.isChecked() else "") + prefix_of(action)
        painter.drawText(rect, middle, before)
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(before))
        painter.setPen(QColor(c.on_accent if chosen else c.text))
        name = painter.fontMetrics().elidedText(name_of(action), Qt.TextElideMode.ElideMiddle, int(rect.width()))
        painter.drawText(rect, middle, name)


def name_of(action: QAction) -> str:
    """Its text without the mark for the access key; a doubled mark is an ampersand."""
    return unmarked(action.text())


def unmarked(text: str) -> str:
    """The text of an action or a menu without the mark for its access key."""
    return _MNEMONIC.sub(r"\1", text).strip()


def prefix_of(action: QAction) -> str:
    """The menu that it belongs to, where that is known."""
    menu = action.property(MENU) or action.data()
    return f"{menu}: " if menu and isinstance(menu, str) else ""


def keys_of(action: QAction) -> str:
    """Its first shortcut, as this system writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def spoken(action: QAction) -> str:
    """All about it in one line, for a screen reader."""
    state = (", on" if action.isChecked() else ", off") if action.isCheckable() else ""
    return f"{prefix_of(action)}{name_of(action)}{state} {keys_of(action)}".strip()
