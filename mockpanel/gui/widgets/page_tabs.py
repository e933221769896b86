"""Tabs that ask for no more height than the page in sight needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QTabWidget, QWidget


class PageTabs(QTabWidget):
    """QTabWidget's own least height is that of its highest page: in a low window, all others would be cut for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def tabInserted(self, place: int) -> None:
        """Another page, which may come to need more height, or less."""
        super().tabInserted(place)
        if (page := self.widget(place)) is not None:
            page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tells what holds it, which Qt does only for the highest page."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.currentWidget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest page, as high as the one in sight."""
        least, page = super().minimumSizeHint(), self.currentWidget()
        if page is None:
            return least
        pages = (self.widget(place) for place in range(self.count()))
        highest = max(each.minimumSizeHint().height() for each in pages if each is not None)
        return QSize(least.width(), least.height() - highest + page.minimumSizeHint().height())
