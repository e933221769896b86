"""Profiles as models: finds the profile of a request's model, and reads the user's own again when they have changed."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from psygnal import Signal

from mockpanel.core.errors import InvalidValue
from mockpanel.core.model_names import by_any_name
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profile_names import key
from mockpanel.core.profiles import RESPONSE_FILE, Profile, built_in, built_in_names
from mockpanel.core.sentences import show
from mockpanel.core.stand_ins import PLAIN_MODEL, checked

log = logging.getLogger(__name__)

FRESH_S = 0.05
"""The folder is looked at so often at most, however many requests come."""

BESIDE_FRESH_S = 1.0
"""The same where a profile's text lies in a file of its own: that is read anew each time, and may be long."""

State = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of every file of a folder."""


class ProfileModels:
    """Belongs to the event loop's thread; reads files in another, one look after the other."""

    changed = Signal(dict)
    """Emitted with the names of the profiles that models stand for, by model, when they are others."""

    def __init__(
        self, stand_ins: Mapping[str, str], folder: ProfileFolder, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stand_ins = dict(stand_ins)
        self._folder = ProfileFolder(folder.path)  # one of its own, that only the reading thread asks
        self._clock = clock
        self._lock = asyncio.Lock()
        self._stale_at = clock()
        self._state: State | None = None
        self._own: dict[str, Profile] = {}
        self._named: dict[str, Profile] = {}
        self._told: set[str] = set()

    @property
    def stand_ins(self) -> dict[str, str]:
        """Which profiles mock-a to mock-z stand for."""
        return dict(self._stand_ins)

    async def find(self, model: str) -> Profile | None:
        """The profile that a model's name means, in any case; None where it is none."""
        if model == PLAIN_MODEL:
            return None
        wanted = self._stand_ins.get(model.lower(), model)
        profile = await self._profile(wanted)
        if profile is None and wanted is not model:
            self._warn(f"{model.lower()} stands for the profile {show(wanted)}, which is gone")
        return profile

    async def listed(self) -> list[str]:
        """What `GET /v1/models` shows of profiles: the stand-ins, then all profiles by their files' names."""
        await self._look()
        return [*self._stand_ins, *built_in_names(), *self._own]

    async def stand_in(self, document: Mapping[str, Any]) -> None:
        """Replaces the stand-ins; raises InvalidValue, and changes nothing, where one names no profile."""
        wanted, names = checked(document), {}
        for model, name in wanted.items():
            profile = await self._profile(name)
            if profile is None:
                raise InvalidValue(model, f"{model} must be the name of a profile, got {show(name)}")
            names[model] = profile.name
        if wanted != self._stand_ins:
            self._stand_ins = wanted
            self.changed.emit(names)

    def touch(self) -> None:
        """The folder has changed: the next request looks into it."""
        self._stale_at = self._clock()
        self._state = None

    async def _profile(self, name: str) -> Profile | None:
        if profile := _built_in().get(key(name)):
            return profile
        await self._look()
        return self._named.get(key(name))

    async def _look(self) -> None:
        """Reads what has changed since the last look, unless that was just now."""
        async with self._lock:
            if self._clock() < self._stale_at:
                return
            for sentence in await asyncio.to_thread(self._read):
                self._warn(sentence)
            self._stale_at = self._clock() + (BESIDE_FRESH_S if self._state is None else FRESH_S)

    def _read(self) -> list[str]:
        """Takes the folder's profiles in, in a thread; returns what is wrong with the others."""
        state = _state_of(self._folder.path)
        if state == self._state:
            return []
        self._own = self._folder.by_stem()
        self._named = by_any_name(self._own)
        beside = any(RESPONSE_FILE.encode() in data for data in self._folder.contents().values())
        self._state = None if beside else state  # a text may lie in any folder, and change there
        return self._folder.broken()

    def _warn(self, sentence: str) -> None:
        """Once for each sentence."""
        if sentence not in self._told:
            self._told.add(sentence)
            log.warning(sentence)


@functools.cache
def _built_in() -> dict[str, Profile]:
    return by_any_name(built_in())


def _state_of(folder: Path) -> State | None:
    try:
        with os.scandir(folder) as entries:
            found = ((entry.name, entry.stat()) for entry in entries)
            return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in found))
    except OSError:
        return ()
