"""Where answers are captured from: address and key of an API, record mode on or off, and one answer by hand.

The key is on the screen as dots, and handed on when something is to be sent; nothing else ever reads it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mockpanel.gui.layout import tab_through
from mockpanel.gui.theme import SPACE
from mockpanel.gui.widgets.words import Words

START, STOP = "Start capturing", "Stop capturing"
ASK, CANCEL = "Capture one answer", "Cancel"
URL_HELP = "The base URL of an OpenAI-compatible API. Requests to this server are passed on to it, and captured."
KEY_HELP = "Kept in memory only, and sent to that host alone. Empty: the client's own key is passed on."
NO_KEY, KEY_SET = "empty: the client's own", "a key is sent"
PROMPT_HELP = "What to ask; record mode need not be on for it."


class CaptureSource(QWidget):
    """Shows whether record mode is on; a refused address is told of below."""

    start_asked = Signal(str, str)
    """Base URL and key; empty for the client's own."""
    stop_asked = Signal()
    ask_asked = Signal(str, str, str, str)
    """Base URL, key, model and prompt."""
    cancel_asked = Signal()
    url_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on = self._asking = False
        self.url, self.key, self.model, self.prompt = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.switch, self.ask = QPushButton(START), QPushButton(ASK)
        self.warning, self.told, self.error = Words("warning"), Words("muted"), Words("error")
        self._build()
        self._lay_out()

    def show_choices(self, url: str, model: str, prompt: str) -> None:
        """What was asked last time."""
        for line, text in ((self.url, url), (self.model, model), (self.prompt, prompt)):
            line.setText(text)
            line.setCursorPosition(0)

    def show_on(self, on: bool, url: str = "", *, has_key: bool = False) -> None:
        """Whether record mode is on, from where, and whether with a key, which may have been set elsewhere."""
        self._on = on
        if on:
            self.url.setText(url)
        self.switch.setText(STOP if on else START)
        for line in (self.url, self.key):
            line.setReadOnly(on)
        self.key.setPlaceholderText(KEY_SET if on and has_key else NO_KEY)
        self.show_error("")

    def show_asking(self, asking: bool, told: str = "") -> None:
        """Whether one answer is being captured, and what to tell of it."""
        self._asking = asking
        self.ask.setText(CANCEL if asking else ASK)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        if asking:
            self.show_error("")

    def show_warning(self, sentence: str) -> None:
        """What to know of the way to the address."""
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))

    def show_error(self, sentence: str) -> None:
        """Why nothing is captured."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _build(self) -> None:
        for line, name, hint, text in (
            (self.url, "API", "https://api.openai.com/v1", URL_HELP),
            (self.key, "Key", NO_KEY, KEY_HELP),
            (self.model, "Model", "gpt-4o-mini", "Which model to ask"),
            (self.prompt, "Prompt", "Write three short paragraphs about the sea.", PROMPT_HELP),
        ):
            line.setAccessibleName(name)
            line.setPlaceholderText(hint)
            line.setToolTip(text)
            line.setMinimumWidth(80)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.switch.setToolTip("Pass every request on to that API, and capture what comes back, until it is stopped")
        self.ask.setToolTip("Send the prompt to that API once, and capture what comes back")
        self.switch.clicked.connect(self._toggle)
        self.ask.clicked.connect(self._ask_or_cancel)
        self.url.textChanged.connect(self.url_changed)
        self.url.textEdited.connect(lambda _text: self.show_error(""))
        self.url.returnPressed.connect(lambda: None if self._on else self._toggle())
        self.key.returnPressed.connect(lambda: None if self._on else self._toggle())
        self.prompt.returnPressed.connect(lambda: None if self._asking else self._ask_or_cancel())
        for words in (self.warning, self.told, self.error):
            words.hide()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE[1])
        grid.setVerticalSpacing(SPACE[1])
        lines = ((self.url, self.key, self.switch), (self.model, self.prompt, self.ask))
        for row, (first, second, button) in enumerate(lines):
            for place, line in ((0, first), (2, second)):
                label = QLabel(line.accessibleName())
                label.setBuddy(line)
                grid.addWidget(label, row, place)
                grid.addWidget(line, row, place + 1)
            grid.addWidget(button, row, 4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE[0], 0, SPACE[1])
        column.setSpacing(SPACE[0])
        column.addLayout(grid)
        for words in (self.warning, self.error, self.told):
            column.addWidget(words)
        order = (self.url, self.key, self.switch, self.model, self.prompt, self.ask)
        tab_through(order)

    def _toggle(self) -> None:
        if self._on:
            self.stop_asked.emit()
        else:
            self.start_asked.emit(self.url.text(), self.key.text())

    def _ask_or_cancel(self) -> None:
        if self._asking:
            self.cancel_asked.emit()
            return
        model, prompt = (line.text().strip() or line.placeholderText() for line in (self.model, self.prompt))
        self.ask_asked.emit(self.url.text(), self.key.text(), model, prompt)
