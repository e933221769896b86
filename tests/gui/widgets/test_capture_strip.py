"""The gaps of a capture as it came: nothing was planned."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.ledger import Ledger
from mockpanel.gui.widgets.capture_strip import CaptureStrip


@pytest.fixture
def strip(qtbot: QtBot) -> CaptureStrip:
    ledger = Ledger()
    for at_ms, tokens in ((500, 1), (600, 3), (2600, 4)):
        ledger.add(at_ms * 1_000_000, at_ms * 1_000_000, tokens)
    made = CaptureStrip()
    qtbot.addWidget(made)
    made.resize(400, 120)
    made.show_ledger(ledger, over=True)
    return made


def test_a_chunk_tells_when_it_came(strip: CaptureStrip) -> None:
    assert strip.tip(0) == "Token 1\ncame 500.0\u202fms"
    assert strip.tip(1) == "Token 3\ncame 600.0\u202fms\ngap 100.0\u202fms"


def test_it_is_drawn_and_has_figures(strip: CaptureStrip) -> None:
    drawn = strip.grab().toImage()
    strip.clear()

    assert strip.grab().toImage() != drawn


def test_stalls_are_told_of(strip: CaptureStrip) -> None:
    assert strip.stall_words() == "1 stall"
    assert ("max", "2\u202f000\u202fms") in strip.figures()
