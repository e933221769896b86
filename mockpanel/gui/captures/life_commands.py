"""The commands of captures, in a menu of their own."""

from __future__ import annotations

from mockpanel.gui.captures.life_desk import LifeDesk
from mockpanel.gui.commands import Commands
from mockpanel.gui.widgets.request_log import RequestLogView

MENU = "Cap&tures"


class LifeCommands:
    """Built once, with the others."""

    def __init__(self, commands: Commands, life: LifeDesk, requests: RequestLogView) -> None:
        self._life = life
        pane, source = life.pane, life.pane.source
        commands.add(MENU, "Import a capture …", "Ctrl+Shift+I", life.ask_for_import)
        commands.take(MENU, requests.commands.capture)
        commands.part(MENU)
        commands.add(MENU, "Replay the chosen capture, or stop", "Ctrl+Shift+Y", self._replay)
        commands.add(MENU, "Stop replaying", "", life.stop_replaying)
        commands.add(MENU, "Fit settings to the chosen capture", "", self._fit)
        commands.part(MENU)
        for action in pane.detail.actions_of.values():
            commands.take(MENU, action)
        commands.part(MENU)
        commands.add(MENU, "Capture from an API …", "Ctrl+Shift+K", self._open_source)
        commands.add(MENU, "Start or stop capturing", "", source.switch.click)
        commands.add(MENU, "Capture one answer", "", source.ask.click)

    def _open_source(self) -> None:
        self._life.show_asked.emit()
        self._life.pane.heading.setChecked(True)
        self._life.pane.source.url.setFocus()

    def _replay(self) -> None:
        """Before captures were looked at, none is chosen: then they are shown."""
        if self._life.captures.chosen is None:
            self._life.show_asked.emit()
        else:
            self._life.pane.detail.replay.click()

    def _fit(self) -> None:
        self._life.show_asked.emit()
        self._life.fitting.begin()
