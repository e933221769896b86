"""A muted or alarming line of words below a control, which wraps rather than widening the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

WIDEST_HINT = 240
"""Longer texts would rather wrap than have the window's panes moved."""


class Words(QLabel):
    """Plain text in one of the style sheet's roles: muted, error, warning, good."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """One line; QLabel's own guess for wrapped text is narrow and high."""
        metrics = self.fontMetrics()
        wanted = metrics.horizontalAdvance(self.text()) + max(self.indent(), 0)
        return QSize(min(wanted, WIDEST_HINT), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, self.fontMetrics().height())
