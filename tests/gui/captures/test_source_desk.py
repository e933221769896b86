"""Record mode from the window: what other programs switch is shown, and no key is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mockpanel.gui.captures.source_desk import SourceDesk
from mockpanel.gui.state import CaptureChoices
from mockpanel.gui.widgets.capture_sign import CaptureSign
from mockpanel.gui.widgets.capture_source import CaptureSource
from tests.gui.captures.desks import Bench, played

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

URL = "https://api.example.org/v1"
KEY = "sk-a-secret-of-its-own"


def desk_on(bench: Bench) -> tuple[SourceDesk, CaptureSource, CaptureSign]:
    source, sign = CaptureSource(bench.parent), CaptureSign(bench.parent)
    return SourceDesk(source, sign, bench.services, bench.tasks, bench.parent), source, sign


def test_what_another_program_switches_is_shown(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        desk, source, sign = desk_on(bench)

        bench.services.upstream.point(URL, KEY)
        shown = sign.words.text(), source.url.text(), source.key.placeholderText(), source.key.text()
        bench.services.upstream.switch_off()

        assert shown == (
            "Capturing from api.example.org: every request is passed on there, the preview's too.",
            URL,
            "a key is sent",
            "",
        )
        assert sign.isHidden()
        desk.close()

    played(qapp, tmp_path, story)


def test_an_address_that_was_used_is_remembered_and_a_key_is_not(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        desk, source, _ = desk_on(bench)
        desk.resume(CaptureChoices(model="m", prompt="p"))
        source.url.setText(f"https://me:{KEY}@api.example.org/v1")
        source.key.setText(KEY)
        desk.start(source.url.text(), KEY)
        refused = desk.choices()

        desk.start(URL, KEY)

        assert refused.url == ""
        assert desk.choices() == CaptureChoices(url=URL, model="m", prompt="p")
        assert KEY not in desk.choices().model_dump_json()
        assert bench.services.upstream.key == KEY
        desk.close()

    played(qapp, tmp_path, story)


def test_what_was_captured_last_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        desk, source, sign = desk_on(bench)
        heard: list[str] = []
        desk.captured.connect(heard.append)
        desk.start(URL, "")

        bench.services.captured.emit("Sea")

        assert heard == ["Sea"]
        assert sign.last.text() == "Show “Sea”"
        assert source.told.text() == "“Sea” was captured last."
        desk.close()

    played(qapp, tmp_path, story)


def test_a_closed_desk_listens_no_longer(qapp: QApplication, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        desk, _, sign = desk_on(bench)

        desk.close()
        bench.services.upstream.point(URL)

        assert sign.isHidden()

    played(qapp, tmp_path, story)
