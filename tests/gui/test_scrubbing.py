"""Going through a record in the preview: what is shown, what is told, and what stays as it was."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.tokens import Tokens, tokenize
from mockpanel.gui.scrubbing import Scrubbing
from mockpanel.gui.widgets.preview_pane import PreviewPane
from tests.core.records import record_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

FIRST_NS = 900_600_000
GAP_NS = 20_000_000


async def split(text: str, encoding: str) -> Tokens:
    return tokenize(text, encoding)


def run(work: Coroutine[Any, Any, None], _name: str) -> None:
    asyncio.run(work)


@pytest.fixture
def scrubbing(qtbot: QtBot) -> Scrubbing:
    pane = PreviewPane()
    qtbot.addWidget(pane)
    pane.resize(700, 400)
    pane.show()
    return Scrubbing(pane, split, run, pane)


def shown(scrubbing: Scrubbing) -> str:
    return scrubbing._preview.view.text()


def open_at(scrubbing: Scrubbing, ns: int, record: RequestRecord | None = None) -> None:
    scrubbing.open(record or record_of(), ns)


def test_a_moment_shows_the_text_that_stood_there(scrubbing: Scrubbing) -> None:
    open_at(scrubbing, FIRST_NS + GAP_NS)

    assert shown(scrubbing) == "Hello,"
    assert scrubbing._preview.scrub.isVisible()
    assert not scrubbing._preview.live.isVisible()
    assert scrubbing._preview.scrub.name.text() == "Request 1 · gpt-4o"


def test_steps_show_a_chunk_more_or_less_and_stand_still(scrubbing: Scrubbing) -> None:
    open_at(scrubbing, 0)
    bar, texts = scrubbing._preview.scrub, [shown(scrubbing)]

    for button in (bar.step, bar.step, bar.step, bar.back, bar.back):
        button.click()
        texts.append(shown(scrubbing))

    assert texts == ["", "Hello", "Hello,", "Hello, World", "Hello,", "Hello"]
    assert bar.play.text() == "Play"


def test_playing_reaches_the_end_and_stands_there(scrubbing: Scrubbing, qtbot: QtBot) -> None:
    open_at(scrubbing, FIRST_NS - GAP_NS)
    heard: list[float] = []
    scrubbing.clicked.connect(heard.extend)

    scrubbing._preview.scrub.play.click()
    qtbot.waitUntil(lambda: shown(scrubbing) == "Hello, World!", timeout=2000)
    qtbot.waitUntil(lambda: scrubbing._preview.scrub.play.text() == "Play", timeout=2000)

    gaps = [later - sooner for sooner, later in pairwise(heard)]
    assert gaps == pytest.approx([0.02] * 3, abs=1e-6)


def test_slow_motion_stretches_the_clicks(scrubbing: Scrubbing, qtbot: QtBot) -> None:
    open_at(scrubbing, FIRST_NS - GAP_NS // 10)
    heard: list[float] = []
    scrubbing.clicked.connect(heard.extend)

    scrubbing._preview.scrub.speed.setCurrentText("0.1×")
    scrubbing._preview.scrub.play.click()
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=2000)

    assert heard[1] - heard[0] == pytest.approx(0.2, abs=1e-6)


def test_escape_leaves_and_says_so(scrubbing: Scrubbing, qtbot: QtBot) -> None:
    open_at(scrubbing, FIRST_NS)
    places: list[object] = []
    scrubbing.moved.connect(places.append)

    with qtbot.waitSignal(scrubbing.left, timeout=1000):
        QTest.keyClick(scrubbing._preview.scrub.line, Qt.Key.Key_Escape)

    assert places == [None]
    assert scrubbing.record is None
    assert scrubbing._preview.live.isVisible()


@pytest.mark.parametrize(
    "changes", [{"details_dropped": True, "answer": ""}, {"outcome": Outcome.RUNNING}, {"answer": ""}]
)
def test_a_record_without_an_answer_is_refused_in_a_sentence(scrubbing: Scrubbing, changes: dict[str, Any]) -> None:
    said: list[str] = []
    scrubbing.refused.connect(said.append)

    scrubbing.open(record_of(**changes))

    assert said
    assert said[0].startswith("Request 1 cannot be played")
    assert scrubbing.record is None


def test_another_record_takes_the_place_of_the_first(scrubbing: Scrubbing) -> None:
    open_at(scrubbing, FIRST_NS)

    open_at(scrubbing, FIRST_NS, record_of(2, answer="One two three"))

    assert shown(scrubbing) == "One"
    assert scrubbing._preview.scrub.name.text().startswith("Request 2")
