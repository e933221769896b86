"""Clearing the request log, so that it can be undone."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from mockpanel.core.measures import grouped
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import RequestRecord


class ClearRequests(QUndoCommand):
    """Forgets the requests that are over, and has them back."""

    def __init__(self, log: RequestLog) -> None:
        super().__init__("Clear requests")
        self._log = log
        self._forgotten: list[RequestRecord] = []

    def redo(self) -> None:
        """Forgets them."""
        self._forgotten = self._log.clear()

    def undo(self) -> None:
        """Has them back."""
        self._log.restore(self._forgotten)

    @property
    def sentence(self) -> str:
        """What was done."""
        count = len(self._forgotten)
        return f"{grouped(count)} request{'' if count == 1 else 's'} cleared."
