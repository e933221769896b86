"""The commands of a comparison, for its own menu, and the keys that its buttons name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QTabWidget

from mockpanel.core.tally import Preferred
from mockpanel.gui.commands import Commands
from mockpanel.gui.compare_desk import CompareDesk
from mockpanel.gui.compared_models import MODELS
from mockpanel.gui.icons import Icon

MENU = "Compare"
"""Without a key of its own: each of its letters is another's."""

VOTE_KEYS = (("1", "Left is better"), ("0", "No difference"), ("2", "Right is better"))
"""While a blind round has the focus; elsewhere the digits choose profiles."""

KEYS = {
    Icon.PLAY: "F8",
    Icon.RESTART: "Shift+F8",
    Icon.STEP: "F9",
    Icon.LOOP: "Ctrl+Shift+L",
    Icon.SWAP: "Ctrl+Shift+J",
}


class CompareCommands:
    """Each brings the comparison in sight."""

    def __init__(self, commands: Commands, desk: CompareDesk, tabs: QTabWidget) -> None:
        self._desk = desk
        self._tabs = tabs
        stage, pane = desk.stage, desk.pane
        self._add(commands, "Play or pause both", KEYS[Icon.PLAY], stage.play_or_pause)
        self._add(commands, "Play both from the start", KEYS[Icon.RESTART], stage.restart)
        self._add(commands, "Show one chunk more of each", KEYS[Icon.STEP], stage.step)
        commands.add(MENU, "Play both again and again", KEYS[Icon.LOOP], pane.buttons.loop.toggle)
        commands.part(MENU)
        self._add(commands, "Swap A and B", KEYS[Icon.SWAP], desk.swap)
        self._add(commands, "Blind comparison", "Ctrl+Shift+B", pane.blind.toggle)
        for preferred, text in (
            (Preferred.LEFT, "Vote: left is better"),
            (Preferred.NEITHER, "Vote: no difference"),
            (Preferred.RIGHT, "Vote: right is better"),
        ):
            self._add(commands, text, "", partial(desk.vote, preferred))
        self._add(commands, "Next blind round", "Ctrl+Shift+Return", desk.next_round)
        commands.part(MENU)
        for model, line, keys in zip(MODELS, pane.models, ("Ctrl+Alt+A", "Ctrl+Alt+B"), strict=True):
            commands.add(MENU, f'Copy model: "{model}"', keys, line.copy)
        for action in pane.tally.actions_of.values():
            commands.take(MENU, action)
        pane.show_keys(KEYS)

    def _add(self, commands: Commands, text: str, keys: str, act: Callable[[], object]) -> None:
        def show_and_act() -> None:
            self._tabs.setCurrentWidget(self._desk.pane)
            if not self._desk.pane.isAncestorOf(QApplication.focusWidget() or self._tabs):
                self._desk.pane.buttons.play.setFocus()  # elsewhere the keys of a vote would choose profiles
            act()

        commands.add(MENU, text, keys, show_and_act)
