"""One step of the undo stack that has to do with profiles: what was chosen, set and on the disk, before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtGui import QUndoCommand

from mockpanel.core.profile_folder import Files


@dataclass(frozen=True, slots=True)
class Side:
    """How things stand on one side of a step, as far as the step touches them."""

    name: str
    """The chosen profile's; empty for none."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    files: Files = field(default_factory=dict)


class ProfileStep(QUndoCommand):
    """Goes from one side to the other and back.

    `go` is given a side, and whether its files are on the disk already, as they are the first time. It says whether it
    could; a step that could not is dropped.
    """

    def __init__(self, text: str, before: Side, after: Side, go: Callable[[Side, bool], bool]) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._go = go
        self._written = True

    def redo(self) -> None:
        """Makes the step."""
        self.setObsolete(not self._go(self._after, self._written))
        self._written = False

    def undo(self) -> None:
        """Takes it back."""
        self.setObsolete(not self._go(self._before, False))
