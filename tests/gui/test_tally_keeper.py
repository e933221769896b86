"""The rounds that were decided, kept over a restart."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from mockpanel.core.tally import Preferred, Round
from mockpanel.gui.tally_keeper import TallyKeeper

FIRST = Round(at=1, left="Fast", right="Slow", preferred=Preferred.LEFT)
SECOND = Round(at=2, left="Slow", right="Fast", preferred=Preferred.NEITHER)

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: tmp_path / "window.json")
    return tmp_path / "tally.json"


def with_keeper(story: Callable[[TallyKeeper, QUndoStack], Awaitable[None] | None]) -> TallyKeeper:
    """A keeper to which something was done, closed."""

    async def run() -> TallyKeeper:
        undo = QUndoStack()
        keeper = TallyKeeper(undo)
        keeper.load()
        done = story(keeper, undo)
        if done is not None:
            await done
        await keeper.close()
        return keeper

    return asyncio.run(run())


def test_rounds_survive_a_restart(path: Path) -> None:
    def vote(keeper: TallyKeeper, _undo: QUndoStack) -> None:
        keeper.add(FIRST)
        keeper.add(SECOND)

    with_keeper(vote)
    found = with_keeper(lambda _keeper, _undo: None)

    assert found.rounds == (FIRST, SECOND)


def test_votes_and_clearing_are_taken_back_step_by_step(path: Path) -> None:
    counts: list[int] = []

    def story(keeper: TallyKeeper, undo: QUndoStack) -> None:
        keeper.add(FIRST)
        keeper.add(SECOND)
        assert keeper.clear() == "2 rounds cleared."
        for _ in range(3):
            counts.append(len(keeper.rounds))
            undo.undo()
        counts.append(len(keeper.rounds))

    with_keeper(story)

    assert counts == [0, 2, 1, 0]


def test_clearing_nothing_is_no_step(path: Path) -> None:
    def story(keeper: TallyKeeper, undo: QUndoStack) -> None:
        assert keeper.clear() == ""
        assert not undo.canUndo()

    with_keeper(story)


def test_a_file_that_is_none_is_set_aside_and_told(path: Path, qtbot: QtBot) -> None:
    path.write_text("{", encoding="utf-8")
    keeper = TallyKeeper(QUndoStack())

    with qtbot.waitSignal(keeper.told) as told:
        keeper.load()

    assert "set aside" in told.args[0]
    assert path.with_suffix(".broken.json").read_text(encoding="utf-8") == "{"
    assert keeper.rounds == ()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_all_rounds_are_exported(path: Path, kind: str) -> None:
    out = path.with_name(f"out.{kind}")

    async def story(keeper: TallyKeeper, _undo: QUndoStack) -> None:
        keeper.add(FIRST)
        await keeper.export(kind, out)

    with_keeper(story)

    text = out.read_text(encoding="utf-8")
    assert "Fast" in text
    assert kind == "csv" or json.loads(text)["rounds"][0]["winner"] == "Fast"


def test_a_disk_that_refuses_is_told_of(path: Path) -> None:
    told: list[str] = []

    def story(keeper: TallyKeeper, _undo: QUndoStack) -> None:
        keeper.told.connect(told.append)
        path.mkdir()
        keeper.add(FIRST)

    with_keeper(story)

    assert told[-1].startswith("The tally could not be written: ")
