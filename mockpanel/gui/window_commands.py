"""All commands of the main window, in the order of its menus."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QUrl
from PySide6.QtGui import QDesktopServices

from mockpanel.gui.captures.life_commands import LifeCommands
from mockpanel.gui.commands import Commands
from mockpanel.gui.compare_commands import VOTE_KEYS, CompareCommands
from mockpanel.gui.help import Help
from mockpanel.gui.icons import Icon
from mockpanel.gui.theme import Scheme
from mockpanel.gui.widgets.command_palette import CommandPalette

if TYPE_CHECKING:
    from mockpanel.gui.main_window import MainWindow

PROFILE_KEYS = 9

SLIDER_KEYS = (
    ("← →", "Step by the last visible digit"),
    ("Shift ← →", "Step by ten of them"),
    ("Double click", "Back to the profile's value"),
)
PREVIEW_KEYS = {Icon.PLAY: "F5", Icon.STEP: "F6", Icon.RESTART: "Shift+F5", Icon.LOOP: "Ctrl+L", Icon.RECORD: "Ctrl+F7"}
GAP_KEYS = (
    ("← →", "From chunk to chunk"),
    ("Home, End", "First and last chunk"),
    ("Enter", "Go to that moment of the record"),
)

TIME_KEYS = (("← →", "One chunk back or on"), ("Home, End", "The request, and the last chunk"), ("Esc", "Leave it"))


class WindowCommands:
    """Builds them, and opens palette, shortcuts and about box."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.all = Commands(window)
        self.palette = CommandPalette(window)
        self.help = Help(window, window.run)
        self._add_file()
        self._add_edit()
        self._add_server()
        self._add_profiles()
        self._add_play()
        CompareCommands(self.all, window.compare, window.tabs)
        self._add_requests()
        LifeCommands(self.all, window.life, window.requests)
        self._add_view()
        self._add_help()
        self.tray_actions = (self.toggle_server, self.copy_url, self.quit)
        window.palette_button.clicked.connect(self.show_palette)
        window.present_button.clicked.connect(lambda: window.presenting.present(True))

    def show_palette(self) -> None:
        """Opens the command palette."""
        self.palette.open(list(self.all))

    def show_choices(self, *, reduced_motion: bool, close_to_tray: bool) -> None:
        """The switches, as they were stored."""
        with QSignalBlocker(self.reduced_motion), QSignalBlocker(self.close_to_tray):
            self.reduced_motion.setChecked(reduced_motion)
            self.close_to_tray.setChecked(close_to_tray)

    def show_places(self, names: Sequence[str]) -> None:
        """The profiles of the strip: the keys 1 to 9 choose them."""
        for place, action in enumerate(self._places):
            action.setVisible(place < len(names))
            action.setText(f"Choose {names[place]}".replace("&", "&&") if place < len(names) else "")

    def _add_file(self) -> None:
        window, menu = self._window, "F&ile"
        for action in window.editor.commands.values():
            self.all.take(
                menu if "espons" in action.text() and not action.text().startswith("Find") else "&Edit", action
            )
        self.all.part(menu)
        for action in window.requests.commands.export.values():
            self.all.take(menu, action)
        self.all.part(menu)
        self.quit = self.all.add(menu, "Quit", "Ctrl+Q", window.close_asked.emit)

    def _add_edit(self) -> None:
        undo = self._window.undo
        self.undo = self.all.add("&Edit", "Undo", "Ctrl+Z", undo.undo)
        self.redo = self.all.add("&Edit", "Redo", "Ctrl+Shift+Z Ctrl+Y", undo.redo)
        undo.canUndoChanged.connect(self.undo.setEnabled)
        undo.canRedoChanged.connect(self.redo.setEnabled)
        undo.undoTextChanged.connect(lambda text: self.undo.setText(f"Undo: {text}" if text else "Undo"))
        undo.redoTextChanged.connect(lambda text: self.redo.setText(f"Redo: {text}" if text else "Redo"))
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self.all.add("&Edit", "Reset shape", "", self._window.feel.shape.ask_for_reset)

    def _add_server(self) -> None:
        window, menu = self._window, "Se&rver"
        self.toggle_server = self.all.add(menu, "Start or stop the server", "Ctrl+R", window.server_bar.toggle)
        self.copy_url = self.all.add(menu, "Copy the base URL", "Ctrl+Shift+C", window.server_bar.copy_url)
        self.all.add(menu, "Open the API's documentation", "", self._open_docs)
        self.all.part(menu)
        for action in window.trouble.actions_of.values():
            self.all.take(menu, action)

    def _add_profiles(self) -> None:
        window, menu = self._window, "Pr&ofile"
        for action in window.profile_bar.actions_of.values():
            self.all.take(menu, action)
        self.all.part(menu)
        for action in window.copying.actions:
            self.all.take(menu, action)
        self.all.part(menu)
        self._places = [
            self.all.add(
                menu, "Choose a profile", f"{place} Ctrl+{place}", partial(window.profiles.choose_place, place)
            )
            for place in range(1, PROFILE_KEYS + 1)
        ]

    def _add_play(self) -> None:
        window, menu = self._window, "&Play"
        stage, scrub = window.stage, window.scrub_desk
        stage.preview.show_keys(PREVIEW_KEYS)
        self.all.add(menu, "Play or pause the preview", "F5", scrub.play_or_pause)
        self.all.add(menu, "Play the response from its start", "Shift+F5", stage.play)
        self.all.add(menu, "Show one chunk more", "F6", scrub.step)
        self.all.add(menu, "Play again and again", "Ctrl+L", stage.preview.buttons.loop.toggle)
        self.all.part(menu)
        self.all.add(menu, "Play the preview again, from its record", "Ctrl+F7", scrub.open_played)
        back = self.all.add(menu, "Show one chunk less of the record", "Shift+F6", scrub.step_back)
        leave = self.all.add(menu, "Leave the record", "Shift+F7", scrub.scrubbing.leave)
        for action in (back, leave):
            action.setEnabled(False)
            scrub.changed.connect(action.setEnabled)
        self.all.part(menu)
        for action in (*window.sharing.preview.actions, window.sharing.dark):
            self.all.take(menu, action)
        self.all.part(menu)
        self.all.add(menu, "Pause all running answers", "Ctrl+Shift+P", self._pause_all)
        self.all.add(menu, "Resume all running answers", "Ctrl+Shift+G", self._resume_all)
        self.all.add(menu, "Cut all running answers", "Ctrl+Shift+X", self._cut_all)

    def _add_requests(self) -> None:
        requests, menu = self._window.requests, "Re&quests"
        for action in (
            *(requests.commands.find, requests.commands.follow, requests.commands.replay, requests.commands.scrub),
            *requests.commands.copy.values(),
            *self._window.sharing.request.actions,
            requests.commands.clear,
        ):
            self.all.take(menu, action)

    def _add_view(self) -> None:
        window, menu = self._window, "&View"
        for place in range(window.tabs.count()):
            name = window.tabs.tabText(place)
            self.all.add(menu, name, f"Alt+{place + 1}", partial(window.tabs.setCurrentIndex, place))
        self.all.add(menu, "Speed", "Alt+S", window.feel.focus_speed)
        self.all.add(menu, "First token", "Alt+F", window.feel.focus_first_token)
        shape = window.feel.shape
        self.shape = self.all.add_switch(menu, "Shape section", "Ctrl+Shift+A", window.show_shape, on=shape.open)
        shape.heading.toggled.connect(self.shape.setChecked)
        self.all.part(menu)
        self.present = self.all.add_switch(menu, "Present", "F11", window.presenting.present)
        window.presenting.changed.connect(self.present.setChecked)
        leave = self.all.add(menu, "Leave presenting", "Esc", lambda: window.presenting.present(False))
        leave.setEnabled(False)  # Esc closes other things too
        window.presenting.changed.connect(leave.setEnabled)
        self.on_top = self.all.add_switch(menu, "Always on top", "Ctrl+Shift+T", window.show_on_top)
        self.close_to_tray = self.all.add_switch(menu, "Close to the tray", "", lambda _on: window.keeper.touch())
        self.reduced_motion = self.all.add_switch(menu, "Reduced motion", "", window.show_reduced_motion)
        self.all.part(menu)
        for scheme, text in (
            (Scheme.SYSTEM, "Colours of the system"),
            (Scheme.LIGHT, "Light colours"),
            (Scheme.DARK, "Dark colours"),
        ):
            self.all.add(menu, text, "", partial(window.show_colours, scheme))

    def _add_help(self) -> None:
        menu = "&Help"
        extra = {
            "While a slider has the focus": SLIDER_KEYS,
            "While the gap strip has the focus": GAP_KEYS,
            "While a blind round has the focus": VOTE_KEYS,
            "While the time of a record has the focus": TIME_KEYS,
        }
        self.all.add(menu, "Commands", "Ctrl+K", self.show_palette)
        self.all.add(menu, "Keyboard shortcuts", "F1", lambda: self.help.show_shortcuts(self.all.groups, extra))
        self.all.add(menu, "Open the log folder", "", self.help.open_log_folder)
        self.all.add(menu, "About mockpanel", "", self.help.show_about)

    def _pause_all(self) -> None:
        self._window.services.live.pause_all()

    def _resume_all(self) -> None:
        self._window.services.live.resume_all()

    def _cut_all(self) -> None:
        self._window.services.live.cut_all()

    def _open_docs(self) -> None:
        if self._window.host.base_url:
            QDesktopServices.openUrl(QUrl(self._window.host.base_url.removesuffix("/v1") + "/docs"))
