"""One group of the Shape section: folded, open, on, switched off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.forecast import STAND_IN, foreseen
from mockpanel.core.shape_groups import GROUPS, ShapeGroup
from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.capture_row import CaptureRow
from mockpanel.gui.widgets.quantity_row import QuantityRow
from mockpanel.gui.widgets.shape_group_box import ShapeGroupBox
from mockpanel.gui.widgets.value_slider import ValueSlider
from tests.core.plans import settings_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

BY_TITLE = {group.title: group for group in GROUPS}
TOKENS = tokenize(STAND_IN, "cl100k_base")


def box_of(qtbot: QtBot, title: str) -> ShapeGroupBox:
    box = ShapeGroupBox(BY_TITLE[title])
    qtbot.addWidget(box)
    box.resize(336, 400)
    box.show()
    return box


def test_its_rows_are_made_when_it_is_opened(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Bursts")
    before = dict(box.rows)

    box.heading.click()

    assert before == {}
    assert tuple(box.rows) == ("burst_pause", "burst_tokens_min", "burst_tokens_max")
    assert all(row.isVisible() for row in box.rows.values())


def test_that_it_is_on_is_said_in_words_while_it_is_folded(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Bursts")
    off = box.heading.state

    box.show_settings(settings_with(burst_pause=0.3, burst_tokens_max=12))

    assert off == "off"
    assert box.heading.state == "300 ms · 12 tokens"
    assert not box.body.isVisible()


def test_one_click_switches_it_off_and_there_is_nothing_to_click_where_it_is_off(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Bursts")
    hidden = box.off.isHidden()
    asked: list[ShapeGroup] = []
    box.switched_off.connect(asked.append)
    box.show_settings(settings_with(burst_pause=0.3))

    box.off.click()

    assert hidden
    assert asked == [BY_TITLE["Bursts"]]
    assert box.off.accessibleName() == "Switch off bursts"


def test_edits_go_out_by_name_and_marks_return_to_the_profile(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Jitter")
    edits: list[tuple[str, object]] = []
    box.edited.connect(lambda name, value: edits.append((name, value)))
    box.show_reference({"jitter": 0.2})
    box.heading.click()
    row = box.rows["jitter"]
    assert isinstance(row, QuantityRow)

    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    box.show_settings(settings_with(jitter=0.5))
    row.mark.click()
    QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton)

    assert edits == [("jitter", 0.01), ("jitter", 0.2), ("jitter", 0.2)]
    assert row.mark.toolTip() == "Changed: the profile has 20 %. Click to return to it."


def test_its_own_picture_is_in_sight_while_it_is_open_and_on(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Bursts")
    seen = [box.pictured]

    box.heading.click()
    seen.append(box.pictured)
    box.show_settings(settings_with(burst_pause=0.3))
    seen.append(box.pictured)
    box.show_forecast(foreseen(settings_with(burst_pause=0.3), TOKENS))

    assert seen == [False, False, True]
    assert box.spark.isVisible()
    assert box.spark.accessibleDescription().startswith("Alone: p50")


def test_what_a_figure_comes_to_stands_below_it(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Load")
    box.heading.click()

    box.show_settings(settings_with(tokens_per_second=45.0, load_slowdown=2.0))

    row = box.rows["load_slowdown"]
    assert row.echo.text() == "22 tokens/s each at 10 streams"
    assert row.echo.isVisible()
    assert box.rows["load_streams"].echo.isHidden()


def test_tab_goes_through_it_in_reading_order_though_rows_came_late(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Bursts")
    box.show_settings(settings_with(burst_pause=0.3))
    box.heading.click()
    stops = (ValueSlider, QLineEdit, QAbstractSpinBox, QAbstractButton)
    order = [box.heading.accessibleName()]
    widget: QWidget | None = box.heading.nextInFocusChain()
    while widget is not None and widget is not box.heading:
        if isinstance(widget, stops) and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget.accessibleName())
        widget = widget.nextInFocusChain()

    assert order == [
        "Bursts: 300 ms",
        "Switch off bursts",
        "Burst pause",
        "Burst pause slider",
        "Burst from",
        "Burst to",
    ]


@pytest.mark.parametrize("title", list(BY_TITLE))
def test_every_group_opens_whole_in_a_narrow_column(qtbot: QtBot, title: str) -> None:
    box = box_of(qtbot, title)
    box.heading.click()
    box.show_colours(DARK)

    assert box.minimumSizeHint().width() <= 336
    fields = {row.field_width for row in box.rows.values()} - {0}
    assert all(width <= 300 for width in fields)


def test_rows_that_were_made_before_the_window_was_dressed_have_room_for_their_words(
    qtbot: QtBot, qapp: QApplication
) -> None:
    box = ShapeGroupBox(BY_TITLE["Jitter"])
    qtbot.addWidget(box)
    box.heading.click()
    qapp.setStyleSheet("QComboBox { padding-left: 60px; }")
    box.resize(336, 400)
    box.show()
    field = box.rows["jitter_distribution"].label.buddy()
    qapp.setStyleSheet("")

    assert field is not None
    assert field.maximumWidth() > 60 + field.fontMetrics().horizontalAdvance("log-normal")


def test_captures_are_offered_whether_it_was_opened_before_or_after(qtbot: QtBot) -> None:
    box = box_of(qtbot, "Replay")
    box.show_captures(["Bay"])
    box.heading.click()
    row = box.rows["replay"]
    assert isinstance(row, CaptureRow)
    first = row.box.findData("Bay")

    box.show_captures(["Bay", "Sea"])

    assert first == 1
    assert row.box.findData("Sea") == 2
