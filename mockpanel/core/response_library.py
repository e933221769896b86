"""Named responses: the samples that come along, and the user's own, each a UTF-8 text file. Knows no editor."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from mockpanel.core.errors import LibraryError
from mockpanel.core.files import write_whole
from mockpanel.core.sentences import show

SAMPLES = Path(str(files("mockpanel") / "resources" / "responses"))
ENDINGS = (".md", ".txt")
LONGEST_NAME = 80
LARGEST_BYTES = 4_000_000
"""What the editor takes."""

_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
"""No file name of some system may hold these."""

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


class ResponseLibrary:
    """Looks into the folder anew for every answer, so that files may come and go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self) -> list[Entry]:
        """The user's own by name, then the samples in their order."""
        own = [Entry(path.stem, False, path.stat().st_size) for path in self._own_paths()]
        samples = [Entry(name, True, path.stat().st_size) for name, path in _samples().items()]
        return own + samples

    def read(self, name: str) -> str:
        """The text, byte for byte; raises LibraryError."""
        path = self._find(name) or _samples().get(name)
        if path is None:
            raise LibraryError(f"there is no response {show(name)}")
        try:
            if path.stat().st_size > LARGEST_BYTES:
                raise LibraryError(f"the response {show(name)} is larger than {LARGEST_BYTES // 1_000_000} MB")
            return path.read_bytes().decode("utf-8")
        except OSError as error:
            raise LibraryError(f"the response {show(name)} cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise LibraryError(f"the response {show(name)} is not UTF-8 text") from None

    def save(self, name: str, text: str) -> str:
        """Keeps a text under a name, over an own response of that name; returns the name as it is kept."""
        name = self._checked(name)
        self._write(self._find(name) or self.folder / f"{name}{ENDINGS[0]}", text.encode())
        return name

    def rename(self, old: str, new: str) -> str:
        """Gives an own response another name; returns it as it is kept."""
        path, name = self._own(old), self._checked(new)
        other = self._find(name)
        if other is not None and other != path:
            raise LibraryError(f"the response name {show(name)} is taken; choose another")
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

    def restore(self, deleted: Deleted) -> None:
        """Brings back what was deleted, byte for byte."""
        self._write(self.folder / deleted.file, deleted.data)

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_whole(path, data)
        except OSError as error:
            raise LibraryError(f"the response {show(path.stem)} cannot be saved: {error.strerror or error}") from None

    def _own(self, name: str) -> Path:
        path = self._find(name)
        if path is None:
            raise LibraryError(f"there is no response {show(name)} of your own")
        return path

    def _find(self, name: str) -> Path | None:
        return next((path for path in self._own_paths() if _key(path.stem) == _key(name)), None)

    def _own_paths(self) -> Iterator[Path]:
        try:
            names = sorted(os.listdir(self.folder), key=_key)
        except OSError:
            return
        for path in (self.folder / name for name in names if not name.startswith(".")):
            if path.suffix in ENDINGS and path.is_file() and _key(path.stem) not in _sample_keys():
                yield path

    def _checked(self, text: str) -> str:
        """A name that can be kept; raises LibraryError."""
        name = unicodedata.normalize("NFC", " ".join(text.split())).rstrip(".")
        if not name:
            raise LibraryError("a response needs a name")
        if len(name) > LONGEST_NAME or len(name.encode()) > 2 * LONGEST_NAME:
            raise LibraryError(f"a response's name must have at most {LONGEST_NAME} characters, got {len(name)}")
        if found := _UNSAFE.search(name):
            raise LibraryError(f"a response's name must not hold {show(found.group())}")
        if name.startswith("."):
            raise LibraryError("a response's name must not begin with a dot")
        if _key(name) in _sample_keys():
            raise LibraryError(f"the response name {show(name)} is a sample's; choose another")
        return name


@cache
def _samples() -> dict[str, Path]:
    """The samples by name: `02-three-paragraphs.md` is “Three paragraphs”."""
    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix in ENDINGS)
    return {_ORDER.sub("", path.stem).replace("-", " ").capitalize(): path for path in paths}


def _sample_keys() -> set[str]:
    return {_key(name) for name in _samples()}


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
