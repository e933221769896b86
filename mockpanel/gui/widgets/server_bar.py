"""Start, stop, address and base URL of the server; its state in words as well as in colour."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIntValidator, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours, number_font
from mockpanel.gui.widgets.words import Words

COPIED_MS = 1500

_WORDS = {
    "serving": "Serving",
    "stopped": "Stopped",
    "starting": "Starting …",
    "stopping": "Stopping …",
    "failed": "Failed",
}
_BUSY = ("starting", "stopping")
_URL_HELP = "Paste this into a client as its base URL"


class ServerBar(QWidget):
    """Shows one server's state, and asks for another."""

    start_asked = Signal(str, int)
    """Host and port; asked again with other ones, the server moves there."""
    stop_asked = Signal()
    next_port_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours: Colours | None = None
        self._state = "stopped"
        self.button = QPushButton("Start")
        self.dot = QLabel("●")
        self.state = QLabel()
        self.host = QLineEdit()
        self.port = QLineEdit()
        self.url = QLineEdit()
        self.copy = QToolButton()
        self.line = QWidget()
        """A line of its own for what is to be known, out of sight while that is nothing; whoever has more width for it
        may place it elsewhere."""
        self.warning = Words("warning")
        self.next_port = QPushButton("Use the next free port")
        self._build()
        self._lay_out()
        self.show_state("stopped")

    def show_address(self, host: str, port: int) -> None:
        """The address to serve on."""
        with QSignalBlocker(self.host), QSignalBlocker(self.port):
            self.host.setText(host)
            self.port.setText(str(port))

    def show_state(self, state: str, base_url: str = "", sentence: str = "", *, open_to_network: bool = False) -> None:
        """How the server stands; `sentence` says why it failed."""
        self._state = state
        serving = state == "serving"
        self.button.setText("Stop" if serving else "Start")
        self.button.setAccessibleDescription(_WORDS[state])
        tip = _WORDS[state] if state in _BUSY else "Start or stop the server (Ctrl+R)"
        self.button.setToolTip(tip)
        self.state.setText(_WORDS[state])
        self._show_url(base_url if serving else "")
        self._say("Other machines on the network can use this server." if serving and open_to_network else sentence)
        self.next_port.setVisible(state == "failed" and "taken" in sentence)
        self._paint_dot()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._paint_dot()
        self._dress_copy(Icon.COPY)

    def _build(self) -> None:
        self.button.setAccessibleName("Start or stop the server")
        self.button.clicked.connect(self._toggle)
        self.state.setAccessibleName("State of the server")
        self.host.setAccessibleName("Host")
        self.host.setToolTip("The address to listen on; 127.0.0.1 is this machine only. Enter moves the server.")
        self.host.setFont(number_font())
        self.port.setFont(number_font())
        self.host.setFixedWidth(_width(self.host, "127.0.0.1"))
        self.host.setValidator(QRegularExpressionValidator(QRegularExpression(r"\S*"), self.host))
        self.host.returnPressed.connect(self._move)
        self.port.setValidator(QIntValidator(0, 65535, self.port))
        self.port.setAccessibleName("Port")
        self.port.setToolTip("The TCP port; 0 picks a free one. Enter moves the server.")
        self.port.setFixedWidth(_width(self.port, "65535"))
        self.port.returnPressed.connect(self._move)
        self.url.setReadOnly(True)
        self.url.setFont(number_font())
        self.url.setAccessibleName("Base URL for clients")
        self.url.setPlaceholderText("not serving")
        self.url.setMinimumWidth(120)
        self.url.setMaximumWidth(_width(self.url, "http://127.0.0.1:65535/v1"))
        self.copy.setAccessibleName("Copy the base URL")
        self.copy.clicked.connect(self.copy_url)
        self.next_port.setAccessibleName("Serve on the next free port")
        self.next_port.setToolTip("Look for a free port above this one, and serve there")
        self.next_port.clicked.connect(self.next_port_asked)
        self.line.setAccessibleName("What is to be known of the server")
        for control in (self.button, self.host, self.port, self.url, self.copy, self.next_port):
            control.setProperty("bar", True)  # all of one height, of whatever kind they are

    def _lay_out(self) -> None:
        row, told = QHBoxLayout(), QHBoxLayout(self.line)
        for widget in (self.button, self.dot, self.state, self.host, self.port, self.url, self.copy):
            row.addWidget(widget, 1 if widget is self.url else 0)
        row.addStretch(0)
        told.addWidget(self.warning, 1)
        told.addWidget(self.next_port, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        for box in (row, told, column):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(SPACE[1])
        column.addLayout(row)
        column.addWidget(self.line)

    def copy_url(self) -> None:
        """Puts the base URL on the clipboard, and says so for a moment; without one, leaves the clipboard alone."""
        if not self.url.text():
            return
        QGuiApplication.clipboard().setText(self.url.text())
        self._dress_copy(Icon.COPIED)
        QTimer.singleShot(COPIED_MS, self, lambda: self._dress_copy(Icon.COPY))

    def toggle(self) -> None:
        """What the button does."""
        self._toggle()

    def _toggle(self) -> None:
        if self._state == "serving":
            self.stop_asked.emit()
        elif self._state not in _BUSY:
            self._move()

    def _move(self) -> None:
        self.start_asked.emit(self.host.text(), int(self.port.text() or 0))

    def _show_url(self, url: str) -> None:
        """The field goes when the server stands; on the way there and back it stays, so that nothing jumps."""
        self.url.setText(url)
        self.url.setCursorPosition(0)
        self.url.setToolTip(f"{url}\n{_URL_HELP}" if url else _URL_HELP)
        self.copy.setEnabled(bool(url))
        if url or self._state not in _BUSY:
            self.url.setVisible(bool(url))
            self.copy.setVisible(bool(url))

    def _say(self, sentence: str) -> None:
        self.warning.setText(sentence)
        self.warning.setProperty("role", "error" if self._state == "failed" else "warning")
        self.warning.style().polish(self.warning)
        self.line.setVisible(bool(sentence))

    def _dress_copy(self, name: Icon) -> None:
        if self._colours is not None:
            self.copy.setIcon(icon(name, self._colours.text, self._colours.border))
        copied = name is Icon.COPIED
        self.copy.setToolTip("Copied" if copied else "Copy the base URL (Ctrl+Shift+C)")

    def _paint_dot(self) -> None:
        if self._colours is None:
            return
        colour = {
            "serving": self._colours.good,
            "failed": self._colours.error,
            "stopped": self._colours.muted,
        }.get(self._state, self._colours.warning)
        self.dot.setStyleSheet(f"color: {colour};")


def _width(field: QLineEdit, longest: str) -> int:
    """Room for a text with the frame around it."""
    return field.fontMetrics().horizontalAdvance(longest) + 2 * SPACE[2]
