"""The user's own profiles: TOML files in one folder, each replaced whole. Knows no settings in use and no window."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockpanel.core.errors import InvalidValue, ProfileError
from mockpanel.core.folder_listing import files_ending, out_of_reach
from mockpanel.core.folders import profiles_folder
from mockpanel.core.profile_files import read_bytes, remove, write_whole
from mockpanel.core.profile_names import LONGEST_NAME, checked_name, copy_name, free_name, key, stem
from mockpanel.core.profiles import RESPONSE_FILE, Profile, built_in, profile_toml, read_profile
from mockpanel.core.sentences import show
from mockpanel.core.settings import Settings, validated

ENDING = ".toml"

Files = Mapping[str, bytes | None]
"""Files of the folder by name as they were at some time; None where there was none."""


@dataclass(frozen=True, slots=True)
class _Own:
    profile: Profile
    path: Path


class ProfileFolder:
    """Looks into the folder anew for every answer, so that files may come and go; only what changed is parsed again."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or profiles_folder()
        self._known: dict[Path, tuple[bytes, Profile]] = {}

    def profiles(self) -> list[Profile]:
        """All that can be read, by their `order` and then by name."""
        return [own.profile for own in self._scan()[0].values()]

    def by_stem(self) -> dict[str, Profile]:
        """All that can be read, by the names of their files without the ending."""
        return {own.path.stem: own.profile for own in self._scan()[0].values()}

    def broken(self) -> list[str]:
        """A sentence for every file that is no profile or has another one's name, and for a folder out of reach."""
        if trouble := out_of_reach(self.path, "profiles"):
            return [trouble]
        return self._scan()[1]

    def find(self, name: str) -> Profile | None:
        """The profile of that name in any case, or of a file of that name; raises ProfileError if that is broken."""
        found = self._scan()[0]
        if key(name) in found:
            return found[key(name)].profile
        for path in files_ending(self.path, ENDING):
            if path.stem == name:
                return read_profile(path)
        return None

    def free_copy_name(self, name: str) -> str:
        """A name for a copy of a profile."""
        return copy_name(name, {*_built_in_keys(), *self._scan()[0]})

    def save(self, name: str, values: Mapping[str, Any], about: Mapping[str, Any] | None = None) -> Profile:
        """Writes values under a name, over an own profile of that name, whose `about` it keeps unless another is given.

        Raises ProfileError for a name that cannot be, and where the disk refuses.
        """
        name = _free_of_built_in(checked_name(name))
        old = self._scan()[0].get(key(name))
        if about is None:
            about = old.profile.about if old else {}
        path = old.path if old else self._free_path(name)
        return self._write(path, values, {**about, "name": name})

    def rename(self, old: str, new: str) -> Profile:
        """Gives an own profile another name, and its file too; raises ProfileError if that name is taken."""
        own, name = self._own(old), _free_of_built_in(checked_name(new))
        taken = self._scan()[0].get(key(name))
        if taken and taken.path != own.path:
            raise ProfileError(f"the profile name {show(name)} is taken; choose another")
        path = own.path if stem(name) == stem(own.profile.name) else self._free_path(name)
        profile = self._write(path, own.profile.values, {**own.profile.about, "name": name})
        if path != own.path:
            self.restore({own.path.name: None})
        return profile

    def duplicate(self, name: str) -> Profile:
        """A copy of an own or a built-in profile, called “Name copy”."""
        found = self._scan()[0].get(key(name))
        original = found.profile if found else _built_in(name)
        about = {word: value for word, value in original.about.items() if word != "order"}
        return self.save(self.free_copy_name(original.name), original.values, about)

    def delete(self, name: str) -> Files:
        """Removes an own profile; returns what `restore` needs to bring it back."""
        own = self._own(name)
        files = {own.path.name: read_bytes(own.path)}
        self.restore({own.path.name: None})
        return files

    def restore(self, files: Files) -> None:
        """Makes these files be as they were, byte for byte; raises ProfileError."""
        for name, data in files.items():
            if data is not None:
                write_whole(self.path / name, data)
        for name, data in files.items():
            if data is None:
                remove(self.path / name)

    def contents(self) -> dict[str, bytes]:
        """All profile files of the folder as they are, by name."""
        found = {}
        for path in files_ending(self.path, ENDING):
            with contextlib.suppress(ProfileError):
                found[path.name] = read_bytes(path)
        return found

    def import_file(self, path: Path) -> Profile:
        """Takes a profile file over, with the text of its response file; a taken name gets a number."""
        profile = read_profile(path)
        name = checked_name((profile.name.strip() or path.stem)[:LONGEST_NAME])
        name = free_name(name, {*_built_in_keys(), *self._scan()[0]})
        return self.save(name, profile.values, profile.about)

    def export(self, profile: Profile, path: Path) -> None:
        """Writes a profile to a file that `--profile` takes; raises ProfileError."""
        write_whole(path, profile_toml(profile.values, {**profile.about, "name": profile.name}).encode())

    def _own(self, name: str) -> _Own:
        found = self._scan()[0].get(key(name))
        if found is None:
            raise ProfileError(f"there is no profile {show(name)} of your own")
        return found

    def _write(self, path: Path, values: Mapping[str, Any], about: Mapping[str, Any]) -> Profile:
        try:
            validated(Settings, values)
        except InvalidValue as error:
            raise ProfileError(f"profile {show(about['name'])}: {error}") from None
        data = profile_toml(values, about).encode()
        write_whole(path, data)
        profile = Profile(str(about["name"]), dict(values), dict(about))
        self._known[path] = (data, profile)
        return profile

    def _scan(self) -> tuple[dict[str, _Own], list[str]]:
        """The profiles by key, in order, and what is wrong with the other files."""
        found: dict[str, _Own] = {}
        broken = []
        for path in files_ending(self.path, ENDING):
            try:
                profile = self._read(path)
                if key(profile.name) in found:
                    raise ProfileError(f"profile {path} has the name of another, {show(profile.name)}; give it its own")
                found[key(profile.name)] = _Own(profile, path)
            except ProfileError as error:
                broken.append(str(error))
        return dict(sorted(found.items(), key=lambda item: _place(item[1].profile))), broken

    def _read(self, path: Path) -> Profile:
        data = read_bytes(path)
        known = self._known.get(path)
        if known and known[0] == data:
            return known[1]
        profile = _named(path)
        if RESPONSE_FILE.encode() not in data:  # whose text may change beside it
            self._known[path] = (data, profile)
        return profile

    def _free_path(self, name: str) -> Path:
        taken = {path.name.casefold() for path in files_ending(self.path, ENDING)}
        file, number = f"{stem(name)}{ENDING}", 1
        while file.casefold() in taken:
            number += 1
            file = f"{stem(name)}-{number}{ENDING}"
        return self.path / file


def _named(path: Path) -> Profile:
    """The profile of a file of the folder, under a name that it may have there."""
    profile = read_profile(path)
    try:
        return Profile(_free_of_built_in(checked_name(profile.name)), profile.values, profile.about)
    except ProfileError as error:
        raise ProfileError(f"profile {path}: {error}") from None


def _place(profile: Profile) -> tuple[float, str]:
    order = profile.about.get("order")
    return (order if isinstance(order, (int, float)) else float("inf"), key(profile.name))


def _built_in(name: str) -> Profile:
    for profile in built_in().values():
        if key(profile.name) == key(name):
            return profile
    raise ProfileError(f"there is no profile {show(name)}")


def _built_in_keys() -> set[str]:
    return {key(name) for word, profile in built_in().items() for name in (word, profile.name)}


def _free_of_built_in(name: str) -> str:
    if key(name) in _built_in_keys():
        raise ProfileError(f"the profile name {show(name)} is a built-in one's; choose another")
    return name
