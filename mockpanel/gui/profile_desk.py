"""Profiles in the window: the bar, the strip with the keys 1 to 9, and what they ask for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profiles import Profile
from mockpanel.core.store import Store
from mockpanel.gui.file_dialogs import ask_for_file, ask_where
from mockpanel.gui.profiles import Profiles
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.profile_bar import ProfileBar
from mockpanel.gui.widgets.profile_combo import tip
from mockpanel.gui.widgets.profile_strip import ProfileStrip

PLACES = 9
"""Profiles in the strip, one a key."""


class ProfileDesk(QObject):
    """Between the profiles' rules and the widgets that show them. Widgets are made here, and placed by the window."""

    shown = Signal()
    """Other profiles, or another one chosen."""

    def __init__(self, store: Store, folder: ProfileFolder, notice: UndoNotice, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.bar = ProfileBar()
        self.strip = ProfileStrip()
        self.profiles = Profiles(store, folder, notice.stack, self)
        self._connect(notice)

    @property
    def places(self) -> list[Profile]:
        """The profiles of the strip, in the order of their keys."""
        return [*self.profiles.own, *self.profiles.built_in][:PLACES]

    def show(self) -> None:
        """Shows all anew."""
        profiles = self.profiles
        self.bar.show_profiles(profiles.own, profiles.built_in, profiles.name)
        self.strip.show_profiles([(profile.name, tip(profile)) for profile in self.places], profiles.name)
        self.shown.emit()

    def _connect(self, notice: UndoNotice) -> None:
        bar, profiles = self.bar, self.profiles
        bar.chosen.connect(profiles.choose)
        bar.save_asked.connect(profiles.save)
        bar.save_as_asked.connect(profiles.save_as)
        bar.rename_asked.connect(profiles.rename)
        bar.duplicate_asked.connect(profiles.duplicate)
        bar.delete_asked.connect(profiles.delete)
        bar.revert_asked.connect(profiles.revert)
        bar.import_asked.connect(self._import)
        bar.export_asked.connect(self._export)
        bar.with_response_toggled.connect(self._take_with_response)
        self.strip.chosen.connect(profiles.choose)
        profiles.listed.connect(lambda _profiles: self.show())
        profiles.chosen.connect(lambda _profile: self.show())
        profiles.differs.connect(bar.show_differs)
        profiles.name_asked.connect(bar.ask_name)
        profiles.told.connect(bar.show_error)
        profiles.undoable.connect(notice.offer_undo)

    def _import(self) -> None:
        ask_for_file(self._parent, "Import a profile", "Profiles (*.toml)", self.profiles.import_file)

    def _export(self) -> None:
        name = f"{self.profiles.name or 'profile'}.toml".replace("/", "-")
        ask_where(self._parent, "Export the profile", name, self.profiles.export)

    def _take_with_response(self, wanted: bool) -> None:
        self.profiles.with_response = wanted
