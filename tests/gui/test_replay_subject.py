"""What a forecast of a replay is of: the capture's own text, or the response in its gaps."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.laying import Laid
from mockpanel.core.tokens import Tokens, tokenize
from mockpanel.gui.replay_subject import find_capture, laid_answer, replayed
from tests.core.plans import settings_with
from tests.core.replays import timed_capture

ENCODING = "cl100k_base"
SEA = timed_capture((0.5, "The"), (1.0, " sea"), name="Sea")


async def split(text: str, encoding: str) -> Tokens:
    return tokenize(text, encoding)


def laid(text: str, **settings: Any) -> Laid | None:
    tokens, none = tokenize(text, ENCODING), tokenize("", ENCODING)
    return asyncio.run(laid_answer(SEA, tokens, none, settings_with(replay="Sea", **settings), split))


def test_its_own_text_is_foreseen() -> None:
    made = laid("Something else")

    assert made is not None
    assert made.longest.choice.text == "The sea"


def test_so_is_the_response_in_its_gaps() -> None:
    made = laid("Something else", replay_mode="repeat")

    assert made is not None
    assert made.longest.choice.text == "Something else"


def test_nothing_is_foreseen_of_nothing() -> None:
    assert laid("", replay_mode="repeat") is None


def test_only_what_decides_is_looked_at() -> None:
    settings = settings_with(replay="Sea")

    assert replayed(settings_with()) is None
    assert replayed(settings) == replayed(settings.changed({"replay_speed": 2.0, "jitter": 1.0}))
    assert replayed(settings) != replayed(settings.changed({"replay_mode": "resample"}))


def test_a_name_of_none_is_no_error(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path)
    folder.save(SEA)

    assert find_capture(folder, "none") is None
    assert find_capture(folder, "sea") == SEA
