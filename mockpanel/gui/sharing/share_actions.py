"""What can be shared of one answer, as commands: of the preview's, or of the chosen request's. Makes nothing."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from mockpanel.core.request_record import RequestRecord

Source = Callable[[], RequestRecord | None]


class Share(StrEnum):
    """What is made, and the ending of its file."""

    FILM = "film"
    PNG = "png"
    SVG = "svg"


_WORDS = {
    Share.FILM: ("as a moving picture …", "Its text as it came, as GIF or WebP"),
    Share.PNG: ("gaps as PNG …", "The plot of its gaps with title, legend and figures, in pixels"),
    Share.SVG: ("gaps as SVG …", "The plot of its gaps with title, legend and figures, in vectors"),
}


class ShareActions:
    """One action for each kind, of the record that `source` gives at that time; `asked` is told both."""

    def __init__(
        self, whose: str, source: Source, asked: Callable[[Share, RequestRecord | None], object], parent: QObject
    ) -> None:
        self._source = source
        self._asked = asked
        self.of = {kind: self._action(kind, whose, parent) for kind in Share}

    @property
    def actions(self) -> list[QAction]:
        """In the order of a menu."""
        return list(self.of.values())

    def _action(self, kind: Share, whose: str, parent: QObject) -> QAction:
        words, tip = _WORDS[kind]
        made = QAction(f"{whose} {words}", parent)
        made.setToolTip(tip)
        made.triggered.connect(lambda _checked=False: self._asked(kind, self._source()))
        return made
