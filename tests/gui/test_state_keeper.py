"""The state is written soon after a change, and once more at the end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.gui import state_keeper
from mockpanel.gui.loop import make_loop
from mockpanel.gui.state import WindowState, load_state
from mockpanel.gui.state_keeper import StateKeeper


def keep(qapp: QApplication, touches: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the keeper tells when it is touched and then closed."""
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: path)
    monkeypatch.setattr(state_keeper, "REST_MS", 1)
    told: list[str] = []

    async def run() -> None:
        keeper = StateKeeper(lambda: WindowState(port=len(told)))
        keeper.told.connect(told.append)
        for _ in range(touches):
            keeper.touch()
        async with asyncio.timeout(5):
            while touches and "saved" not in told:
                await asyncio.sleep(0.005)
        await keeper.close()

    with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
        runner.run(run())
    return told


def test_many_changes_are_one_write_and_the_end_is_another(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "window.json"

    told = keep(qapp, 3, path, monkeypatch)

    assert told == ["unsaved", "saved", "saved"]
    assert load_state(path)[0].port == 2


def test_a_file_that_cannot_be_written_is_told_of(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")

    told = keep(qapp, 0, tmp_path / "file" / "window.json", monkeypatch)

    assert "cannot be written" in told[0] or "could not be written" in told[0]
