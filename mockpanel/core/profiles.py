"""Named settings as TOML files: the user's own by path, the built-in ones by name.

tokens_per_second = 95.0
time_to_first_token = 0.35

[about]                     # optional, for people
name = "GPT-4o (2024)"
source = "…"
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from mockpanel.core.errors import InvalidValue, ProfileError
from mockpanel.core.sentences import show
from mockpanel.core.settings import Settings, validated

BUILT_IN = Path(str(files("mockpanel") / "resources" / "profiles"))
ABOUT = "about"
RESPONSE_FILE = "mock_response_file"
LARGEST_FILE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Profile:
    """Settings under a name. `values` holds only what the file sets; `about` is its source, date and trust."""

    name: str
    values: Mapping[str, Any]
    about: Mapping[str, Any]


def built_in_names() -> list[str]:
    """The names that `--profile` takes for the built-in profiles, in their own order."""
    profiles = {path.stem: read_profile(path).about for path in BUILT_IN.glob("*.toml")}
    return sorted(profiles, key=lambda name: (profiles[name].get("order", 0), name))


def find_profile(name_or_path: str) -> Profile:
    """The profile of a file, or the built-in one of that name; raises ProfileError."""
    path = Path(name_or_path)
    if path.suffix == ".toml" or os.path.isfile(name_or_path):
        return read_profile(path)
    built_in = BUILT_IN / f"{path.name}.toml"
    if path.name == name_or_path and name_or_path in built_in_names():
        return read_profile(built_in)
    names = built_in_names()
    near = difflib.get_close_matches(name_or_path, names, n=3)
    hint = f"did you mean {', '.join(near)}" if near else f"the built-in ones are {', '.join(names)}"
    raise ProfileError(f"profile {show(name_or_path)} is neither a file nor a built-in profile; {hint}")


def read_profile(path: Path) -> Profile:
    """The profile of a TOML file, its settings checked; raises ProfileError with the file's name in the sentence."""
    try:
        document = tomllib.loads(_read(path))
    except (ValueError, RecursionError) as error:  # tomllib's own, endless numbers, deep nesting
        raise ProfileError(f"profile {path} is not TOML: {error}") from None
    about = document.pop(ABOUT, {})
    if not isinstance(about, dict):
        raise ProfileError(f"profile {path}: [about] must be a table")
    if RESPONSE_FILE in document:
        if "mock_response" in document:
            raise ProfileError(f"profile {path}: give either mock_response or {RESPONSE_FILE}, not both")
        document["mock_response"] = _response(path, document.pop(RESPONSE_FILE))
    try:
        validated(Settings, document)
    except InvalidValue as error:
        raise ProfileError(f"profile {path}: {error}") from None
    return Profile(str(about.get("name", path.stem)), document, about)


def _response(profile: Path, name: object) -> str:
    """The text of a profile's response file, which is looked for beside the profile."""
    if not isinstance(name, str):
        raise ProfileError(f"profile {profile}: {RESPONSE_FILE} must be a string, got {show(name)}")
    return _read(profile.parent / name)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise ProfileError(f"profile {path} is larger than 64 MiB")
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ProfileError(f"profile {path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ProfileError(f"profile {path} is not UTF-8 text") from None
    except ValueError as error:  # a NUL in the name
        raise ProfileError(f"profile {show(str(path))} cannot be read: {error}") from None
