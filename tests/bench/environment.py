"""Where the bench runs: what to say about it, and how many files it may open."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from .cores import Cores

PACKAGES = ("uvicorn", "uvloop", "httptools", "fastapi")


def describe(cores: Cores, *, quick: bool) -> str:
    """A line on the system, the versions and the cores."""
    parts = [platform.system(), f"Python {platform.python_version()}"]
    parts += [f"{package} {found}" for package in PACKAGES if (found := installed(package))]
    if cores.apart:
        parts.append(f"{len(cores.usable)} cores (server on {cores.usable[0]}, client on {cores.usable[-1]})")
    return ", ".join(parts) + ("; quick run." if quick else ".")


def installed(package: str) -> str:
    """The version of an installed package; empty if it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def allow_open_files(count: int) -> None:
    """Raise the limit of open files to at least that many where the system lets us; servers inherit it."""
    if sys.platform == "win32":
        return
    import resource  # Does not exist on Windows.

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < count:
        wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
