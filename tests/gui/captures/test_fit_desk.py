"""A fit is of the capture that was chosen when it was asked for, and becomes settings or a profile."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.core.capture_folder import Kept
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.gui.captures.fit_desk import FitDesk
from mockpanel.gui.profiles import Profiles
from mockpanel.gui.widgets.capture_detail import CaptureDetail
from tests.core.replays import timed_capture
from tests.gui.captures.desks import SEA, Bench, played
from tests.gui.stories import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

SHORT = timed_capture((0.5, "Hi"), name="Short")


def desk_on(bench: Bench, chosen: Kept | None, profiles: Path) -> tuple[FitDesk, CaptureDetail]:
    detail = CaptureDetail(bench.parent)
    detail.show_capture(chosen)
    own = Profiles(bench.services.store, ProfileFolder(profiles), bench.told.stack, bench.parent)
    return FitDesk(detail, lambda: chosen, bench.services, own, bench.told, bench.tasks), detail


def test_a_fit_becomes_settings_in_one_step(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        bench.services.store.update({"jitter": 0.7, "replay": "Sea"})
        desk, detail = desk_on(bench, Kept(SEA, False), tmp_path / "profiles")

        desk.begin()
        await until(detail.fit.use.isEnabled)
        detail.fit.use.click()

        settings = bench.services.store.snapshot
        assert settings.time_to_first_token == 0.5
        assert settings.replay == ""
        assert bench.told.stack.undoText() == "Use the fit of Sea"
        assert bench.told.stack.count() == 1

    played(qapp, tmp_path / "captures", story)


def test_too_short_a_capture_is_refused_in_place(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        desk, detail = desk_on(bench, Kept(SHORT, False), tmp_path / "profiles")

        desk.begin()
        await until(lambda: detail.fit.error.text() != "")

        assert detail.fit.error.text() == "a capture must have at least 3 chunks to be fitted, got 1."
        assert not detail.fit.use.isEnabled()

    played(qapp, tmp_path / "captures", story)


def test_a_wrong_name_of_a_profile_is_refused_beside_it(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        desk, detail = desk_on(bench, Kept(SEA, False), tmp_path / "profiles")
        desk.begin()
        await until(detail.fit.save.isEnabled)
        detail.fit.save.click()
        detail.fit.popup.line.setText("  ")

        detail.fit.popup.done.click()

        assert "name" in detail.fit.popup.error.text()
        assert bench.told.stack.count() == 0

    played(qapp, tmp_path / "captures", story)


def test_without_a_capture_or_a_fit_nothing_happens(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        desk, _ = desk_on(bench, None, tmp_path / "profiles")

        desk.begin()
        desk.use()
        desk.save("A name")

        assert bench.told.stack.count() == 0

    played(qapp, tmp_path / "captures", story)
