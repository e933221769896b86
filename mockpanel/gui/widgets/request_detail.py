"""One request in full: what was asked, what was answered, and when each chunk went out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.layout import tab_through
from mockpanel.gui.models.request_texts import answer_text, head, note, pretty, request_text, response_text, timing_text
from mockpanel.gui.theme import LIGHT, SPACE, Colours, number_font
from mockpanel.gui.widgets.elided_label import ElidedLabel
from mockpanel.gui.widgets.request_colours import RequestColours
from mockpanel.gui.widgets.share_button import ShareButton

COPIED_MS = 1500


class RequestDetail(QWidget):
    """Shows one record, or that none is chosen; copies what its current tab shows."""

    scrub_asked = Signal(object)
    """Go through this record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: RequestRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.title = ElidedLabel()
        self.note = QLabel()
        self.tabs = QTabWidget()
        self.request = _text("The request as JSON, with its headers")
        self.response = _text("The answer's text")
        self.timing = QWidget()
        self.copy = QPushButton("Copy")
        self.scrub, self.share = QToolButton(), ShareButton()
        self.none = QLabel("Choose a request to see what it asked and what it got.")
        self._colours = RequestColours(self.request.document())
        self._told = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._build()
        self._lay_out()
        self.show_colours(LIGHT)
        self.show_record(None)

    def show_record(self, record: RequestRecord | None) -> None:
        """The record to show; called again for a record that changed, it keeps the place that is read."""
        self._record = record
        self.none.setVisible(record is None)
        for widget in (self.title, self.tabs, self.copy, self.scrub, self.share):
            widget.setVisible(record is not None)
        if record is None:
            self._shown = ()
            self._say("")
            return
        self.title.show_words(f"{record.method} {record.path}")
        self.scrub.setEnabled(record.outcome.over and bool(record.answer))
        self._say(note(record))
        request, response = request_text(record), response_text(record)
        if self._shown[:1] != (record,):
            self._show(self.request, request)
            self._show(self.response, response)
        else:
            self._change(self.request, request)
            self._change(self.response, response)
        self._shown = (record,)
        self._show_copy()

    def set_timing_widget(self, widget: QWidget) -> None:
        """Puts the caller's plot into the Timing tab, in place of what is there."""
        box = self.timing.layout()
        assert box is not None
        while (item := box.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.setParent(None)
        box.addWidget(widget)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours.show_colours(colours)
        self.share.show_colours(colours)
        self.scrub.setIcon(icon(Icon.RECORD, colours.text, colours.border))

    def _build(self) -> None:
        self.title.setAccessibleName("The chosen request")
        self.title.setProperty("role", "heading")
        self.note.setAccessibleName("How the chosen request stands")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.none.setProperty("role", "muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setWordWrap(True)
        self.response.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName("Details of the request")
        self.tabs.currentChanged.connect(lambda _index: self._show_copy())
        self.copy.setAccessibleName("Copy what this tab shows")
        self.copy.clicked.connect(self._copy)
        self.share.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)  # the title needs the room
        self.scrub.setIconSize(QSize(16, 16))
        self.scrub.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scrub.setAccessibleName("Play this request from its record")
        self.scrub.setToolTip("Go through its answer again, as it was sent (F7)")
        self.scrub.clicked.connect(lambda: self.scrub_asked.emit(self._record))
        self._told.timeout.connect(self._show_copy)
        for place, (page, name, help_text) in enumerate(
            (
                (self.request, "Request", "The request as JSON, with its headers; credentials are masked"),
                (self.response, "Response", "The text of the answer"),
                (self.timing, "Timing", "When each chunk was planned and sent"),
            )
        ):
            self.tabs.addTab(page, name)
            keys = QKeySequence(f"Ctrl+Alt+{place + 1}")
            shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda place=place: self.tabs.setCurrentIndex(place))
            shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
            self.tabs.setTabToolTip(place, f"{help_text} ({shown})")

    def _lay_out(self) -> None:
        timing = QVBoxLayout(self.timing)
        timing.setContentsMargins(0, SPACE[1], 0, 0)
        head = QHBoxLayout()
        head.setSpacing(SPACE[1])
        head.addWidget(self.title, 1)
        for button in (self.scrub, self.share, self.copy):
            head.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE[0])
        box.addLayout(head)
        box.addWidget(self.note)
        box.addWidget(self.none, 1)
        box.addWidget(self.tabs, 1)
        order = (self.scrub, self.share, self.copy, self.tabs, self.request, self.response)
        tab_through(order)

    def _show(self, edit: QPlainTextEdit, text: str) -> None:
        edit.setPlainText(text)

    def _change(self, edit: QPlainTextEdit, text: str) -> None:
        if edit.toPlainText() == text:
            return
        bar = edit.verticalScrollBar()
        place = bar.value()
        edit.setPlainText(text)
        bar.setValue(place)

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        over = self._record is not None and self._record.outcome in (Outcome.FAILED, Outcome.REJECTED)
        role = "error" if over else "muted"
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            self.note.style().polish(self.note)

    def _show_copy(self) -> None:
        name = self.tabs.tabText(self.tabs.currentIndex()).lower()
        self.copy.setText("Copied" if self._told.isActive() else f"Copy {name}")
        self.copy.setToolTip(
            f"Copy the {name}: " + ("tab-separated times of each chunk" if name == "timing" else "text")
        )
        self.copy.setEnabled(bool(self._text_to_copy()))

    def _text_to_copy(self) -> str:
        record = self._record
        if record is None:
            return ""
        match self.tabs.currentIndex():
            case 0:
                return pretty(record.body) or head(record)
            case 1:
                return answer_text(record)
            case _:
                return timing_text(record)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text_to_copy())
        self._told.start()
        self._show_copy()


def _text(name: str) -> QPlainTextEdit:
    edit = QPlainTextEdit(readOnly=True)
    edit.setFont(number_font())
    edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    edit.setTabChangesFocus(True)
    edit.document().setDocumentMargin(SPACE[1])
    edit.setAccessibleName(name)
    edit.setToolTip(f"{name} (Ctrl+A and Ctrl+C copy it)")
    edit.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return edit
