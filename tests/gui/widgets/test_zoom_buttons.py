"""The size of a text, up and down."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.compare_pane import ComparePane
from mockpanel.gui.widgets.preview_pane import PreviewPane
from mockpanel.gui.widgets.zoom_buttons import ZOOMS, ZoomButtons


def test_a_size_is_chosen_up_to_the_ends(qtbot: QtBot) -> None:
    buttons = ZoomButtons()
    qtbot.addWidget(buttons)
    chosen: list[int] = []
    buttons.chosen.connect(chosen.append)

    for _ in range(20):
        buttons.larger.click()
    at_top = buttons.larger.isEnabled()
    buttons.zoom_by(-50)

    assert chosen[0] == 110
    assert (chosen[-2], at_top) == (ZOOMS[-1], False)
    assert (buttons.percent, buttons.smaller.isEnabled()) == (ZOOMS[0], False)


def test_showing_a_size_asks_for_nothing(qtbot: QtBot) -> None:
    buttons = ZoomButtons()
    qtbot.addWidget(buttons)

    with qtbot.assertNotEmitted(buttons.chosen):
        buttons.show_percent(250)

    assert buttons.words.text() == "250\u202f%"


def turn_wheel(over: QWidget, notches: int, modifier: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(3, 3),
        QPointF(3, 3),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(over, event)


@pytest.mark.parametrize("made", [PreviewPane, ComparePane])
def test_ctrl_and_the_wheel_over_a_text_change_its_size_by_one_step(qtbot: QtBot, made: type[QWidget]) -> None:
    pane = made()
    qtbot.addWidget(pane)
    assert isinstance(pane, PreviewPane | ComparePane)
    view = pane.view if isinstance(pane, PreviewPane) else pane.sides[1].view
    sizes: list[int] = []
    pane.zoom.chosen.connect(sizes.append)

    for notches, modifier in (
        (1, Qt.KeyboardModifier.NoModifier),
        (1, Qt.KeyboardModifier.ControlModifier),
        (-1, Qt.KeyboardModifier.ControlModifier),
    ):
        turn_wheel(view.viewport(), notches, modifier)

    assert sizes == [110, 100]
