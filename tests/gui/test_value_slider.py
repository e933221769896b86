"""The slider answers to mouse, wheel and keys, and keeps its value exact."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mockpanel.gui import theme
from mockpanel.gui.widgets.quantities import SPEED, UNPACED
from mockpanel.gui.widgets.scale import SPEED_SCALE
from mockpanel.gui.widgets.slider_track import TRACK_Y, Track
from mockpanel.gui.widgets.value_slider import RESOLUTION, ValueSlider

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def slider(qtbot: QtBot) -> ValueSlider:
    slider = ValueSlider(SPEED_SCALE, SPEED)
    qtbot.addWidget(slider)
    slider.resize(400, 50)
    slider.show()
    slider.show_value(45)
    return slider


@pytest.fixture
def edits(slider: ValueSlider) -> list[float]:
    values: list[float] = []
    slider.edited.connect(values.append)
    return values


def place(slider: ValueSlider, value: float) -> QPoint:
    track = Track(SPEED_SCALE, slider.width(), value, None, theme.LIGHT)
    return QPoint(round(track.x(value)), TRACK_Y)


def turn(slider: ValueSlider, angle: int) -> None:
    event = QWheelEvent(
        QPointF(9, 9),
        QPointF(9, 9),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, event)


def test_it_answers_while_it_is_dragged(qtbot: QtBot, slider: ValueSlider, edits: list[float]) -> None:
    QTest.mousePress(slider, LEFT, pos=place(slider, 45))
    QTest.mouseMove(slider, place(slider, 100))
    QTest.mouseMove(slider, place(slider, 1000))
    before_release = list(edits)
    QTest.mouseRelease(slider, LEFT, pos=place(slider, 1000))

    assert before_release == pytest.approx([100, 1000], rel=0.05)
    assert edits == before_release


def test_gripping_the_handle_changes_nothing(qtbot: QtBot, slider: ValueSlider, edits: list[float]) -> None:
    QTest.mouseClick(slider, LEFT, pos=place(slider, 45) + QPoint(5, 0))

    assert edits == []


def test_a_click_brings_the_handle(qtbot: QtBot, slider: ValueSlider, edits: list[float]) -> None:
    QTest.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 2, TRACK_Y))

    assert edits == [UNPACED]


def test_a_double_click_returns_to_the_reference(qtbot: QtBot, slider: ValueSlider, edits: list[float]) -> None:
    slider.show_reference(58.6)

    QTest.mouseDClick(slider, LEFT, pos=place(slider, 45))

    assert edits[-1] == 58.6


def test_a_double_click_without_a_reference_is_a_click(qtbot: QtBot, slider: ValueSlider, edits: list[float]) -> None:
    QTest.mouseDClick(slider, LEFT, pos=place(slider, 1000))

    assert edits == pytest.approx([1000], rel=0.05)


def test_arrows_step_by_the_last_visible_digit(qtbot: QtBot, slider: ValueSlider, edits: list[float]) -> None:
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Left, SHIFT)
    slider.show_value(5.2)
    QTest.keyClick(slider, Qt.Key.Key_Up)

    assert edits == [46, 36, 5.3]


def test_keys_go_to_the_ends_and_from_mark_to_mark(qtbot: QtBot, slider: ValueSlider, edits: list[float]) -> None:
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Left):
        QTest.keyClick(slider, key)

    assert edits == [50, 10, 0.5, UNPACED, 5000]


def test_the_wheel_moves_by_round_values_and_small_turns_add_up(slider: ValueSlider, edits: list[float]) -> None:
    slider.setFocus()

    turn(slider, 120)
    turn(slider, 60)
    after_half = list(edits)
    turn(slider, 60)
    turn(slider, -240)

    assert len(after_half) == 1
    assert edits[0] > 45
    assert edits[1] > edits[0]
    assert edits[2] < edits[1]


def test_the_wheel_passes_by_a_slider_that_is_not_being_used(slider: ValueSlider, edits: list[float]) -> None:
    slider.clearFocus()

    turn(slider, 240)

    assert edits == []


def test_assistive_technology_can_move_it(slider: ValueSlider, edits: list[float]) -> None:
    slider.setValue(RESOLUTION)

    assert edits == [UNPACED]
    assert slider.accessibleDescription() == "unpaced"


def test_showing_a_value_emits_nothing_and_keeps_it_exact(
    qtbot: QtBot, slider: ValueSlider, edits: list[float]
) -> None:
    slider.show_value(44.9876)

    QTest.keyClick(slider, Qt.Key.Key_Right)

    assert edits == [44.9877]


@pytest.mark.parametrize("value", [0.01, 0.5, 45, 5000, 90_000, UNPACED])
@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_it_paints_every_state(slider: ValueSlider, value: float, colours: theme.Colours) -> None:
    slider.show_colours(colours)
    slider.show_reference(10)
    slider.setFocus()
    slider.show_value(value)

    image = slider.grab().toImage()

    seen = {image.pixelColor(x, TRACK_Y).name() for x in range(image.width())}
    assert colours.accent.lower() in seen
