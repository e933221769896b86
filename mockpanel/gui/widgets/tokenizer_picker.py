"""Chooses the tokenizer: all of tiktoken's models and encodings, found by any part of their names."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from mockpanel.core.encodings import encoding_name, encoding_names, model_names
from mockpanel.core.settings import SPECS
from mockpanel.gui.widgets.chevron import paint_chevron

SHOWN_ROWS = 14
NARROWEST_CHARACTERS = 12

ENCODING_ROLE = Qt.ItemDataRole.UserRole
"""What stands behind the name: a model's encoding."""

SEARCH_ROLE = Qt.ItemDataRole.UserRole + 1
"""What is searched: the name and its encoding."""

GAP = 8

BARE_BUTTON = """
QComboBox::drop-down { border: 0; background: transparent; width: 24px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
"""
"""The button without what the style draws on it; its arrow is painted here."""


class TokenizerPicker(QComboBox):
    """Emits any name that was chosen or typed; whether tiktoken knows it is for others to say."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setEditable(True)
        self.setStyleSheet(BARE_BUTTON)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setModel(_names(self))
        self.setMaxVisibleItems(SHOWN_ROWS)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(NARROWEST_CHARACTERS)
        self.setItemDelegate(_NameDelegate(self))
        self._search = _Search(self.model(), self)
        self.setCompleter(self._search)
        line = self.lineEdit()
        assert line is not None
        line.setAccessibleName(SPECS["tokenizer_model"].label)
        line.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one stop for both: Qt gives a proxy this policy too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line.setPlaceholderText("Search models and encodings")
        line.textEdited.connect(self._widen_lists)
        line.editingFinished.connect(self._take_typed)
        self.activated.connect(self._take_chosen)
        self.view().setAccessibleName("Tokenizers")

    def show_value(self, name: str) -> None:
        """Shows a name, known or not, unless another is just being typed."""
        self._name = name
        line = self.lineEdit()
        assert line is not None
        if not (line.isModified() and line.hasFocus()):
            self._put_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first name found; Escape puts the value back."""
        line = self.lineEdit()
        assert line is not None
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if line.isModified():
                found = self._search.first(line.text().strip())
                if found:
                    line.setText(found)
                    line.setModified(True)
                super().keyPressEvent(event)
            case Qt.Key.Key_Escape if line.isModified():
                self._put_back()
                line.selectAll()
            case _:
                super().keyPressEvent(event)

    def showPopup(self) -> None:
        """All names, as wide as the longest needs."""
        self._widen_lists()
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as the style has it, and the arrow."""
        super().paintEvent(event)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        arrow = QStyle.SubControl.SC_ComboBoxArrow
        place = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, arrow, self)
        paint_chevron(self, place, self.palette().color(QPalette.ColorRole.PlaceholderText))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to what is around: loading a tokenizer is not for passing by."""
        event.ignore()

    def _widen_lists(self) -> None:
        wanted = self.view().sizeHintForColumn(0) + self.view().verticalScrollBar().sizeHint().width()
        for shown in (self.view(), self._search.popup()):
            if shown is not None:
                shown.setMinimumWidth(wanted)

    def _take_chosen(self, _row: int) -> None:
        self._change(self.currentText())

    def _take_typed(self) -> None:
        line = self.lineEdit()
        assert line is not None
        if line.isModified():
            self._change(line.text().strip())

    def _change(self, name: str) -> None:
        before = self._name
        self._name = name or before
        self._put_back()
        if self._name != before:
            self.edited.emit(self._name)

    def _put_back(self) -> None:
        line = self.lineEdit()
        assert line is not None
        with QSignalBlocker(self), QSignalBlocker(line):
            self.setCurrentIndex(self.findText(self._name, Qt.MatchFlag.MatchExactly))
            self.setEditText(self._name)
            line.setCursorPosition(0)
        line.setModified(False)


def _names(parent: TokenizerPicker) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    described = [(name, encoding_name(name)) for name in model_names()]
    described += [(name, "encoding") for name in encoding_names() if name not in model_names()]
    for name, behind in described:
        item = QStandardItem(name)
        item.setData(behind, ENCODING_ROLE)
        item.setData(f"{name} {behind}", SEARCH_ROLE)
        item.setData(f"{name}, {behind}", Qt.ItemDataRole.AccessibleTextRole)
        model.appendRow(item)
    return model


class _Search(QCompleter):
    """Finds by any part of a name or its encoding, and completes to the name alone."""

    def __init__(self, names: QAbstractItemModel, parent: TokenizerPicker) -> None:
        super().__init__(names, parent)
        self.setCompletionRole(SEARCH_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(SHOWN_ROWS)
        popup = self.popup()
        assert popup is not None
        popup.setAccessibleName("Tokenizers found")
        popup.setItemDelegate(_NameDelegate(self))

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The name, without the encoding that was searched with it."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))

    def first(self, typed: str) -> str:
        """What Enter means: the text itself if it is a name or part of none, else the first name found."""
        names = [*model_names(), *encoding_names()]
        if not typed or typed in names:
            return typed
        small = typed.lower()
        return min(
            (name for name in names if small in name), key=lambda name: not name.startswith(small), default=typed
        )


class _NameDelegate(QStyledItemDelegate):
    """A name to the left, what stands behind it muted to the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The name as any list paints it, and the rest over it."""
        super().paint(painter, option, index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        painter.save()
        painter.setPen(option.palette.color(roles.HighlightedText if selected else roles.PlaceholderText))
        painter.setFont(option.font)
        painter.drawText(
            option.rect.adjusted(GAP, 0, -GAP, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            str(index.data(ENCODING_ROLE)),
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for both, and air above and below."""
        base = super().sizeHint(option, index)
        behind = option.fontMetrics.horizontalAdvance(str(index.data(ENCODING_ROLE)))
        return QSize(base.width() + behind + 3 * GAP, base.height() + GAP)
