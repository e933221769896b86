"""Named responses: the samples that come along, and the user's own, each a UTF-8 text file. Knows no editor."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from mockpanel.core.errors import LibraryError
from mockpanel.core.files import write_whole
from mockpanel.core.folder_listing import out_of_reach, visible_names
from mockpanel.core.profile_names import free_name, key
from mockpanel.core.response_names import checked_name
from mockpanel.core.sentences import show
from mockpanel.core.text_file import encoded, read_text

SAMPLES = Path(str(files("mockpanel") / "resources" / "responses"))
ENDINGS = (".md", ".txt")

_ORDER = re.compile(r"^\d+-")


@dataclass(frozen=True, slots=True)
class Entry:
    """One response: its name, whether it came along, and its length in bytes."""

    name: str
    built_in: bool
    size: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """What `restore` needs."""

    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Own:
    path: Path
    entry: Entry


class ResponseLibrary:
    """Looks into the folder anew for every answer, so that files may come and go; only what changed is read again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sound: dict[Path, tuple[int, int]] = {}
        """When files that could be read were written, and their sizes."""

    def entries(self) -> list[Entry]:
        """The user's own by name, then the samples in their order; without files that cannot be used."""
        own = [own.entry for own in self._scan()[0].values()]
        return own + [Entry(name, True, path.stat().st_size) for name, path in _samples().items()]

    def broken(self) -> list[str]:
        """A sentence for every file that is no response or has another one's name, and for a folder out of reach."""
        if trouble := out_of_reach(self.folder, "responses"):
            return [trouble]
        return self._scan()[1]

    def read(self, name: str) -> str:
        """The text, byte for byte; raises LibraryError."""
        samples = [path for known, path in _samples().items() if key(known) == key(name)]
        path = next(iter(samples + [path for path in self._paths() if key(path.stem) == key(name)]), None)
        if path is None:
            raise LibraryError(f"there is no response {show(name)}")
        return read_text(path, f"the response {show(name)}")

    def save(self, name: str, text: str) -> str:
        """Keeps a text under a name, over an own response of that name; returns the name as it is kept."""
        name = _free_of_samples(checked_name(name))
        own = self._scan()[0].get(key(name))
        if own is None:
            self._refuse_if_taken(name)
        path = own.path if own else self.folder / f"{name}{ENDINGS[0]}"
        self._write(path, encoded(text))
        return _name(path)

    def rename(self, old: str, new: str) -> str:
        """Gives an own response another name; returns it as it is kept."""
        path, name = self._own(old), _free_of_samples(checked_name(new))
        self._refuse_if_taken(name, path)
        try:
            path.rename(path.with_name(f"{name}{path.suffix}"))
        except OSError as error:
            raise LibraryError(f"the response {show(old)} cannot be renamed: {error.strerror or error}") from None
        return name

    def delete(self, name: str) -> Deleted:
        """Removes an own response."""
        path = self._own(name)
        try:
            deleted = Deleted(path.name, path.read_bytes())
            path.unlink()
        except OSError as error:
            raise LibraryError(f"the response {show(name)} cannot be deleted: {error.strerror or error}") from None
        return deleted

    def restore(self, deleted: Deleted) -> str:
        """Brings back what was deleted, byte for byte; returns its name, with a number if it was given away since."""
        path = self.folder / deleted.file
        taken = {key(other.stem) for other in self._paths()} | _sample_keys()
        if key(path.stem) in taken:
            path = path.with_name(f"{free_name(path.stem, taken)}{path.suffix}")
        self._write(path, deleted.data)
        return _name(path)

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_whole(path, data)
        except OSError as error:
            raise LibraryError(f"the response {show(path.stem)} cannot be saved: {error.strerror or error}") from None

    def _own(self, name: str) -> Path:
        own = self._scan()[0].get(key(name))
        if own is None:
            raise LibraryError(f"there is no response {show(name)} of your own")
        return own.path

    def _refuse_if_taken(self, name: str, but: Path | None = None) -> None:
        """Refuses the name of any file but one, also of a file that cannot be used."""
        if any(key(other.stem) == key(name) for other in self._paths() if other != but):
            raise LibraryError(f"the response name {show(name)} is taken; choose another")

    def _paths(self) -> list[Path]:
        paths = [self.folder / name for name in visible_names(self.folder) if name.lower().endswith(ENDINGS)]
        return sorted(paths, key=lambda path: (key(path.stem), path.name))

    def _scan(self) -> tuple[dict[str, _Own], list[str]]:
        """The user's own by key, in order, and what is wrong with the other files."""
        found: dict[str, _Own] = {}
        broken = []
        for path in self._paths():
            try:
                if key(path.stem) in {*found, *_sample_keys()}:
                    raise LibraryError(f"the file {show(path.name)} has another response's name; give it its own")
                found[key(path.stem)] = _Own(path, Entry(_name(path), False, self._size(path)))
            except LibraryError as error:
                broken.append(str(error))
        return found, broken

    def _size(self, path: Path) -> int:
        """The length of a file that is a response; raises LibraryError."""
        called = f"the file {show(path.name)}"
        try:
            status = path.stat()
        except OSError as error:
            raise LibraryError(f"{called} cannot be read: {error.strerror or error}") from None
        state = status.st_mtime_ns, status.st_size
        if self._sound.get(path) != state:
            read_text(path, called)
            self._sound[path] = state
        return status.st_size


@cache
def _samples() -> dict[str, Path]:
    """The samples by name: `02-three-paragraphs.md` is “Three paragraphs”, and `07-JSON.md` “JSON”."""
    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix in ENDINGS)
    names = (_ORDER.sub("", path.stem).replace("-", " ") for path in paths)
    return {name[0].upper() + name[1:]: path for name, path in zip(names, paths, strict=True)}


@cache
def _sample_keys() -> frozenset[str]:
    return frozenset(map(key, _samples()))


def _free_of_samples(name: str) -> str:
    if key(name) in _sample_keys():
        raise LibraryError(f"the response name {show(name)} is a sample's; choose another")
    return name


def _name(path: Path) -> str:
    """What a file's response is called; raises LibraryError for one that cannot be shown."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        raise LibraryError(f"the file {show(path.name)} has a name that is not UTF-8; give it another") from None
    return unicodedata.normalize("NFC", path.stem)
