"""Asks for a name in place, and tells refusals there. Whether a name will do is for others to say."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mockpanel.gui.theme import CORNER, SPACE, Colours
from mockpanel.gui.widgets.words import Words

WIDTH = 320


class NamePopup(QFrame):
    """Enter hands the name out, and closes unless `show_error` answers; Escape or a click elsewhere closes."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("name_popup")
        self.setFixedWidth(WIDTH)
        self.label = QLabel()
        self.line = QLineEdit()
        self.done = QPushButton()
        self.error = Words("error")
        self._refused = False
        self._build()
        self._lay_out()

    def ask(self, what: str, done: str, suggestion: str, place: QPoint) -> None:
        """Asks at a place on the screen; `done` says what Enter does. The suggestion is ready to be typed over."""
        self.label.setText(what)
        self.done.setText(done)
        self.line.setText(suggestion)
        self.line.setAccessibleName(what)
        self.line.selectAll()
        self._open(place, asking=True)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def tell(self, sentence: str, place: QPoint) -> None:
        """Shows a sentence alone, at a place on the screen."""
        self._open(place, asking=False)
        self.show_error(sentence)

    def show_error(self, sentence: str) -> None:
        """Why the name was refused; the popup stays open."""
        self._refused = bool(sentence)
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self._fit()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.setStyleSheet(
            f"#name_popup {{ background: {colours.surface}; border: 1px solid {colours.border};"
            f" border-radius: {CORNER}px; }}"
        )

    def _build(self) -> None:
        self.label.setBuddy(self.line)
        self.line.returnPressed.connect(self._enter)
        self.line.textEdited.connect(lambda _: self.show_error(""))
        self.done.setProperty("primary", "true")
        self.done.setAutoDefault(False)
        self.done.setToolTip("Use this name (Enter); Escape closes")
        self.done.clicked.connect(self._enter)
        self.error.setAccessibleName("Why it was refused")
        self.error.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE[1])
        row.addWidget(self.line, 1)
        row.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[2]] * 4)
        column.setSpacing(SPACE[1])
        column.addWidget(self.label)
        column.addLayout(row)
        column.addWidget(self.error)

    def _open(self, place: QPoint, *, asking: bool) -> None:
        for widget in (self.label, self.line, self.done):
            widget.setVisible(asking)
        self.show_error("")
        self.move(self._within_screen(place))
        self.show()

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.activate()
        self.resize(WIDTH, max(column.totalHeightForWidth(WIDTH), column.totalMinimumSize().height()))
        if self.isVisible():
            self.move(self._within_screen(self.pos()))

    def _within_screen(self, place: QPoint) -> QPoint:
        screen = (QGuiApplication.screenAt(place) or self.screen()).availableGeometry()
        left = min(place.x(), screen.right() + 1 - WIDTH)
        top = min(place.y(), screen.bottom() + 1 - self.height())
        return QPoint(max(left, screen.left()), max(top, screen.top()))

    def _enter(self) -> None:
        self._refused = False
        self.entered.emit(self.line.text())
        if not self._refused:
            self.close()
