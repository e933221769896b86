"""The live defaults: one frozen snapshot, replaced whole, and one signal that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psygnal import Signal

from mockpanel.core.settings import StreamSettings


class Store:
    """Holds the snapshot that the next request reads. Belongs to one thread: the event loop's."""

    changed = Signal(StreamSettings, frozenset)
    """Emitted with the new snapshot and the names of the settings that differ from the old one."""

    def __init__(self, settings: StreamSettings) -> None:
        self._snapshot = settings

    @property
    def snapshot(self) -> StreamSettings:
        """The settings as they are now; never changes under the reader."""
        return self._snapshot

    def update(self, changes: Mapping[str, Any]) -> StreamSettings:
        """Replaces settings and returns the new snapshot; raises InvalidValue and changes nothing."""
        old, new = self._snapshot, self._snapshot.changed(changes)
        names = frozenset(name for name in StreamSettings.model_fields if getattr(old, name) != getattr(new, name))
        if names:
            self._snapshot = new
            self.changed.emit(new, names)
        return self._snapshot
