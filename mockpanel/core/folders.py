"""Where the user's own files are: settings, profiles, responses, log. One place a platform, in its own customs."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_log_path

NAME = "mockpanel"


def config_folder() -> Path:
    """Settings and layout."""
    return user_config_path(NAME, appauthor=False, roaming=True)


def profiles_folder() -> Path:
    """The user's own profiles."""
    return config_folder() / "profiles"


def responses_folder() -> Path:
    """The user's own responses."""
    return user_data_path(NAME, appauthor=False, roaming=True) / "responses"


def captures_folder() -> Path:
    """The user's own captures."""
    return user_data_path(NAME, appauthor=False, roaming=True) / "captures"


def log_folder() -> Path:
    """Log files."""
    return user_log_path(NAME, appauthor=False)
