"""The feel panel: shows the snapshot, emits what the user wants, marks what differs, fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import StreamSettings
from mockpanel.gui import theme
from mockpanel.gui.widgets.change_mark import ChangeMark
from mockpanel.gui.widgets.count_box import CountBox
from mockpanel.gui.widgets.feel_panel import FeelPanel
from mockpanel.gui.widgets.quantity_box import QuantityBox
from mockpanel.gui.widgets.tokenizer_picker import TokenizerPicker
from mockpanel.gui.widgets.value_slider import ValueSlider
from mockpanel.gui.widgets.words import Words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

GPT_4O = {"tokens_per_second": 95.0, "time_to_first_token": 0.35}


@pytest.fixture
def panel(qtbot: QtBot) -> FeelPanel:
    panel = FeelPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 420)
    panel.show()
    panel.show_settings(StreamSettings(tokens_per_second=45.0, time_to_first_token=0.9, tokenizer_model="gpt-4o"))
    return panel


@pytest.fixture
def edits(panel: FeelPanel) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    panel.edited.connect(lambda name, value: found.append((name, value)))
    return found


@pytest.fixture
def at_points(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    before = qapp.font()
    font = qapp.font()
    font.setPointSizeF(request.param)
    qapp.setFont(font)
    yield
    qapp.setFont(before)


def named(panel: FeelPanel, kind: type[Any], name: str) -> Any:
    return next(child for child in panel.findChildren(kind) if child.accessibleName() == name)


def words(panel: FeelPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(Words) if label.isVisible() and label.text()]


def test_it_shows_every_setting_with_unit_and_echo(panel: FeelPanel) -> None:
    shown = (
        named(panel, QuantityBox, "Speed").text(),
        named(panel, QuantityBox, "First token").text(),
        named(panel, CountBox, "Chunk").text(),
        named(panel, TokenizerPicker, "Tokenizer").currentText(),
        named(panel, QCheckBox, "Simulate latency").isChecked(),
    )

    assert shown == ("45 tokens/s", "900 ms", "1 token", "gpt-4o", True)
    assert words(panel) == [
        "2\u202f100 words/min · 8.7×\u202freading speed",
        "keeps the flow of thought",
        "every 22\u00a0ms",
        "encodes with o200k_base",
    ]


def test_every_control_emits_its_settings_name(qtbot: QtBot, panel: FeelPanel, edits: list[tuple[str, object]]) -> None:
    QTest.keyClick(named(panel, ValueSlider, "Speed slider"), Qt.Key.Key_Right)
    QTest.keyClick(named(panel, QuantityBox, "First token"), Qt.Key.Key_Down)
    QTest.keyClick(named(panel, CountBox, "Chunk"), Qt.Key.Key_Up)
    picker = named(panel, TokenizerPicker, "Tokenizer")
    picker.lineEdit().selectAll()
    QTest.keyClicks(picker, "cl100k_base")
    QTest.keyClick(picker, Qt.Key.Key_Return)
    named(panel, QCheckBox, "Simulate latency").click()

    assert edits == [
        ("tokens_per_second", 46.0),
        ("time_to_first_token", 0.899),
        ("tokens_per_chunk", 2),
        ("tokenizer_model", "cl100k_base"),
        ("simulate_latency", False),
    ]


def test_showing_emits_nothing(panel: FeelPanel, edits: list[tuple[str, object]]) -> None:
    panel.show_reference(GPT_4O)
    panel.show_settings(StreamSettings(tokens_per_chunk=9, simulate_latency=False, tokenizer_model="o1"))
    panel.show_colours(theme.DARK)

    assert edits == []


def test_what_differs_from_the_profile_is_marked_and_the_mark_returns(
    panel: FeelPanel, edits: list[tuple[str, object]]
) -> None:
    panel.show_reference({**GPT_4O, "time_to_first_token": 0.9, "simulate_latency": False})

    marks = [mark for mark in panel.findChildren(ChangeMark) if mark.isVisible()]
    for mark in marks:
        mark.click()

    assert [mark.toolTip() for mark in marks] == [
        "Changed: the profile has 95 tokens/s. Click to return to it.",
        "Changed: the profile has off. Click to return to it.",
    ]
    assert edits == [("tokens_per_second", 95.0), ("simulate_latency", False)]


def test_a_double_click_on_the_slider_returns_to_the_profile(
    qtbot: QtBot, panel: FeelPanel, edits: list[tuple[str, object]]
) -> None:
    panel.show_reference(GPT_4O)

    QTest.mouseDClick(named(panel, ValueSlider, "First token slider"), Qt.MouseButton.LeftButton)

    assert edits[-1] == ("time_to_first_token", 0.35)


def test_a_refusal_is_said_in_place_and_the_old_value_shown(qtbot: QtBot, panel: FeelPanel) -> None:
    sentence = "tokens_per_second must be between 0 and 100000, got -3"
    panel.edited.connect(lambda name, _value: panel.show_error(name, sentence))
    box = named(panel, QuantityBox, "Speed")

    panel.focus_speed()
    QTest.keyClicks(box, "-3")
    QTest.keyClick(box, Qt.Key.Key_Return)
    panel.show_settings(StreamSettings(tokens_per_second=45.0, time_to_first_token=0.9, tokenizer_model="o1"))

    assert words(panel)[0] == "Speed must be between 0 and 100000, got -3"
    assert box.text() == "45 tokens/s"
    assert box.accessibleDescription() == words(panel)[0]


def test_the_next_change_clears_the_refusal(panel: FeelPanel) -> None:
    panel.show_error("tokens_per_second", "no")

    panel.show_settings(StreamSettings(tokens_per_second=50.0))

    assert "no" not in words(panel)


def test_a_setting_that_is_not_here_is_passed_over(panel: FeelPanel) -> None:
    before = words(panel)

    panel.show_error("port", "port must be between 0 and 65535, got -1")

    assert words(panel) == before


def test_shortcuts_put_the_cursor_into_the_numbers(qtbot: QtBot, panel: FeelPanel) -> None:
    panel.focus_first_token()
    first = named(panel, QuantityBox, "First token")
    chosen = first.hasFocus(), first.selectedText()
    panel.focus_speed()

    assert chosen == (True, "900 ms")
    assert named(panel, QuantityBox, "Speed").hasFocus()


def test_tab_goes_through_every_control_in_reading_order(panel: FeelPanel) -> None:
    kinds = (QuantityBox, QSlider, CountBox, TokenizerPicker, QAbstractButton)
    panel.focus_speed()
    start = named(panel, QuantityBox, "Speed")
    order, widget = [start.accessibleName()], start.nextInFocusChain()
    while widget is not start:
        if isinstance(widget, kinds) and widget.isVisibleTo(panel):
            order.append(widget.accessibleName())
        widget = widget.nextInFocusChain()

    assert order == [
        "Speed",
        "Speed slider",
        "First token",
        "First token slider",
        "Shape: off",
        "Chunk",
        "Tokenizer",
        "Simulate latency",
    ]


def test_every_control_has_a_name_and_a_tooltip_and_every_label_a_buddy(panel: FeelPanel) -> None:
    controls: list[QWidget] = []
    for kind in (QuantityBox, ValueSlider, CountBox, TokenizerPicker, QCheckBox):
        controls += panel.findChildren(kind)
    labels = [label for label in panel.findChildren(QLabel) if not isinstance(label, Words) and label.isVisible()]

    assert len(controls) == 7
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    assert [label.text() for label in labels] == ["Speed", "First token", "Chunk", "Tokenizer"]
    assert all(label.buddy() is not None for label in labels)


@pytest.mark.parametrize("at_points", [9, 11, 13], indirect=True)
def test_nothing_is_clipped_at_360_pixels(qtbot: QtBot, at_points: None) -> None:
    panel = FeelPanel()
    qtbot.addWidget(panel)
    panel.show_settings(StreamSettings(tokens_per_second=1234.5, tokens_per_chunk=10_000))
    panel.show_reference({"tokens_per_second": 1.0, "time_to_first_token": 1.0, "tokens_per_chunk": 1})
    panel.show_error("tokenizer_model", "a sentence that is much too long for one line " * 3)

    assert panel.minimumSizeHint().width() <= 360
    panel.resize(360, panel.heightForWidth(360))
    panel.show()
    for child in panel.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert panel.rect().contains(child.geometry())
        assert child.height() >= child.minimumSizeHint().height()
    for control in (QuantityBox, ValueSlider, CountBox, TokenizerPicker, QCheckBox):
        for found in panel.findChildren(control):
            assert panel.rect().contains(QRect(found.mapTo(panel, QPoint()), found.size()))
            assert found.width() >= found.minimumSizeHint().width()
    for label in panel.findChildren(Words):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width())
            assert all(label.fontMetrics().horizontalAdvance(word) <= label.width() for word in label.text().split(" "))


@pytest.mark.parametrize("at_points", [9, 11, 13], indirect=True)
def test_the_whole_shape_fits_into_360_pixels(qtbot: QtBot, at_points: None) -> None:
    panel = FeelPanel()
    qtbot.addWidget(panel)
    panel.shape.show_open(True, list(panel.shape.groups))
    panel.show_settings(StreamSettings(burst_pause=0.3, load_slowdown=2.0, mock_reasoning="Hm."))
    panel.show_reference({"burst_pause": 1.0, "load_slowdown": 1.0})

    assert panel.minimumSizeHint().width() <= 360
    panel.resize(360, panel.heightForWidth(360))
    panel.show()
    for control in (QuantityBox, ValueSlider, CountBox, QAbstractButton):
        for found in panel.findChildren(control):
            assert panel.rect().contains(QRect(found.mapTo(panel, QPoint()), found.size()))
