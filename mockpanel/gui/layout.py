"""Rows, columns and splitters in the window's own measures, and their sizes as text to be kept."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from mockpanel.gui.theme import SPACE


class Column(QWidget):
    """Widgets below each other; the one at `stretched` takes the room that is left."""

    def __init__(self, *widgets: QWidget, stretched: int = 0, space: int = SPACE[1]) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(space)
        for place, widget in enumerate(widgets):
            self.box.addWidget(widget, 1 if place == stretched else 0)


class GivingColumn(Column):
    """A column that may become as low as its parts, also where some of them wrap.

    QBoxLayout never gives a part that has a height for its width less than that height, whatever the least one is.
    """

    def hasHeightForWidth(self) -> bool:
        """Not to the layout around it."""
        return False


class Row(QWidget):
    """Widgets beside each other; the first takes the room that is left."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(SPACE[1])
        for place, widget in enumerate(widgets):
            self.box.addWidget(widget, 1 if place == 0 else 0)


class Scrolling(QScrollArea):
    """A widget as wide as its place, and scrolled up and down where that is too low for it; never cut sideways."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.setWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        widget.installEventFilter(self)
        self._fit(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grows with what is inside."""
        if event.type() is QEvent.Type.LayoutRequest and isinstance(watched, QWidget):
            self._fit(watched)
        return super().eventFilter(watched, event)

    def _fit(self, widget: QWidget) -> None:
        self.setMinimumWidth(widget.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())


def scroll_to(area: QScrollArea, widget: QWidget) -> None:
    """Has a widget inside the area begin at its top, as far as there is enough below it."""
    inside = area.widget()
    assert inside is not None
    area.verticalScrollBar().setValue(widget.mapTo(inside, QPoint()).y())


def tab_through(stops: Iterable[QWidget]) -> None:
    """Has Tab lead from one control to the next; none of them may be a container that passes its focus on."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def splitter(way: Qt.Orientation, name: str, *widgets: QWidget, stretch: tuple[int, ...]) -> QSplitter:
    """A splitter whose parts never vanish."""
    made = QSplitter(way)
    made.setObjectName(name)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(SPACE[1] + 1)
    for place, widget in enumerate(widgets):
        made.addWidget(widget)
        made.setStretchFactor(place, stretch[place])
    return made


def packed(data: QByteArray) -> str:
    """Bytes as text, for a JSON file."""
    return b64encode(data.data()).decode()


def unpacked(text: str) -> QByteArray:
    """The bytes again; what is no base64 makes none, and Qt then restores nothing."""
    try:
        return QByteArray(b64decode(text, validate=True))
    except ValueError:
        return QByteArray()
