"""Archives that come out the same on every machine: tar of a folder, and ar, the form of a Debian package."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SET_BY_THE_BUILDER = "SOURCE_DATE_EPOCH"
"""The variable by which distributions say which time a package's files carry (reproducible-builds.org)."""


def source_time() -> int:
    """When the source was last changed, in seconds since 1970: the time that all packed files carry."""
    if given := os.environ.get(SET_BY_THE_BUILDER):
        return int(given)
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return int(told) if told else int((ROOT / "pyproject.toml").stat().st_mtime)


def tar(target: Path, folder: Path, prefix: str, form: str) -> None:
    """Packs a folder's content below a prefix, as root's, links kept; form is gz or xz."""
    when = source_time()

    def tidy(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.uid = info.gid = 0
        info.uname = info.gname = "root"
        info.mtime = when
        info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
        return info

    options = {"preset": 4} if form == "xz" else {"compresslevel": 6}
    with tarfile.open(target, f"w:{form}", format=tarfile.GNU_FORMAT, **options) as archive:  # type: ignore[call-overload]
        archive.add(folder, prefix, recursive=False, filter=tidy)
        for path in sorted(folder.rglob("*")):
            archive.add(path, f"{prefix}/{path.relative_to(folder).as_posix()}", recursive=False, filter=tidy)


def ar(target: Path, members: dict[str, bytes]) -> None:
    """Writes an archive in the common form of ar (man 5 deb)."""
    when = source_time()
    with target.open("wb") as file:
        file.write(b"!<arch>\n")
        for name, content in members.items():
            file.write(f"{name:<16}{when:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode())
            file.write(content + b"\n" * (len(content) % 2))
