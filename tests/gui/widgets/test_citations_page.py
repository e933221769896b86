"""The sources of an answer: shown, typed, added and removed, each by its place."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import StreamSettings
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.citation_row import NAMELESS
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


def empty(field: QLineEdit) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)


def test_a_source_without_an_address_is_none_and_the_old_one_is_said_to_be_sent(page: CitationsPage) -> None:
    told, row = told_by(page), page.rows[0]

    empty(row.url)
    page.show_settings(settings_of(*SOURCES))

    assert told == []
    assert (row.url.text(), row.fault.text()) == ("", NAMELESS)
    assert not row.fault.isHidden()
    QTest.keyClicks(row.url, "u")
    assert [source[0]["url"] for source in told] == ["u"]
    assert row.fault.isHidden()


def test_a_place_that_ends_before_it_starts_is_refused_in_its_row_and_stays_to_be_corrected(
    page: CitationsPage,
) -> None:
    told, row = told_by(page), page.rows[1]

    QTest.keyClicks(row.start, "50")
    QTest.keyClicks(row.end, "10")
    page.show_settings(settings_of(SOURCES[0], {"url": "https://b", "start": 50}))

    assert [source[1]["start"] for source in told] == [5, 50]
    assert [field.text() for field in row.fields] == ["https://b", "", "50", "10"]
    assert row.fault.text() == "End must be at least start (50), got 10; the old one is sent."
    QTest.keyClicks(row.end, "0")
    assert told[-1][1]["end"] == 100
    assert row.fault.isHidden()


def test_another_source_takes_the_place_of_what_was_wrong(page: CitationsPage) -> None:
    empty(page.rows[0].url)

    page.show_settings(settings_of(SOURCES[1]))

    assert page.rows[0].url.text() == "https://b"
    assert page.rows[0].fault.isHidden()


def test_a_new_source_and_what_is_wrong_with_it_are_wholly_in_view(page: CitationsPage, qtbot: QtBot) -> None:
    page.resize(600, 120)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()

    page.show_settings(settings_of(*SOURCES * 5))
    page.begin()
    row = page.rows[-1]

    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect() == row.rect())
    assert row.url.hasFocus()
    empty(row.url)
    qtbot.waitUntil(row.fault.isVisible)
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect() == row.rect())


def test_one_more_one_less_and_none_are_asked_for(page: CitationsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.one_removed) as removed:
        page.rows[1].remove.click()
    with qtbot.waitSignals([page.more_asked, page.remove_asked]):
        page.more.click()
        page.head.remove.click()

    assert removed.args == [1]


def test_every_control_has_a_name(page: CitationsPage) -> None:
    row = page.rows[0]

    assert all(control.accessibleName() for control in (*row.fields, row.fault, row.remove, page.head.remove))
    assert page.more.toolTip()


def test_rows_stay_as_high_as_they_are_where_one_of_them_is_wrong(page: CitationsPage, qtbot: QtBot) -> None:
    page.resize(600, 120)
    with qtbot.waitExposed(page):
        page.show()
    page.show_settings(settings_of(*SOURCES * 5))
    qtbot.waitUntil(page.rows[-1].isVisible)
    heights = [row.height() for row in page.rows[:-1]]

    empty(page.rows[-1].url)
    qtbot.waitUntil(page.rows[-1].fault.isVisible)

    assert [row.height() for row in page.rows[:-1]] == heights
