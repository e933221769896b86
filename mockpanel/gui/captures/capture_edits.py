"""What changes captures: import, rename, duplicate, delete, keep; each can be undone. Files are touched in threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mockpanel.core.capture_folder import CaptureFolder, Kept
from mockpanel.core.capture_names import checked_capture_name
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, InvalidValue
from mockpanel.core.profile_names import key
from mockpanel.core.sentences import show
from mockpanel.core.store import Store
from mockpanel.gui.captures.capture_files import Found, found_in
from mockpanel.gui.captures.capture_steps import CaptureStep, Move, Presence
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.server.tasks import Tasks


class CaptureEdits(QObject):
    """One edit at a time, in the order in which they were asked for."""

    changed = Signal(str)
    """The folder is another one; the name of the capture to choose, or nothing."""

    def __init__(
        self, folder: CaptureFolder, store: Store, told: UndoNotice, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._store = store
        self._told = told
        self._tasks = tasks
        self._turn = asyncio.Lock()

    def import_files(self, paths: Sequence[Path]) -> None:
        """Takes each file's capture into the folder, and says what it held or what is wrong."""
        self._tasks.start(self._import(list(paths)), "import captures")

    def keep(self, capture: Capture, sentence: str) -> None:
        """Keeps a new capture under the first free name, which stands in the sentence's place for it, {}."""
        self._tasks.start(self._keep(capture, sentence), "keep a capture")

    def duplicate(self, kept: Kept) -> None:
        """Keeps a copy, which is the user's own."""
        name = kept.capture.name
        self.keep(kept.capture.named(f"{name} copy"), f"Capture “{name}” is copied as “{{}}”.")

    def rename(self, kept: Kept, text: str, taken: Sequence[str]) -> str:
        """Gives a capture another name; returns why that cannot be, or nothing."""
        old = kept.capture.name
        try:
            new = checked_capture_name(text)
        except CaptureError as error:
            return str(error)
        if key(new) in {key(name) for name in taken} - {key(old)}:
            return f"the capture name {show(new)} is taken; choose another"
        if new != old:
            replayed = self._replayed(old)
            forth = Move(lambda: self._folder.rename(old, new).name, new if replayed else None)
            back = Move(lambda: self._folder.rename(new, old).name, old if replayed else None)
            self._start(f"Rename capture {old}", forth, back, "")
        return ""

    def delete(self, kept: Kept) -> None:
        """Removes a capture of the user's own; where it was replayed, nothing is."""
        name = kept.capture.name
        replayed, presence = self._replayed(name), Presence(self._folder, name)
        forth, back = Move(presence.remove, "" if replayed else None), Move(presence.put, name if replayed else None)
        self._start(f"Delete capture {name}", forth, back, f"Capture “{name}” deleted.")

    def _replayed(self, name: str) -> bool:
        return key(self._store.snapshot.replay) == key(name)

    async def _import(self, paths: list[Path]) -> None:
        sentences, refused = [], False
        for path in paths:
            found = await asyncio.to_thread(found_in, path)
            refused = refused or found.capture is None
            sentences.append(await self._take(found))
        (self._told.refuse if refused else self._told.offer_undo)(" ".join(sentences))

    async def _take(self, found: Found) -> str:
        if found.capture is None:
            return found.sentence
        try:
            return found.sentence.format(await self._added(found.capture))
        except (CaptureError, InvalidValue) as error:
            return f"{error}."

    async def _keep(self, capture: Capture, sentence: str) -> None:
        try:
            name = await self._added(capture)
        except (CaptureError, InvalidValue) as error:
            self._told.refuse(f"{error}.")
        else:
            self._told.offer_undo(sentence.format(name))

    async def _added(self, capture: Capture) -> str:
        """Keeps it, as one step; returns its name."""
        async with self._turn:
            name = (await asyncio.to_thread(self._folder.add, capture)).name
        presence = Presence(self._folder, name)
        self._told.stack.push(CaptureStep(f"Add capture {name}", Move(presence.put), Move(presence.remove), self._go))
        self.changed.emit(name)
        return name

    def _start(self, text: str, forth: Move, back: Move, sentence: str) -> None:
        def done() -> None:
            self._told.stack.push(CaptureStep(text, forth, back, self._go))
            if sentence:
                self._told.offer_undo(sentence)

        self._go(forth, done)

    def _go(self, move: Move, done: Callable[[], None] = lambda: None) -> None:
        self._tasks.start(self._move(move, done), "change the captures")

    async def _move(self, move: Move, done: Callable[[], None]) -> None:
        try:
            async with self._turn:
                name = await asyncio.to_thread(move.work)
        except (CaptureError, InvalidValue) as error:
            self._told.refuse(f"{error}.")
            self.changed.emit("")
            return
        if move.replay is not None:
            self._store.update({"replay": move.replay})
        done()
        self.changed.emit(name)
