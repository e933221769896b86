"""Captures in the window's tabs have room, are read when they are seen, and leave for the preview."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.gui.captures.life_desk import LifeDesk
from mockpanel.gui.captures.life_place import LifePlace
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.profiles import Profiles
from mockpanel.gui.stage import Stage
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.hosting import ServerHost
from tests.gui.captures.desks import Bench, played
from tests.gui.stories import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

Story = Callable[[QTabWidget, LifeDesk, QWidget], Awaitable[None]]


def placed(qapp: QApplication, folder: Path, story: Story) -> None:
    async def with_tabs(bench: Bench) -> None:
        services, tabs, below = bench.services, QTabWidget(), QWidget()
        profiles = Profiles(services.store, ProfileFolder(folder / "profiles"), bench.told.stack, bench.parent)
        life = LifeDesk(services, profiles, bench.told, bench.tasks, bench.parent)
        editor = ResponseEditor()
        stage = Stage(ServerHost(services), editor, FrameClock(lambda: None, bench.parent), bench.parent)
        for pane, name in ((editor, "Response"), (stage.preview, "Preview"), (life.pane, "Captures")):
            tabs.addTab(pane, name)
        LifePlace(tabs, life, below, stage)
        tabs.show()
        try:
            await story(tabs, life, below)
        finally:
            life.close()
            profiles.close()
            await stage.close()
            for widget in (tabs, below, life.sign, stage.wire, stage.gaps, stage.measured):
                widget.deleteLater()

    played(qapp, folder / "captures", with_tabs)


def test_they_are_read_when_they_come_into_sight_and_have_room(qapp: QApplication, tmp_path: Path) -> None:
    async def story(tabs: QTabWidget, life: LifeDesk, below: QWidget) -> None:
        await asyncio.sleep(0.02)
        before = life.captures.names

        life.show_asked.emit()
        room = below.isHidden()
        await until(lambda: "Sea" in life.captures.names)
        tabs.setCurrentIndex(0)

        assert before == []
        assert room
        assert not below.isHidden()

    placed(qapp, tmp_path, story)


def test_to_hear_one_the_preview_is_shown(qapp: QApplication, tmp_path: Path) -> None:
    async def story(tabs: QTabWidget, life: LifeDesk, below: QWidget) -> None:
        tabs.setCurrentWidget(life.pane)

        life.play_asked.emit()

        assert tabs.tabText(tabs.currentIndex()) == "Preview"

    placed(qapp, tmp_path, story)
