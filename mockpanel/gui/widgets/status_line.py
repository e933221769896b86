"""The line at the window's foot: what runs, how late the loop is, whether all is saved, who can reach the server."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from mockpanel.core.measures import grouped
from mockpanel.gui.theme import SPACE, Colours, number_font

LATE_MS = 20.0
"""From here on the machine is too busy for an exact rhythm, and the line says so."""


class StatusLine(QWidget):
    """Words only; a dot in colour stands before what runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours: Colours | None = None
        self._running = 0
        self.dot = QLabel("●")
        self.requests = _label("Running and past requests", "Answers under way, and requests since the start")
        self.lag = _label("Loop lag", "How late the event loop was at worst in the last two seconds")
        self.saved = _label("Saved", "Settings, layout and text are saved a second after a change")
        self.reach = _label("Reach", "Which machines can use this server")
        self.lag.setFont(number_font(self.font().pointSizeF()))
        self._lay_out()
        self.show_requests(0, 0)
        self.show_lag(0.0)
        self.show_saved("saved")
        self.show_reach(open_to_network=False)

    def show_requests(self, running: int, total: int) -> None:
        """Answers under way, and all requests since the start."""
        self._running = running
        told = "no request yet" if not total else f"{grouped(total)} request{'' if total == 1 else 's'}"
        self.requests.setText(f"{grouped(running)} streaming · {told}")
        self._paint_dot()

    def show_lag(self, lag_ms: float) -> None:
        """The worst lateness of the loop, in ms."""
        self.lag.setText(f"loop lag {lag_ms:4.1f} ms" + (" – this machine is busy" if lag_ms > LATE_MS else ""))

    def show_saved(self, words: str) -> None:
        """saved, unsaved, or why not."""
        self.saved.setText(words)

    def show_reach(self, *, serving: bool = True, open_to_network: bool = False) -> None:
        """Who can use the server."""
        self.reach.setText("not serving" if not serving else "open to the network" if open_to_network else "local only")

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._paint_dot()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[2], SPACE[0], SPACE[2], SPACE[0])
        row.setSpacing(SPACE[1])
        row.addWidget(self.dot)
        row.addWidget(self.requests)
        for part in (self.lag, self.saved, self.reach):
            between = QLabel("·")
            between.setProperty("role", "muted")
            row.addWidget(between)
            row.addWidget(part)
        row.addStretch()

    def _paint_dot(self) -> None:
        if self._colours is not None:
            self.dot.setStyleSheet(f"color: {self._colours.accent if self._running else self._colours.muted};")


def _label(name: str, tip: str) -> QLabel:
    made = QLabel(textFormat=Qt.TextFormat.PlainText)
    made.setProperty("role", "muted")
    made.setAccessibleName(name)
    made.setToolTip(tip)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return made
