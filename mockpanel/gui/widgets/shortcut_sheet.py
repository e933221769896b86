"""All keyboard shortcuts on one sheet, by menu, to be searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from mockpanel.core.ranking import holds
from mockpanel.gui.models.command_rows import name_of
from mockpanel.gui.theme import LIGHT, SPACE, Colours, number_font
from mockpanel.gui.widgets.clear_action import ClearAction

COLUMNS = 2
_BETWEEN_KEYS = re.compile(r"(?<=.)\+(?=.)")
"""The plus between two keys; one that is itself a key stays: Ctrl and + in `Ctrl++`."""

Line = tuple[str, str]
"""Keys, and what they do."""


class ShortcutSheet(QDialog):
    """Stands beside the window; Escape closes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[str, list[Line]] = {}
        self._colours = LIGHT
        self.field = QLineEdit()
        self.sheet = QTextBrowser()
        self.none = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._build()

    def show_shortcuts(
        self, groups: Mapping[str, Sequence[QAction]], extra: Mapping[str, Sequence[Line]] | None = None
    ) -> None:
        """Shortcuts of actions by group, and further ones as keys and words."""
        found = {name: list(_lines(actions)) for name, actions in groups.items()}
        found |= {name: list(lines) for name, lines in (extra or {}).items()}
        self._groups = {name: lines for name, lines in found.items() if lines}
        self.field.clear()
        self._render()
        self.show()
        self.raise_()
        self.field.setFocus()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._clear.show_colours(colours)
        self._render()

    def text(self) -> str:
        """The sheet as text."""
        return self.sheet.toPlainText()

    def _build(self) -> None:
        self.setWindowTitle("Keyboard shortcuts")
        self.setModal(False)
        self.field.setPlaceholderText("Find a shortcut")
        self.field.setAccessibleName("Find a shortcut")
        self.field.setToolTip("Words or keys of a shortcut; Esc closes the sheet")
        self._clear = ClearAction(self.field)
        self.field.textChanged.connect(self._render)
        self.sheet.setAccessibleName("Shortcuts")
        self.sheet.setToolTip("All shortcuts, by menu")
        self.sheet.setOpenLinks(False)
        self.none.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[3]] * 4)
        column.setSpacing(SPACE[1])
        for part in (self.field, self.none, self.sheet):
            column.addWidget(part)
        self.resize(860, 600)

    def _render(self) -> None:
        groups = {name: self._matching(lines) for name, lines in self._groups.items()}
        shown = {name: lines for name, lines in groups.items() if lines}
        self.none.setText(f"No shortcut matches “{self.field.text().strip()}”")
        self.none.setVisible(bool(self._groups) and not shown)
        columns: list[list[str]] = [[] for _ in range(COLUMNS)]
        lengths = [0] * COLUMNS
        for name, lines in shown.items():
            place = lengths.index(min(lengths))
            columns[place].append(self._table(name, lines))
            lengths[place] += len(lines) + 2
        cells = "".join(f"<td width='50%' style='padding-right: 24px'>{''.join(column)}</td>" for column in columns)
        self.sheet.setHtml(f"<table width='100%'><tr>{cells}</tr></table>")

    def _matching(self, lines: list[Line]) -> list[Line]:
        return [(keys, words) for keys, words in lines if holds(self.field.text(), f"{words} {keys}")]

    def _table(self, name: str, lines: list[Line]) -> str:
        rows = "".join(
            f"<tr><td style='padding: 2px 16px 2px 0'>{escape(words)}</td>"
            f"<td align='right' style='padding: 2px 0; white-space: nowrap'>{self._caps(keys)}</td></tr>"
            for keys, words in lines
        )
        return f"<p style='margin: 12px 0 4px 0'><b>{escape(name)}</b></p><table width='100%'>{rows}</table>"

    def _caps(self, keys: str) -> str:
        c, family = self._colours, number_font().family()
        cap = f"background-color: {c.hairline}; color: {c.text}; font-family: '{family}'; white-space: pre"
        other = f' <span style="color: {c.muted}">or</span> '
        return other.join(
            "&#8202;".join(
                f'<span style="{cap}">&nbsp;{escape(key)}&nbsp;</span>' for key in _BETWEEN_KEYS.split(chord)
            )
            for chord in keys.split(", ")
        )


def _lines(actions: Sequence[QAction]) -> Iterator[Line]:
    for action in actions:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if keys := [key for key in keys if key]:
            yield ", ".join(keys), name_of(action)
