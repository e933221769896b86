"""Arms one failure for the next request: a button a kind, its figures, and what is armed in words. It only asks."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from mockpanel.core.faults import LONGEST_RETRY_AFTER_S, LONGEST_STALL_S, MOST_TOKENS, Fault, FaultKind, make_fault
from mockpanel.gui.theme import SPACE, Colours

_BUTTONS = {
    FaultKind.RATE_LIMIT: ("429", "Refuse the next request with 429 and Retry-After"),
    FaultKind.SERVER_ERROR: ("500", "Answer the next request with 500"),
    FaultKind.CUT: ("Cut", "Break the next answer's connection after some tokens"),
    FaultKind.STALL: ("Stall", "Let the next answer stand still after some tokens"),
    FaultKind.EMPTY: ("Empty", "Give the next request an answer without text"),
}
PADDING = 7
"""Left of a figure; a style sheet's padding does not reach into a spin box."""

_FIELDS = {
    FaultKind.RATE_LIMIT: ("retry_after",),
    FaultKind.SERVER_ERROR: (),
    FaultKind.CUT: ("after_tokens",),
    FaultKind.STALL: ("seconds", "after_tokens"),
    FaultKind.EMPTY: (),
}


class TroubleRow(QWidget):
    """Shows the armed fault, or none; a second press takes it back."""

    armed = Signal(object)
    """The Fault wanted."""
    disarmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fault: Fault | None = None
        self.heading = QLabel("Next request only")
        self.buttons: dict[FaultKind, QToolButton] = {}
        self.actions_of: dict[FaultKind, QAction] = {}
        self.words = _Elided()
        self.fields: dict[str, QDoubleSpinBox | QSpinBox] = {
            "retry_after": _seconds(
                "Retry-After", Fault(kind=FaultKind.RATE_LIMIT).retry_after, least=0, most=LONGEST_RETRY_AFTER_S
            ),
            "seconds": _seconds(
                "Length of the stall", Fault(kind=FaultKind.STALL).seconds, least=0.1, most=LONGEST_STALL_S
            ),
            "after_tokens": _tokens("Tokens before the trouble", Fault(kind=FaultKind.CUT).after_tokens),
        }
        self._build()
        self._lay_out()
        self.show_fault(None)

    def show_fault(self, fault: Fault | None) -> None:
        """What is armed; None when it was used or taken back."""
        self._fault = fault
        for kind, action in self.actions_of.items():
            with QSignalBlocker(action):
                action.setChecked(fault is not None and fault.kind is kind)
            with QSignalBlocker(self.buttons[kind]):
                self.buttons[kind].setChecked(action.isChecked())
        wanted = _FIELDS[fault.kind] if fault is not None else ()
        for name, field in self.fields.items():
            field.setVisible(name in wanted)
            if name in wanted and not field.hasFocus():
                with QSignalBlocker(field):
                    field.setValue(getattr(fault, name))
        self.heading.setText("Next request only" if fault is None else "Next request")
        self.words.setText("" if fault is None else f"Armed: {fault.sentence}")
        self.words.setToolTip(self.words.text())
        self.words.setVisible(fault is not None)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.words.setStyleSheet(f"color: {colours.warning};")

    def _build(self) -> None:
        self.setAccessibleName("Trouble for the next request")
        self.heading.setProperty("role", "muted")
        self.words.setAccessibleName("Armed trouble")
        for kind, (text, tip) in _BUTTONS.items():
            action = QAction(f"Arm {text} for the next request", self)
            action.setCheckable(True)
            action.toggled.connect(lambda on, kind=kind: self._toggle(kind, on))
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(action.text())
            button.toggled.connect(action.setChecked)
            self.buttons[kind], self.actions_of[kind] = button, action
        for field in self.fields.values():
            field.setKeyboardTracking(False)
            field.lineEdit().setTextMargins(PADDING, 0, 0, 0)
            field.lineEdit().setAccessibleName(field.accessibleName())
            field.valueChanged.connect(self._change)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE[0])
        for button in self.buttons.values():
            row.addWidget(button, 1)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().verticalPolicy())
        figures = QHBoxLayout()
        figures.setSpacing(SPACE[0])
        for field in self.fields.values():
            figures.addWidget(field)
        figures.addStretch()
        head = QHBoxLayout()
        head.setSpacing(SPACE[1])
        head.addWidget(self.heading)
        head.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        for line in (head, row, figures):
            column.addLayout(line)

    def _toggle(self, kind: FaultKind, on: bool) -> None:
        if on:
            self.armed.emit(self._wanted(kind))
        elif self._fault is not None and self._fault.kind is kind:
            self.disarmed.emit()

    def _change(self) -> None:
        if self._fault is not None:
            self.armed.emit(self._wanted(self._fault.kind))

    def _wanted(self, kind: FaultKind) -> Fault:
        return make_fault({"kind": kind, **{name: self.fields[name].value() for name in _FIELDS[kind]}})


class _Elided(QLabel):
    """A line that is shortened rather than widening the pane; its tooltip has it whole."""

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The text, as much as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), self.alignment(), shown)
        painter.end()


def _seconds(name: str, value: float, *, least: float, most: float) -> QDoubleSpinBox:
    made = QDoubleSpinBox(decimals=1, singleStep=1.0, minimum=least, maximum=most, value=value, suffix=" s")
    made.setAccessibleName(name)
    made.setToolTip(f"{name}, in seconds")
    return made


def _tokens(name: str, value: int) -> QSpinBox:
    made = QSpinBox(minimum=0, maximum=MOST_TOKENS, value=value, prefix="after ", suffix=" tokens")
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
