"""Named settings as TOML files: the user's own by path or name, the built-in ones by name.

tokens_per_second = 95.0
time_to_first_token = 0.35

[about]                     # optional, for people
name = "GPT-4o (2024)"
source = "…"
"""

from __future__ import annotations

import difflib
import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import BaseModel

from mockpanel.core.answer_settings import ToolCall
from mockpanel.core.errors import InvalidValue, ProfileError
from mockpanel.core.literals import compact
from mockpanel.core.sentences import show
from mockpanel.core.settings import SPECS, STREAM_NAMES, TEXT_NAMES, Settings, validated
from mockpanel.core.shapes import UNSHAPED

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


@functools.cache
def built_in() -> Mapping[str, Profile]:
    """The built-in profiles in their own order, by the names that `--profile` takes; read once."""
    profiles = {path.stem: read_profile(path) for path in BUILT_IN.glob("*.toml")}
    return dict(sorted(profiles.items(), key=lambda item: (item[1].about.get("order", 0), item[0])))


def built_in_names() -> list[str]:
    """The names that `--profile` takes for the built-in profiles, in their own order."""
    return list(built_in())


def find_profile(name_or_path: str) -> Profile:
    """The profile of a file, the built-in one of that name, or the user's own; raises ProfileError."""
    path = Path(name_or_path)
    if path.suffix == ".toml" or os.path.isfile(name_or_path):
        return read_profile(path)
    if name_or_path in built_in():
        return built_in()[name_or_path]
    if own := _own(name_or_path):
        return own
    names = built_in_names()
    near = difflib.get_close_matches(name_or_path, names, n=3)
    hint = f"did you mean {', '.join(near)}" if near else f"the built-in ones are {', '.join(names)}"
    raise ProfileError(f"profile {show(name_or_path)} is neither a file nor a built-in profile; {hint}")


def profile_toml(values: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """The text of a profile file that `read_profile` gives back exactly; to be written with its line ends as they are.

    Texts are written over several lines where they hold some, unless TOML would lose a carriage return by it.
    """
    document = {name: _plain(value) for name, value in values.items()}
    if about:
        document[ABOUT] = dict(about)
    return tomli_w.dumps(document, multiline_strings="\\r" not in repr(document))


def _plain(value: Any) -> Any:
    """A setting's value as TOML can hold it: what is empty is left out of a list's tables."""
    if isinstance(value, ToolCall):
        arguments = value.arguments
        # TOML has no null: such arguments stand as the text that they are sent as.
        fit = arguments if isinstance(arguments, str) or not _holds_null(arguments) else compact(arguments)
        value = {"name": value.name, "arguments": fit, "id": value.id}
        return {name: item for name, item in value.items() if item not in (None, "")}
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_defaults=True)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _holds_null(value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(item is None or _holds_null(item) for item in inside)


def values_of(profile: Profile) -> dict[str, Any]:
    """What a profile sets of the live defaults; it switches off what shapes a stream and it does not name.

    What is answered stays, reasoning included, unless the profile brings it.
    """
    off = {name: value for name, value in UNSHAPED.items() if name not in TEXT_NAMES}
    return off | {name: value for name, value in profile.values.items() if name in STREAM_NAMES}


def described(profile: Profile) -> str:
    """Where a profile is from, of what date, and how far to trust it, as far as it says so."""
    about = {name: str(profile.about.get(name, "")).strip() for name in ("source", "date", "trust", "notes")}
    origin = about["source"]
    if about["date"] and about["date"] not in origin:
        origin = f"{origin}, {about['date']}" if origin else about["date"]
    return "\n".join(line for line in (origin, about["trust"], about["notes"]) if line)


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
        settings = validated(Settings, document)
    except InvalidValue as error:
        raise ProfileError(f"profile {path}: {error}") from None
    lists = {name: getattr(settings, name) for name in document if SPECS[name].kind is tuple}
    return Profile(str(about.get("name", path.stem)), document | lists, about)


def _own(name: str) -> Profile | None:
    from mockpanel.core.profile_folder import ProfileFolder  # it stands on this file

    return ProfileFolder().find(name)


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
