"""One request in full, as somebody reads it."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mockpanel.core.choices import PartKind
from mockpanel.core.request_record import AnswerPart, Outcome
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.request_detail import RequestDetail
from tests.core.records import record_of, running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def detail(qtbot: QtBot) -> RequestDetail:
    """A pane in which nothing is chosen."""
    detail = RequestDetail()
    qtbot.addWidget(detail)
    detail.resize(400, 300)
    with qtbot.waitExposed(detail):
        detail.show()
    return detail


def copied(detail: RequestDetail, qtbot: QtBot, tab: int) -> str:
    """What the copy button copies in a tab."""
    detail.tabs.setCurrentIndex(tab)
    QTest.mouseClick(detail.copy, Qt.MouseButton.LeftButton)
    return QGuiApplication.clipboard().text()


def test_without_a_request_it_says_what_to_do(detail: RequestDetail) -> None:
    assert detail.none.isVisible()
    assert not detail.tabs.isVisible()


def test_a_request_shows_masked_headers_and_pretty_json(detail: RequestDetail) -> None:
    detail.show_record(record_of())

    shown = detail.request.toPlainText()
    assert "authorization: Bearer ***" in shown
    assert '\n  "model": "gpt-4o",\n' in shown
    assert detail.response.toPlainText() == "Hello, World!"
    assert detail.note.text().startswith("200 completed · 4 of 4 tokens · 970.0 ms")


def test_each_tab_copies_what_it_shows(detail: RequestDetail, qtbot: QtBot) -> None:
    record = record_of()
    detail.show_record(record)

    assert json.loads(copied(detail, qtbot, 0)) == json.loads(record.body)
    assert copied(detail, qtbot, 1) == "Hello, World!"
    times = copied(detail, qtbot, 2).splitlines()
    assert times[:2] == ["planned_ms\tsent_ms\ttokens", "900.000\t900.600\t1"]
    assert detail.copy.text() == "Copied"
    qtbot.waitUntil(lambda: detail.copy.text() == "Copy timing")


def test_a_running_request_says_where_its_text_will_be(detail: RequestDetail) -> None:
    record = running()
    detail.show_record(record)
    before = detail.response.toPlainText()

    record.outcome, record.answer = Outcome.COMPLETED, "Done."
    detail.show_record(record)

    assert "when the request is over" in before
    assert detail.response.toPlainText() == "Done."


def test_a_changed_record_keeps_the_place_that_is_read(detail: RequestDetail) -> None:
    record = running()
    record.body = json.dumps({"messages": ["x"] * 200})
    detail.show_record(record)
    bar = detail.request.verticalScrollBar()
    bar.setValue(50)

    record.ledger.add(1, 2, 2)
    detail.show_record(record)

    assert bar.value() == 50


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"details_dropped": True, "body": "", "answer": ""}, "no longer holds"),
        ({"body": "", "answer": ""}, "No body"),
        ({"body": "{half", "answer": ""}, "{half"),
    ],
)
def test_what_is_not_there_is_said(detail: RequestDetail, changes: dict[str, object], words: str) -> None:
    detail.show_record(record_of(1, **changes))

    assert words in detail.request.toPlainText()
    assert detail.response.toPlainText()


def test_what_went_wrong_stands_in_place(detail: RequestDetail) -> None:
    detail.show_record(record_of(outcome=Outcome.REJECTED, status=429, error="Rate limit reached", answer=""))

    assert "Rate limit reached" in detail.note.text()
    assert detail.note.property("role") == "error"


def test_the_timing_tab_holds_what_the_caller_gives(detail: RequestDetail) -> None:
    first, second = QLabel("first"), QLabel("second")

    detail.set_timing_widget(first)
    detail.set_timing_widget(second)

    assert first.parent() is None
    assert second.parent() is detail.timing
    first.deleteLater()


def test_a_long_path_is_elided_and_whole_in_the_tooltip(detail: RequestDetail) -> None:
    detail.show_record(record_of(path="/v1/" + "x" * 300))

    assert detail.title.width() < detail.width()
    assert detail.title.toolTip() == "POST /v1/" + "x" * 300


def test_going_back_to_no_request_empties_it(detail: RequestDetail) -> None:
    detail.show_record(record_of())

    detail.show_record(None)

    assert detail.none.isVisible()
    assert not detail.note.isVisible()


def test_the_keyboard_reaches_every_tab(detail: RequestDetail, qtbot: QtBot) -> None:
    detail.show_record(record_of())
    detail.show_colours(DARK)
    detail.request.setFocus()

    QTest.keyClick(detail.request, Qt.Key.Key_3, CTRL_ALT)

    assert detail.tabs.currentWidget() is detail.timing
    assert all(detail.tabs.tabToolTip(place) for place in range(3))
    assert all(control.accessibleName() for control in (detail.copy, detail.request, detail.response, detail.tabs))


def test_an_armed_fault_is_told(detail: RequestDetail) -> None:
    detail.show_record(record_of(fault="cut after 3 tokens"))

    assert "\nArmed: cut after 3 tokens" in detail.note.text()


def test_an_answer_of_parts_is_shown_and_copied_part_by_part(detail: RequestDetail, qtbot: QtBot) -> None:
    parts = (
        AnswerPart(PartKind.REASONING, "hm"),
        AnswerPart(PartKind.TEXT, "one"),
        AnswerPart(PartKind.TOOL_CALL, "{}", "look"),
    )
    detail.show_record(record_of(answer="one{}", parts=parts))

    assert detail.response.toPlainText() == "Reasoning\nhm\n\nText\none\n\nCalls look\n{}"
    assert copied(detail, qtbot, 1) == detail.response.toPlainText()
