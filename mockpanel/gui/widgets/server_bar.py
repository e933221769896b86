"""Start, stop, address and base URL of the server; its state in words as well as in colour."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIntValidator, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours, number_font

COPIED_MS = 1500

_WORDS = {
    "serving": "Serving",
    "stopped": "Stopped",
    "starting": "Starting …",
    "stopping": "Stopping …",
    "failed": "Failed",
}


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
        self.warning = QLabel()
        self.next_port = QPushButton("Use the next free port")
        self._build()
        self._lay_out()

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
        self.button.setEnabled(state not in ("starting", "stopping"))
        self.state.setText(_WORDS[state])
        self.url.setText(base_url if serving else "")
        self.copy.setEnabled(serving)
        self.next_port.setVisible(state == "failed" and "taken" in sentence)
        words = sentence
        if serving and open_to_network:
            words = "Other machines on the network can use this server."
        self.warning.setText(words)
        self.warning.setToolTip(words)
        self.warning.setVisible(bool(words))
        self.warning.setProperty("role", "error" if state == "failed" else "warning")
        self.warning.style().polish(self.warning)
        self._paint_dot()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._paint_dot()
        self._dress_copy(Icon.COPY)

    def _build(self) -> None:
        self.button.setAccessibleName("Start or stop the server")
        self.button.setToolTip("Start or stop the server (Ctrl+R)")
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
        self.url.setToolTip("Paste this into a client as its base URL")
        self.url.setPlaceholderText("not serving")
        self.url.setMinimumWidth(120)
        self.url.setMaximumWidth(_width(self.url, "http://127.0.0.1:65535/v1"))
        self.copy.setAccessibleName("Copy the base URL")
        self.copy.clicked.connect(self.copy_url)
        self.next_port.setAccessibleName("Serve on the next free port")
        self.next_port.clicked.connect(self.next_port_asked)
        self.next_port.hide()
        self.warning.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        for widget in (self.button, self.dot, self.state, self.host, self.port, self.url, self.copy):
            row.addWidget(widget, 1 if widget is self.url else 0)
        row.addWidget(self.warning, 1)
        row.addWidget(self.next_port)
        row.addStretch(0)

    def copy_url(self) -> None:
        """Puts the base URL on the clipboard, and says so for a moment."""
        QGuiApplication.clipboard().setText(self.url.text())
        self._dress_copy(Icon.COPIED)
        QTimer.singleShot(COPIED_MS, self, lambda: self._dress_copy(Icon.COPY))

    def toggle(self) -> None:
        """What the button does."""
        self._toggle()

    def _toggle(self) -> None:
        if self._state == "serving":
            self.stop_asked.emit()
        else:
            self._move()

    def _move(self) -> None:
        self.start_asked.emit(self.host.text(), int(self.port.text() or 0))

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
