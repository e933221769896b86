"""Which profile is chosen, how far the settings are from it, and what can be done with it. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from mockpanel.core.errors import ProfileError
from mockpanel.core.profile_folder import Files, ProfileFolder
from mockpanel.core.profile_names import key
from mockpanel.core.profiles import Profile, built_in, values_of
from mockpanel.core.sentences import show
from mockpanel.core.settings import STREAM_NAMES, StreamSettings
from mockpanel.core.store import Store
from mockpanel.gui.profile_step import ProfileStep, Side

TEXT = "mock_response"
FEEL_NAMES = tuple(name for name in STREAM_NAMES if name != TEXT)
FIRST_NAME = "My profile"


class Profiles(QObject):
    """The rules between store, folder and widgets. All that changes something is one step of the undo stack."""

    listed = Signal(list)
    """All profiles in the order of the keys 1 to 9: the user's own, then the built-in ones."""
    chosen = Signal(object)
    """The chosen Profile, or None; also when it was renamed or saved."""
    differs = Signal(bool)
    """Whether the settings differ from the chosen profile."""
    told = Signal(str)
    """Why something was refused."""
    undoable = Signal(str)
    """What was done just now that somebody may want back."""
    name_asked = Signal(str)
    """A name is needed for saving; this is a suggestion."""

    def __init__(self, store: Store, folder: ProfileFolder, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._folder = folder
        self._undo = undo
        self._own = folder.profiles()
        self._profile: Profile | None = None
        self._differs = False
        self.with_response = False
        """Whether saving takes the response's text along. A profile that holds a text goes on holding one."""
        store.changed.connect(self._compare)

    def close(self) -> None:
        """Listens no longer."""
        self._store.changed.disconnect(self._compare, missing_ok=True)

    @property
    def own(self) -> list[Profile]:
        """The user's own profiles."""
        return list(self._own)

    @property
    def built_in(self) -> list[Profile]:
        """The ones that come with the program."""
        return list(built_in().values())

    @property
    def profile(self) -> Profile | None:
        """The chosen one."""
        return self._profile

    @property
    def name(self) -> str:
        """The chosen one's name, or nothing."""
        return self._profile.name if self._profile else ""

    @property
    def changed(self) -> bool:
        """Whether the settings differ from the chosen profile."""
        return self._differs

    def broken(self) -> list[str]:
        """A sentence for every file of the user's folder that is no profile."""
        return self._folder.broken()

    def refresh(self) -> None:
        """Looks into the folder again, where files may have come and gone."""
        if self._load():
            self._settle(self.name, listed=True)

    def resume(self, name: str) -> None:
        """Takes a profile for the chosen one and leaves the settings as they are, as at a start; no step to undo."""
        self._settle(name)

    def choose(self, name: str) -> None:
        """Takes a profile's values over; a text only if the profile has one."""
        profile = self._find(name)
        if profile is None:
            self._tell(f"there is no profile {show(name)}")
        else:
            self._push(f"Choose {profile.name}", profile.name, values_of(profile))

    def choose_place(self, place: int) -> None:
        """The profile of a key, from 1; nothing if there is none."""
        profiles = [*self._own, *self.built_in]
        if 1 <= place <= len(profiles):
            self.choose(profiles[place - 1].name)

    def revert(self) -> None:
        """Back to the chosen profile's values."""
        if self._profile:
            self._push(f"Revert to {self.name}", self.name, values_of(self._profile))

    def save(self) -> None:
        """Writes the settings over the chosen profile, or asks for a name if that is none of the user's own."""
        if self._own_named(self.name):
            self._save(self.name, "saved")
        else:
            self.name_asked.emit(self.suggestion())

    def suggestion(self) -> str:
        """A name to save the settings under."""
        taken = {key(profile.name) for profile in self._own}
        if self._profile or key(FIRST_NAME) in taken:
            return self._folder.free_copy_name(self.name or FIRST_NAME)
        return FIRST_NAME

    def save_as(self, name: str) -> None:
        """Writes the settings under a name, over an own profile of that name, and chooses it."""
        self._save(name, "replaced")

    def take(self, name: str, changes: Mapping[str, Any], about: Mapping[str, Any]) -> str:
        """Keeps the settings, some of them changed, as a profile, and chooses it; returns why not, or nothing."""
        old = self._folder.contents()
        try:
            profile = self._folder.save(name, {**self._current(None), **changes}, about)
        except ProfileError as error:
            return str(error)
        files = _difference(old, self._folder.contents())
        self._push(f"Save {profile.name}", profile.name, values_of(profile), files)
        return ""

    def rename(self, name: str) -> None:
        """Gives the chosen profile another name."""
        if old := self._chosen_own("renamed"):
            self._change("Rename", lambda: self._folder.rename(old, name), of=old)

    def duplicate(self) -> None:
        """Makes a copy of the chosen profile, as it was saved, and chooses that."""
        if name := self.name:
            self._change("Duplicate", lambda: self._folder.duplicate(name), of=name)

    def delete(self) -> None:
        """Removes the chosen profile; the settings stay as they are."""
        name = self._chosen_own("deleted")

        def remove() -> None:
            self._folder.delete(name)

        if name and self._change("Delete", remove, of=name):
            self.undoable.emit(f"Profile “{name}” deleted.")

    def import_file(self, path: str | Path) -> None:
        """Takes a profile file into the folder, and chooses it."""
        self._change("Import", lambda: self._folder.import_file(Path(path)), adopt=True)

    def export(self, path: str | Path) -> None:
        """Writes the chosen profile, as it was saved, to a file that `--profile` takes; with none, the settings."""
        profile = self._profile or Profile(Path(path).stem, self._current(None), {})
        try:
            self._folder.export(profile, Path(path))
        except ProfileError as error:
            self._tell(str(error))

    def _find(self, name: str) -> Profile | None:
        found = (profile for profile in (*self._own, *self.built_in) if key(profile.name) == key(name))
        return next(found, built_in().get(name))

    def _own_named(self, name: str) -> Profile | None:
        return next((profile for profile in self._own if key(profile.name) == key(name)), None)

    def _chosen_own(self, done: str) -> str:
        """The chosen profile's name; nothing, and a word about it, if that is none of the user's own."""
        if self._own_named(self.name):
            return self.name
        self._tell(f"a built-in profile cannot be {done}; duplicate it first" if self.name else "no profile is chosen")
        return ""

    def _current(self, old: Profile | None) -> dict[str, Any]:
        """What a profile of the settings holds as they are now, the text last."""
        with_text = self.with_response or (old is not None and TEXT in old.values)
        names = (*FEEL_NAMES, TEXT) if with_text else FEEL_NAMES
        return {name: getattr(self._store.snapshot, name) for name in names}

    def _save(self, name: str, done: str) -> None:
        old = self._own_named(name)
        fixed = {word: value for word, value in old.values.items() if word not in STREAM_NAMES} if old else {}
        values = {**fixed, **self._current(old)}
        if self._change("Save", lambda: self._folder.save(name, values)) and old:
            self.undoable.emit(f"Profile “{self.name}” {done}.")

    def _change(self, verb: str, work: Callable[[], Profile | None], *, of: str = "", adopt: bool = False) -> bool:
        """Works on the folder, as one step; `work` returns the profile to choose. Says whether anything changed."""
        old = self._folder.contents()
        try:
            profile = work()
        except ProfileError as error:
            self.refresh()
            self._tell(str(error))
            return False
        files = _difference(old, self._folder.contents())
        settings = values_of(profile) if adopt and profile else {}
        name = profile.name if profile else ""
        return self._push(f"{verb} {of or name}", name, settings, files)

    def _push(self, text: str, name: str, settings: Mapping[str, Any], files: tuple[Files, Files] = ({}, {})) -> bool:
        now = {setting: getattr(self._store.snapshot, setting) for setting in settings}
        before, after = Side(self.name, now, files[0]), Side(name, settings, files[1])
        if before == after:
            return False
        self._undo.push(ProfileStep(text, before, after, self._go))
        return True

    def _go(self, side: Side, written: bool) -> bool:
        """Makes things be as on this side of a step; False if the disk refuses."""
        try:
            if not written:
                self._folder.restore(side.files)
        except ProfileError as error:
            self.refresh()
            self._tell(str(error))
            return False
        listed = self._load() if side.files else False
        self._settle(side.name, side.settings, listed=listed)
        return True

    def _load(self) -> bool:
        """Whether the user's own profiles are others than before."""
        before, self._own = self._own, self._folder.profiles()
        return before != self._own

    def _settle(self, name: str, settings: Mapping[str, Any] | None = None, *, listed: bool = False) -> None:
        self._profile = self._find(name)
        if listed:
            self.listed.emit([*self._own, *self.built_in])
        self._store.update(settings or {})
        self.chosen.emit(self._profile)
        self._compare(self._store.snapshot, frozenset())

    def _compare(self, settings: StreamSettings, _names: frozenset[str]) -> None:
        values = values_of(self._profile) if self._profile else {}
        differs = any(getattr(settings, name) != value for name, value in values.items())
        if differs != self._differs:
            self._differs = differs
            self.differs.emit(differs)

    def _tell(self, sentence: str) -> None:
        self.told.emit(sentence[:1].upper() + sentence[1:])


def _difference(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Files, Files]:
    """The files that changed, as they were and as they are."""
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    return {name: old.get(name) for name in names}, {name: new.get(name) for name in names}
