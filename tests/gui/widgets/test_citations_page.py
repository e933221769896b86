"""The sources of an answer: shown, typed, added and removed, each by its place."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import StreamSettings
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.citations_page import CitationsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SOURCES: list[dict[str, Any]] = [{"url": "https://a", "title": "A", "start": 3, "end": 20}, {"url": "https://b"}]


def settings_of(*sources: dict[str, Any]) -> StreamSettings:
    return StreamSettings().changed({"mock_citations": list(sources)})


@pytest.fixture
def page(qtbot: QtBot) -> CitationsPage:
    made = CitationsPage()
    qtbot.addWidget(made)
    made.show_colours(DARK)
    made.show_settings(settings_of(*SOURCES))
    return made


def told_by(page: CitationsPage) -> list[dict[int, Any]]:
    told: list[dict[int, Any]] = []
    page.edited.connect(told.append)
    return told


def test_each_source_has_a_row_and_is_not_told(page: CitationsPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.edited):
        page.show_settings(settings_of(SOURCES[1]))
        page.show_settings(settings_of(*SOURCES))

    shown = [[field.text() for field in row.fields] for row in page.rows]
    assert shown == [["https://a", "A", "3", "20"], ["https://b", "", "", ""]]


def test_what_is_typed_is_told_with_its_place(page: CitationsPage) -> None:
    told = told_by(page)

    QTest.keyClicks(page.rows[1].end, "7")

    assert told == [{1: {"url": "https://b", "title": "", "start": 0, "end": 7}}]


def test_only_figures_are_taken_for_places(page: CitationsPage) -> None:
    told = told_by(page)

    QTest.keyClicks(page.rows[1].start, "x-")

    assert told == []


def test_a_source_without_an_address_is_none_yet(page: CitationsPage) -> None:
    told = told_by(page)

    page.rows[0].url.clear()
    page.rows[0].url.textEdited.emit("")

    assert told == []


def test_one_more_one_less_and_none_are_asked_for(page: CitationsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.one_removed) as removed:
        page.rows[1].remove.click()
    with qtbot.waitSignals([page.more_asked, page.remove_asked]):
        page.more.click()
        page.head.remove.click()

    assert removed.args == [1]


def test_every_control_has_a_name(page: CitationsPage) -> None:
    row = page.rows[0]

    assert all(control.accessibleName() for control in (*row.fields, row.remove, page.head.remove))
