"""Edits of the live defaults that can be undone. The store checks each; what it refuses is no edit."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from PySide6.QtGui import QUndoCommand, QUndoStack

from mockpanel.core.settings import SPECS
from mockpanel.core.store import Store

MERGE_S = 1.0
"""Edits of one setting in such quick succession, as while a slider is dragged, are undone together."""


class SettingsEdit(QUndoCommand):
    """One change of the live defaults, and the way back."""

    def __init__(self, store: Store, changes: Mapping[str, Any], text: str) -> None:
        super().__init__(text)
        self._store = store
        self._after = dict(changes)
        self._before = {name: getattr(store.snapshot, name) for name in changes}
        self._at = time.monotonic()

    def redo(self) -> None:
        """Makes the change."""
        self._store.update(self._after)

    def undo(self) -> None:
        """Takes it back."""
        self._store.update(self._before)

    def id(self) -> int:
        """Edits with one number may be merged; one number a set of settings, in the 31 bits that Qt has for it."""
        return 1 + (crc32(" ".join(sorted(self._after)).encode()) >> 2)

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Takes in the edit that followed at once."""
        if not isinstance(other, SettingsEdit) or other._at - self._at > MERGE_S:
            return False
        if other._after.keys() != self._after.keys() or other.text() != self.text():  # two kinds with one number
            return False
        self._after, self._at = other._after, other._at
        return True


def edit_settings(stack: QUndoStack, store: Store, changes: Mapping[str, Any], text: str = "") -> None:
    """Changes live defaults so that it can be undone; raises InvalidValue and changes nothing.

    `text` is what the step is called, by the settings' labels where it is empty.
    """
    wanted = store.snapshot.changed(changes)
    differing = {
        name: getattr(wanted, name) for name in changes if getattr(wanted, name) != getattr(store.snapshot, name)
    }
    if differing:
        labels = " and ".join(SPECS[name].label for name in differing)
        stack.push(SettingsEdit(store, differing, text or f"Change {labels}"))
