"""All commands by name, to be found by typing and run by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from mockpanel.core.ranking import rank
from mockpanel.gui.models.command_rows import (
    ROW_HEIGHT,
    WIDTH,
    CommandDelegate,
    CommandRows,
    name_of,
    prefix_of,
    spoken,
)
from mockpanel.gui.theme import SPACE, Colours

MOST_ROWS = 12
MOST_RECENT = 5

_FAR = 1_000_000
_ENDS: dict[int, int] = {Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR}
_MOVES: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - MOST_ROWS,
}
"""By how many rows a key moves; past the ends there is no further."""


class CommandPalette(QFrame):
    """A popup over the top of its window; the last used commands come first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._actions: list[QAction] = []
        self._recent: list[QAction] = []
        self.field = QLineEdit()
        self.list = QListView()
        self.none = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._rows, self._delegate = CommandRows(self), CommandDelegate(self)
        self._build()

    def open(self, actions: Sequence[QAction]) -> None:
        """Shows the commands that can be run now."""
        self._actions = [action for action in actions if action.isEnabled() and action.isVisible() and name_of(action)]
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

    @property
    def chosen(self) -> QAction | None:
        """The command that Enter would run."""
        row = self.list.currentIndex().row()
        return self._rows.actions[row] if row >= 0 else None

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
        """Home and End, which the field would keep, move in the list; with Shift they select in the field."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() not in _ENDS or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return super().eventFilter(watched, event)
        self._move(_ENDS[event.key()])
        return True

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
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[1]] * 4)
        column.setSpacing(SPACE[1])
        for part in (self.field, self.list, self.none):
            column.addWidget(part)

    def _filter(self, query: str) -> None:
        words = query.strip()
        if words:
            names = [f"{name_of(action)} {prefix_of(action)}" for action in self._actions]
            found = [self._actions[place] for place in rank(words, names)]
        else:
            recent = [action for action in self._recent if action in self._actions]
            found = [*recent, *(action for action in self._actions if action not in recent)]
        self._rows.show_actions(found)
        self.list.setCurrentIndex(self._rows.index(0))
        self.list.setFixedHeight(min(len(found), MOST_ROWS) * ROW_HEIGHT)
        self.list.setVisible(bool(found))
        self.none.setText(f"No command matches “{words}”" if words else "No command can be run now")
        self.none.setVisible(not found)
        self.adjustSize()
        self._announce()

    def _move(self, rows: int) -> None:
        place = min(max(self.list.currentIndex().row() + rows, 0), len(self._rows.actions) - 1)
        self.list.setCurrentIndex(self._rows.index(place))
        self._announce()

    def _announce(self) -> None:
        """The focus stays in the field, so a screen reader is told what is chosen."""
        words = self.none.text() if self.chosen is None else spoken(self.chosen)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            action = self._rows.actions[index.row()]
            self._recent = [action, *(other for other in self._recent if other is not action)][:MOST_RECENT]
            self.close()
            action.trigger()
