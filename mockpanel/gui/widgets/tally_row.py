"""How often each profile won, and what can be done with the rounds. Counts and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from mockpanel.core.measures import grouped
from mockpanel.core.tally import Standing
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.elided_label import ElidedLabel

NONE_YET = "No blind round yet"
_ACTIONS = {
    "csv": ("Export the tally as CSV …", ""),
    "json": ("Export the tally as JSON …", ""),
    "clear": ("Clear the tally", ""),
}


class TallyRow(QWidget):
    """One line of words, and a menu."""

    export_asked = Signal(str)
    """csv or json."""
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel(NONE_YET)
        self.words.setProperty("role", "muted")
        self.words.setAccessibleName("Tally of blind rounds")
        self.menu = QToolButton()
        self.actions_of = {name: self._action(text, keys) for name, (text, keys) in _ACTIONS.items()}
        for kind in ("csv", "json"):
            self.actions_of[kind].triggered.connect(lambda _checked=False, kind=kind: self.export_asked.emit(kind))
        self.actions_of["clear"].triggered.connect(self.clear_asked)
        self._lay_out()
        self.show_standings([], 0, hidden=False)

    def show_standings(self, standings: Sequence[Standing], total: int, *, hidden: bool) -> None:
        """How the two stand that are compared, and how many rounds there are of whomever.

        While a round is hidden only how many there were is told, for more would tell on it.
        """
        rounds = sum(standing.rounds for standing in standings) // 2
        words = f"{grouped(rounds)} blind round{'' if rounds == 1 else 's'}"
        if not rounds:
            self.words.show_words(NONE_YET, "Switch on Blind, and decide without knowing which profile is where")
        elif hidden:
            self.words.show_words(words, "Who won is told when the round is over")
        else:
            ties = sum(standing.ties for standing in standings) // 2
            parts = [f"{standing.name} {grouped(standing.wins)}" for standing in standings]
            said = " · ".join([*parts, *([f"no difference {grouped(ties)}"] if ties else [])])
            self.words.show_words(said, "\n".join([words, *map(_told, standings)]))
        for action in self.actions_of.values():
            action.setEnabled(total > 0)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.menu.setIcon(icon(Icon.MORE, colours.text, colours.border))

    def _action(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        return action

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        menu = QMenu(self.menu)
        menu.addActions(list(self.actions_of.values()))
        self.menu.setMenu(menu)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setToolTip("Export or clear the tally")
        self.menu.setAccessibleName("Export or clear the tally")
        row.addWidget(self.words, 1)
        row.addWidget(self.menu)


def _told(standing: Standing) -> str:
    won = f"{standing.name}: {grouped(standing.wins)} won, {grouped(standing.losses)} lost"
    return f"{won}, {grouped(standing.ties)} without difference; {grouped(standing.left)} times at the left"
