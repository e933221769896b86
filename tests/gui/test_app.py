"""What a start takes from the last one: flags beat it, and what cannot be used is told of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mockpanel.core.response_library import ResponseLibrary
from mockpanel.core.settings import Settings
from mockpanel.gui.app import WELCOME, settle_remembered
from mockpanel.gui.state import WindowState
from mockpanel.launch import settle


def started(state: WindowState, tmp_path: Path, **flags: str) -> tuple[Settings, str]:
    def with_flags(remembered: Mapping[str, Any]) -> Settings:
        return settle(flags, {}, remembered)

    return settle_remembered(with_flags, state, ResponseLibrary(tmp_path))


def test_a_first_start_has_a_text_to_play(tmp_path: Path) -> None:
    settings, told = started(WindowState(), tmp_path)

    assert settings.mock_response == ResponseLibrary(tmp_path).read(WELCOME)
    assert told == ""


def test_settings_and_address_come_back(tmp_path: Path) -> None:
    last = WindowState(settings={"mock_response": "漢字", "tokens_per_second": 7.0}, host="127.0.0.2", port=8123)

    settings, _ = started(last, tmp_path)

    assert (settings.mock_response, settings.tokens_per_second) == ("漢字", 7)
    assert (settings.host, settings.port) == ("127.0.0.2", 8123)


def test_flags_and_profiles_beat_what_is_remembered(tmp_path: Path) -> None:
    last = WindowState(settings={"tokens_per_second": 7.0, "time_to_first_token": 9.0}, host="127.0.0.1", port=8123)

    settings, _ = started(last, tmp_path, port="8200", profile="gpt-4o-2024")

    assert (settings.port, settings.tokens_per_second) == (8200, 95)


@pytest.mark.parametrize("wrong", [{"tokens_per_second": -1}, {"mock_response": 5}, {"unknown": 1}])
def test_what_cannot_be_used_is_told_of_and_the_start_goes_on(tmp_path: Path, wrong: dict[str, Any]) -> None:
    settings, told = started(WindowState(settings=wrong), tmp_path)

    assert settings == Settings()
    assert told.startswith("The settings of the last start cannot be used: ")
    assert next(iter(wrong)) in told
