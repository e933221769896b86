"""Making a film: the file is whole or not there, its time is the answer's, and the loop goes on meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageSequence
from PySide6.QtWidgets import QApplication

from mockpanel.core.film import HOLD_MS
from mockpanel.core.film_choices import FilmChoices, FilmKind
from mockpanel.core.scrub import Recording
from mockpanel.gui.loop import make_loop
from mockpanel.gui.sharing.film_maker import make_film

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

WORDS = 40
TEXT = "word " * WORDS
MADE = Recording(TEXT, tuple(300_000_000 + k * 50_000_000 for k in range(WORDS)), tuple(range(5, 5 * WORDS + 1, 5)))
CHOICES = FilmChoices(width=240, height=160, zoom=100)
Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture
def run(qapp: QApplication) -> Run:
    """Runs work in the loop that the app uses."""

    def play(work: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
            runner.run(work)

    return play


def no_progress(_done: int, _of: int) -> None:
    """Nobody looks."""


@pytest.mark.parametrize("kind", list(FilmKind))
@pytest.mark.parametrize("speed", [0.5, 1.0, 10.0])
def test_its_time_is_the_answer_s_at_that_speed(run: Run, tmp_path: Path, kind: FilmKind, speed: float) -> None:
    path, seen = tmp_path / f"film.{kind}", []
    choices = FilmChoices(kind=kind, width=240, height=160, zoom=100, speed=speed)

    run(make_film(path, MADE, choices, "caption", lambda done, of: seen.append((done, of))))

    with Image.open(path) as film:
        durations = []
        for frame in ImageSequence.Iterator(film):
            frame.load()
            durations.append(frame.info["duration"])
    assert sum(durations) == pytest.approx(MADE.length_ns / 1e6 / speed + HOLD_MS, abs=10)
    assert seen[-1][0] == seen[-1][1] == len(seen)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_given_up_it_leaves_no_file(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        begun = asyncio.Event()
        work = asyncio.get_running_loop().create_task(
            make_film(tmp_path / "film.gif", MADE, CHOICES, "", lambda _done, _of: begun.set()), name="film"
        )
        await begun.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    run(story())

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_until_the_new_one_is_whole(run: Run, tmp_path: Path) -> None:
    path, sizes = tmp_path / "film.gif", []
    path.write_bytes(b"old")

    run(make_film(path, MADE, CHOICES, "", lambda _done, _of: sizes.append(path.stat().st_size)))

    assert set(sizes) == {3}
    assert path.read_bytes()[:6] == b"GIF89a"


def test_a_place_that_cannot_be_written_is_an_error_of_the_system(run: Run, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        run(make_film(tmp_path / "none" / "film.gif", MADE, CHOICES, "", no_progress))


def test_the_loop_goes_on_while_it_is_made(run: Run, tmp_path: Path) -> None:
    turns = 0

    async def story() -> None:
        nonlocal turns
        work = asyncio.get_running_loop().create_task(
            make_film(tmp_path / "film.gif", MADE, CHOICES, "", no_progress), name="film"
        )
        until = time.monotonic() + 10
        while not work.done() and time.monotonic() < until:
            turns += 1
            await asyncio.sleep(0.001)
        await work

    run(story())

    assert turns > WORDS
