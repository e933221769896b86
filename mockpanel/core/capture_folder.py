"""Captures by name: the examples that come along, and the user's own, a file each. Knows no server and no window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from mockpanel.core.capture_checks import FIELD
from mockpanel.core.capture_disk import made, read_capture_file, refusals
from mockpanel.core.capture_examples import example_keys, examples
from mockpanel.core.capture_file import capture_text, parse_capture
from mockpanel.core.capture_names import checked_capture_name, proposed_name
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, InvalidValue
from mockpanel.core.files import SHARED, write_whole
from mockpanel.core.folder_listing import files_ending, out_of_reach
from mockpanel.core.folders import captures_folder
from mockpanel.core.profile_names import free_name, key, stem
from mockpanel.core.sentences import show

ENDING = ".jsonl"


@dataclass(frozen=True, slots=True)
class Kept:
    """One capture of the folder, and whether it came along."""

    capture: Capture
    built_in: bool


@dataclass(frozen=True, slots=True)
class DeletedCapture:
    """What `restore` needs."""

    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Own:
    capture: Capture
    path: Path


class CaptureFolder:
    """Looks into the folder anew for every answer, so that files may come and go; only what changed is read again."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or captures_folder()
        self._known: dict[Path, tuple[tuple[int, int], Capture]] = {}

    def kept(self) -> list[Kept]:
        """The user's own by name, then the examples; without files that cannot be used."""
        own = sorted((each.capture for each in self._scan()[0].values()), key=lambda capture: key(capture.name))
        return [Kept(capture, False) for capture in own] + [Kept(capture, True) for capture in examples()]

    def names(self) -> list[str]:
        """The names of all, in that order."""
        return [each.capture.name for each in self.kept()]

    def broken(self) -> list[str]:
        """A sentence for every file that is no capture or has another one's name, and for a folder out of reach."""
        if trouble := out_of_reach(self.path, "captures"):
            return [trouble]
        return self._scan()[1]

    def find(self, name: str, field: str = FIELD) -> Capture:
        """The capture of that name, in any case; raises InvalidValue for the field, which lists the names there are."""
        for each in self.kept():
            if key(each.capture.name) == key(name):
                return each.capture
        known = ", ".join(map(show, self.names()))
        raise InvalidValue(field, f"{field} must be one of {known}, got {show(name)}")

    def save(self, capture: Capture) -> Capture:
        """Keeps a capture under its name; returns it as it is kept.

        Raises CaptureError where the name is taken or the disk refuses, InvalidValue for a capture that cannot be.
        """
        name = checked_capture_name(capture.name)
        self._refuse_if_taken(name)
        return self._write_new(replace(capture, name=name))

    def add(self, capture: Capture) -> Capture:
        """The same under the first free name: with a number behind it where it is taken.

        Several threads and processes may do so at the same time: whoever makes a name's file has the name.
        """
        wanted = checked_capture_name(capture.name or proposed_name(capture.model or capture.source))
        capture = parse_capture(capture_text(capture))
        taken = {key(known) for known in self.names()}
        while True:
            name = free_name(wanted, taken)
            path = self.path / f"{stem(name, FIELD)}{ENDING}"
            with refusals(name, "saved"):
                if made(path):
                    return self._write(path, replace(capture, name=name))
            taken.add(key(name))

    def rename(self, old: str, new: str) -> Capture:
        """Gives an own capture another name, and its file too."""
        own, name = self._own(old), checked_capture_name(new)
        self._refuse_if_taken(name, own.path)
        renamed = replace(own.capture, name=name)
        if stem(name, FIELD) == stem(own.capture.name, FIELD):
            with refusals(own.capture.name, "renamed"):
                write_whole(own.path, capture_text(renamed).encode(), SHARED)
            return renamed
        kept = self._write_new(renamed)
        self._remove(own)
        return kept

    def delete(self, name: str) -> DeletedCapture:
        """Removes an own capture; returns what `restore` needs to bring it back."""
        own = self._own(name)
        with refusals(name, "deleted"):
            data = own.path.read_bytes()
        self._remove(own)
        return DeletedCapture(own.path.name, data)

    def restore(self, deleted: DeletedCapture) -> Capture:
        """Brings back what was deleted, under the first free name."""
        return self.add(parse_capture(deleted.data.decode(), Path(deleted.file).stem))

    def _own(self, name: str) -> _Own:
        own = self._scan()[0].get(key(name))
        if own is None:
            raise CaptureError(f"there is no capture {show(name)} of your own")
        return own

    def _refuse_if_taken(self, name: str, but: Path | None = None) -> None:
        if key(name) in example_keys():
            raise CaptureError(f"the capture name {show(name)} is an example's; choose another")
        taken = self._scan()[0].get(key(name))
        if taken and taken.path != but:
            raise CaptureError(f"the capture name {show(name)} is taken; choose another")

    def _write_new(self, capture: Capture) -> Capture:
        """Writes a file that was not there: two names may have the same letters."""
        capture = parse_capture(capture_text(capture))
        name = stem(capture.name, FIELD)
        tails = chain([""], (f"-{number}" for number in count(2)))
        with refusals(capture.name, "saved"):
            path = next(path for tail in tails if made(path := self.path / f"{name}{tail}{ENDING}"))
            return self._write(path, capture)

    def _write(self, path: Path, capture: Capture) -> Capture:
        """Fills a file that was just made; without it where that fails."""
        try:
            write_whole(path, capture_text(capture).encode(), SHARED)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return capture

    def _remove(self, own: _Own) -> None:
        with refusals(own.capture.name, "deleted"):
            own.path.unlink(missing_ok=True)

    def _scan(self) -> tuple[dict[str, _Own], list[str]]:
        """The user's own by key, and what is wrong with the other files."""
        found: dict[str, _Own] = {}
        broken = []
        for path in files_ending(self.path, ENDING):
            try:
                capture = self._read(path)
                if key(capture.name) in {*found, *example_keys()}:
                    raise CaptureError(f"it has the name of another, {show(capture.name)}; give it its own")
                found[key(capture.name)] = _Own(capture, path)
            except (CaptureError, InvalidValue) as error:
                broken.append(f"capture {path}: {error}")
        return found, broken

    def _read(self, path: Path) -> Capture:
        try:
            status = path.stat()
            state = status.st_mtime_ns, status.st_size
            known = self._known.get(path)
            if known and known[0] == state:
                return known[1]
            capture = read_capture_file(path)
        except OSError as error:
            raise CaptureError(f"it cannot be read: {error.strerror or error}") from None
        self._known[path] = state, capture
        return capture
