"""All commands by name, to be found by typing and run by Enter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.ranking import rank
from mockpanel.gui.theme import LIGHT, SPACE, Colours, number_font

WIDTH = 560
ROW_HEIGHT = 30
MOST_ROWS = 12
MOST_RECENT = 5
MENU = "menu"
"""The property of an action that names its menu."""

_MNEMONIC = re.compile("&(.|$)")
_FAR = 1_000_000
_MOVES: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - MOST_ROWS,
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
}
"""By how many rows a key moves; past the ends there is no further."""

_Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractListModel):
    """The actions shown, in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.actions: list[QAction] = []

    def show(self, actions: Iterable[QAction]) -> None:
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
            return _spoken(self.actions[index.row()])
        return None


class _Delegate(QStyledItemDelegate):
    """Menu, name, and at the right the shortcut."""

    colours = LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are alike."""
        return QSize(WIDTH, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row."""
        model = index.model()
        assert isinstance(model, _Rows)
        action, c = model.actions[index.row()], self.colours
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        whole = QRectF(option.rect)
        if chosen:
            painter.fillRect(whole, QColor(c.accent))
        rect = whole.adjusted(SPACE[2], 0, -SPACE[2], 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(number_font(option.font.pointSizeF()))
        painter.setPen(QColor(c.on_accent if chosen else c.muted))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, _keys(action))
        if keys := painter.fontMetrics().horizontalAdvance(_keys(action)):
            rect.setRight(rect.right() - keys - SPACE[2])
        painter.setFont(option.font)
        tick = "✓ " if action.isChecked() else ""
        painter.drawText(rect, middle, tick + _prefix(action))
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(tick + _prefix(action)))
        painter.setPen(QColor(c.on_accent if chosen else c.text))
        shown = painter.fontMetrics().elidedText(_name(action), Qt.TextElideMode.ElideMiddle, int(rect.width()))
        painter.drawText(rect, middle, shown)


class CommandPalette(QFrame):
    """A popup over the top of its window; the last used commands come first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._actions: list[QAction] = []
        self._recent: list[QAction] = []
        self.field = QLineEdit()
        self.list = QListView()
        self.none = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._rows, self._delegate = _Rows(self), _Delegate(self)
        self._build()

    def open(self, actions: Sequence[QAction]) -> None:
        """Shows the commands that can be run now."""
        self._actions = [action for action in actions if action.isEnabled() and action.isVisible() and _name(action)]
        self._recent = [action for action in self._recent if action in self._actions]
        self.field.clear()
        self._filter("")
        parent = self.parentWidget()
        assert parent is not None
        window = parent.window()
        top = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, SPACE[4] * 2))
        self.move(top)
        self.show()
        self.field.setFocus()

    @property
    def shown(self) -> list[QAction]:
        """The commands that fit what is typed."""
        return self._rows.actions

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._delegate.colours = colours
        self.setStyleSheet(
            f"CommandPalette {{ background: {colours.surface}; border: 1px solid {colours.border}; }}"
            "CommandPalette QListView { border: 0; }"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter runs, Escape closes; all else is typed."""
        key = event.key()
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Home and End move in the list; with Shift they select in the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
                self._move(_MOVES[event.key()])
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self.setAccessibleName("Command palette")
        self.setFixedWidth(WIDTH)
        self.field.setPlaceholderText("Type a command")
        self.field.setAccessibleName("Find a command")
        self.field.setToolTip("Words or first letters of a command; Enter runs it, Esc closes")
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Commands")
        self.list.clicked.connect(self._run)
        self.none.setProperty("role", "muted")
        self.none.setContentsMargins(SPACE[2], SPACE[0], SPACE[2], SPACE[1])
        self.none.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[1]] * 4)
        column.setSpacing(SPACE[1])
        for part in (self.field, self.list, self.none):
            column.addWidget(part)

    def _filter(self, query: str) -> None:
        if query.strip():
            names = [f"{_name(action)} {_prefix(action)}" for action in self._actions]
            found = [self._actions[place] for place in rank(query, names)]
        else:
            found = [*self._recent, *(action for action in self._actions if action not in self._recent)]
        self._rows.show(found)
        self.list.setCurrentIndex(self._rows.index(0))
        self.list.setFixedHeight(min(len(found), MOST_ROWS) * ROW_HEIGHT)
        self.list.setVisible(bool(found))
        self.none.setText(f"No command matches “{query.strip()}”" if query.strip() else "No command can be run now")
        self.none.setVisible(not found)
        self.adjustSize()
        self._announce()

    def _move(self, rows: int) -> None:
        place = min(max(self.list.currentIndex().row() + rows, 0), len(self._rows.actions) - 1)
        self.list.setCurrentIndex(self._rows.index(place))
        self._announce()

    def _announce(self) -> None:
        """The focus stays in the field, so a screen reader is told what is chosen."""
        actions, row = self._rows.actions, self.list.currentIndex().row()
        words = _spoken(actions[row]) if row >= 0 else self.none.text()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            action = self._rows.actions[index.row()]
            self._recent = [action, *(other for other in self._recent if other is not action)][:MOST_RECENT]
            self.close()
            action.trigger()


def _name(action: QAction) -> str:
    return _MNEMONIC.sub(r"\1", action.text()).strip()


def _prefix(action: QAction) -> str:
    menu = action.property(MENU) or action.data()
    return f"{menu}: " if menu and isinstance(menu, str) else ""


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _spoken(action: QAction) -> str:
    state = (", on" if action.isChecked() else ", off") if action.isCheckable() else ""
    return f"{_prefix(action)}{_name(action)}{state} {_keys(action)}".strip()
