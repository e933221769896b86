"""The chosen profile, whether the settings still are its own, and what can be done with it. Does none of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Signal
from PySide6.QtGui import QAction, QKeySequence, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from mockpanel.core.profiles import Profile
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.layout import tab_through
from mockpanel.gui.theme import CONTROL_HEIGHT, SPACE, Colours
from mockpanel.gui.widgets.name_popup import NamePopup
from mockpanel.gui.widgets.profile_combo import ProfileCombo

_ACTIONS = {
    "save": (
        "Save profile",
        "Ctrl+S",
        "Write the settings over the profile; a built-in one is saved under another name",
    ),
    "save_as": ("Save profile as …", "Ctrl+Shift+S", "Write the settings to a profile of your own"),
    "rename": ("Rename profile …", "Ctrl+Shift+N", "Give the profile another name"),
    "duplicate": ("Duplicate profile", "Ctrl+Shift+D", "Make a copy of the profile, as it was saved"),
    "delete": ("Delete profile", "", "Remove the profile; Undo brings it back"),
    "revert": ("Revert to profile", "Ctrl+Shift+R", "Return all settings to the profile's values"),
    "import": ("Import profile …", "", "Take over a profile from a TOML file"),
    "export": ("Export profile …", "", "Write the profile, as it was saved, to a TOML file that --profile takes"),
    "with_response": ("Save the response text too", "", "Whether a saved profile holds the response's text as well"),
}
_GROUPS = (
    ("save", "save_as", "with_response"),
    ("rename", "duplicate", "delete"),
    ("revert",),
    ("import", "export"),
)


class ProfileBar(QWidget):
    """Shows one profile, and asks for others and for work on them."""

    chosen = Signal(str)
    """A profile's name."""
    save_asked = Signal()
    save_as_asked = Signal(str)
    """The name to save under; it is refused by answering with `show_error` at once. So is the next one."""
    rename_asked = Signal(str)
    duplicate_asked = Signal()
    delete_asked = Signal()
    revert_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()
    with_response_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: list[str] = []
        self._name = ""
        self._differs = False
        self._renaming = False
        self.label = QLabel("Profile")
        self.combo = ProfileCombo()
        self.mark = QLabel("*")
        self.save = QToolButton()
        self.more = QToolButton()
        self.popup = NamePopup(self)
        self.actions_of = {name: self._action(*words) for name, words in _ACTIONS.items()}
        self._build()
        self._connect()
        self._lay_out()
        self.show_profiles([], [], "")
        self.show_differs(False)

    def show_profiles(self, own: Sequence[Profile], built_in: Sequence[Profile], chosen_name: str) -> None:
        """All profiles, and the name of the chosen one; empty for none."""
        self._own = [profile.name for profile in own]
        self._name = chosen_name
        self.combo.show_profiles(own, built_in, chosen_name)
        self._show_possible()

    def show_differs(self, differs: bool) -> None:
        """Whether the settings differ from the chosen profile."""
        self._differs = differs
        self.mark.setVisible(differs)
        self.combo.setAccessibleDescription("Changed: the settings differ from the profile" if differs else "")
        self._show_possible()

    def show_with_response(self, wanted: bool) -> None:
        """Whether saving takes the text along."""
        action = self.actions_of["with_response"]
        with QSignalBlocker(action):
            action.setChecked(wanted)

    def show_error(self, sentence: str) -> None:
        """Why something was refused: beside the name that was asked for, or below the bar."""
        if self.popup.isVisible():
            self.popup.show_error(sentence)
        elif sentence:
            self.popup.tell(sentence, self._below())

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.mark.setStyleSheet(f"color: {colours.accent}; font-weight: 600;")
        self.more.setIcon(icon(Icon.MORE, colours.text, colours.muted))
        self.popup.show_colours(colours)

    def ask_name(self, suggestion: str) -> None:
        """Asks for a name to save under."""
        self._renaming = False
        self.popup.ask("Save the profile as", "Save", suggestion, self._below())

    def _action(self, text: str, keys: str, help_text: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{help_text} ({shown})" if shown else help_text)
        self.addAction(action)
        return action

    def _build(self) -> None:
        self.label.setBuddy(self.combo)
        self.mark.setAccessibleName("Changed")
        self.mark.setToolTip("Changed: the settings differ from the profile")
        policy = self.mark.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.mark.setSizePolicy(policy)
        self.actions_of["with_response"].setCheckable(True)
        self.save.setDefaultAction(self.actions_of["save"])
        self.save.setText("Save")
        self.save.setAccessibleName("Save profile")
        self.more.setAccessibleName("More for profiles")
        self.more.setToolTip("Save as, rename, duplicate, delete, revert, import, export")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        for button in (self.save, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setFixedHeight(CONTROL_HEIGHT)
            button.setProperty("bar", True)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for group in _GROUPS:
            menu.addActions([self.actions_of[name] for name in group])
            menu.addSeparator()
        return menu

    def _connect(self) -> None:
        asked: dict[str, Callable[[], object]] = {
            "save": self.save_asked.emit,
            "save_as": self._ask_for_new_name,
            "rename": self._ask_for_other_name,
            "duplicate": self.duplicate_asked.emit,
            "delete": self.delete_asked.emit,
            "revert": self.revert_asked.emit,
            "import": self.import_asked.emit,
            "export": self.export_asked.emit,
        }
        for name, act in asked.items():
            self.actions_of[name].triggered.connect(lambda _=False, act=act: act())
        self.actions_of["with_response"].toggled.connect(self.with_response_toggled)
        self.combo.chosen.connect(self._choose)
        self.popup.entered.connect(self._take_name)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[0])
        row.addWidget(self.label)
        row.addSpacing(SPACE[0])
        row.addWidget(self.combo, 1)
        for widget in (self.mark, self.save, self.more):
            row.addWidget(widget)
        tab_through((self.combo, self.save, self.more))

    def _show_possible(self) -> None:
        own = self._name in self._own
        for name, possible in (
            ("rename", own),
            ("delete", own),
            ("duplicate", bool(self._name)),
            ("revert", self._differs),
        ):
            self.actions_of[name].setEnabled(possible)

    def _choose(self, name: str) -> None:
        """Asks for a profile; which one is chosen is for others to say."""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self.combo.findData(self._name) if self._name else -1)
        self.chosen.emit(name)

    def _ask_for_new_name(self) -> None:
        self.ask_name(self._name if self._name in self._own else "")

    def _ask_for_other_name(self) -> None:
        self._renaming = True
        self.popup.ask("Rename the profile", "Rename", self._name, self._below())

    def _take_name(self, name: str) -> None:
        (self.rename_asked if self._renaming else self.save_as_asked).emit(name)

    def _below(self) -> QPoint:
        return self.mapToGlobal(QPoint(self.combo.x(), self.height() + SPACE[0]))
