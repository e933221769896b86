"""The size of a text, up and down."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

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
