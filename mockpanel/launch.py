"""Which settings a start uses: flags beat environment beats profile beats what is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.model_names import by_any_name
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profile_names import key
from mockpanel.core.profiles import RESPONSE_FILE, built_in, find_profile
from mockpanel.core.sentences import show
from mockpanel.core.settings import ENVIRONMENT_PREFIX, SPECS, Settings, from_text, validated
from mockpanel.core.shapes import UNSHAPED
from mockpanel.core.stand_ins import SETTING, stand_ins

PROFILE = "profile"


def settle(
    flags: Mapping[str, str], environment: Mapping[str, str], remembered: Mapping[str, Any] | None = None
) -> Settings:
    """The settings of this start; raises InvalidValue or ProfileError with one sentence.

    Flags and environment hold texts by setting name; the environment's names carry the prefix MOCKPANEL_.
    `remembered` are values of an earlier start, which all others beat.
    """
    variables = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): text
        for name, text in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and (text or name == ENVIRONMENT_PREFIX + "MOCK_RESPONSE")
    }
    profile = flags.get(PROFILE) or variables.get(PROFILE)
    values: dict[str, Any] = dict(remembered or {})
    if profile:
        # A profile is a whole feel: what was remembered of another's shape does not stay.
        values = {name: value for name, value in values.items() if name not in UNSHAPED} | dict(
            find_profile(profile).values
        )
    for layer in (variables, flags):
        values |= _typed(layer)
    settings = validated(Settings, values)
    _check_stand_ins(settings.mock_models)
    return settings


def read_response(path: str) -> str:
    """The text of a response file, byte for byte; raises InvalidValue."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        raise InvalidValue(RESPONSE_FILE, f"{RESPONSE_FILE} {path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InvalidValue(RESPONSE_FILE, f"{RESPONSE_FILE} {path} must be UTF-8 text") from None


def _check_stand_ins(text: str) -> None:
    """Raises InvalidValue for a model that is to stand for a profile that there is not."""
    wanted = stand_ins(text)
    known = by_any_name(built_in()) | by_any_name(ProfileFolder().by_stem()) if wanted else {}
    for model, name in wanted.items():
        if key(name) not in known:
            raise InvalidValue(SETTING, f"{SETTING}: {model} must be the name of a profile, got {show(name)}")


def _typed(layer: Mapping[str, str]) -> dict[str, Any]:
    """One layer's texts as values; a response file becomes the response."""
    values: dict[str, Any] = {name: from_text(name, text) for name, text in layer.items() if name in SPECS}
    if path := layer.get(RESPONSE_FILE):
        if "mock_response" in values:
            raise InvalidValue(RESPONSE_FILE, f"give either mock_response or {RESPONSE_FILE}, not both")
        values["mock_response"] = read_response(path)
    return values
