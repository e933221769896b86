"""Sizes are kept as text and come back; what is no such text restores nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.layout import (
    Column,
    GivingColumn,
    Row,
    Scrolling,
    packed,
    scroll_to,
    splitter,
    tab_through,
    unpacked,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@given(st.binary(max_size=60))
def test_bytes_come_back(data: bytes) -> None:
    assert unpacked(packed(QByteArray(data))).data() == data


@pytest.mark.parametrize("text", ["no base64 at all", "é", "abc"])
def test_what_is_no_kept_size_is_empty(text: str) -> None:
    assert unpacked(text).isEmpty()


def test_the_stretched_part_takes_the_room(qtbot: QtBot) -> None:
    labels = [QLabel("a"), QLabel("b")]
    column, row = Column(*labels, stretched=1), Row(QLabel("c"), QLabel("d"))
    qtbot.addWidget(column)
    qtbot.addWidget(row)

    assert [column.box.stretch(place) for place in range(2)] == [0, 1]
    assert [row.box.stretch(place) for place in range(2)] == [1, 0]


def test_a_giving_column_becomes_as_low_as_its_parts_though_one_of_them_wraps(qtbot: QtBot) -> None:
    words, high, above = QLabel("a word " * 9, wordWrap=True), QTextEdit(), QWidget()
    high.setMinimumHeight(10)
    above.setMinimumHeight(100)
    giving = GivingColumn(high, words)
    whole = Column(above, giving)
    qtbot.addWidget(whole)
    whole.resize(600, 200)
    whole.show()

    assert above.height() >= 100
    assert giving.height() < giving.sizeHint().height()


def test_the_parts_of_a_splitter_never_vanish(qtbot: QtBot) -> None:
    made = splitter(Qt.Orientation.Horizontal, "upper", QLabel("a"), QLabel("b"), stretch=(0, 1))
    qtbot.addWidget(made)

    assert made.objectName() == "upper"
    assert not made.childrenCollapsible()


def test_what_is_scrolled_to_begins_at_the_top(qtbot: QtBot) -> None:
    labels = [QLabel("a\n" * 20), QLabel("b\n" * 20), QLabel("c\n" * 40)]
    area = Scrolling(Column(*labels))
    qtbot.addWidget(area)
    area.resize(100, 100)
    area.show()

    scroll_to(area, labels[1])

    assert labels[1].mapTo(area, QPoint()).y() == 0


def test_tab_leads_from_stop_to_stop(qtbot: QtBot) -> None:
    stops = [QLineEdit() for _ in range(5)]
    row = Row(*stops)
    qtbot.addWidget(row)
    wanted = [stops[place] for place in (3, 1, 2)]

    tab_through(wanted)

    chain: list[QWidget | None] = [row]
    while (last := chain[-1]) is not None and (last is not row or len(chain) == 1):
        chain.append(last.nextInFocusChain())
    assert [stop for stop in chain if stop in wanted] == wanted
