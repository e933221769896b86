"""The style sheet as it is drawn: what has the focus is seen, and lists that drop down are whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from mockpanel.gui import theme
from mockpanel.gui.layout import Row
from mockpanel.gui.widgets.flat_button import flat_button
from tests.gui.pads import image

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(params=[theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def colours(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[theme.Colours]:
    theme.apply(qapp, request.param)
    yield request.param
    qapp.setStyleSheet("")


def test_a_flat_button_shows_that_it_has_the_focus(colours: theme.Colours, qtbot: QtBot) -> None:
    button, other = flat_button("x", "Remove", None), QLineEdit()
    row = Row(other, button)
    qtbot.addWidget(row)
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    seen = []

    for focused in (other, button):
        focused.setFocus()
        seen.append(image(button).pixelColor(button.width() // 2, 0).name())

    assert seen[1] == colours.accent.lower()
    assert seen[0] not in (colours.accent.lower(), colours.border.lower())


@pytest.mark.parametrize("entries", [4, 6])
def test_a_list_that_drops_down_shows_all_and_marks_the_one_in_force(
    colours: theme.Colours, qtbot: QtBot, entries: int
) -> None:
    box = QComboBox()
    box.addItems([f"Entry {number}" for number in range(entries)])
    box.setCurrentIndex(1)
    qtbot.addWidget(box)
    box.show()

    box.showPopup()
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    last, marked = (view.visualRect(view.model().index(place, 0)) for place in (entries - 1, 1))

    assert last.bottom() < view.viewport().height()
    assert view.verticalScrollBar().maximum() == 0
    assert image(view.viewport()).pixelColor(marked.right() - 4, marked.center().y()).name() == colours.accent.lower()
    box.hidePopup()
