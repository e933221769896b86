"""The heading that opens what is below it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT, Colours
from mockpanel.gui.widgets.disclosure import Disclosure

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def heading(qtbot: QtBot) -> Disclosure:
    heading = Disclosure("Bursts")
    qtbot.addWidget(heading)
    heading.resize(200, 30)
    heading.show()
    return heading


def test_a_click_and_the_space_bar_open_and_close_it(heading: Disclosure) -> None:
    QTest.mouseClick(heading, Qt.MouseButton.LeftButton)
    opened = heading.isChecked()
    QTest.keyClick(heading, Qt.Key.Key_Space)

    assert opened
    assert not heading.isChecked()


def test_what_is_in_there_is_part_of_its_name(heading: Disclosure) -> None:
    before = heading.accessibleName()

    heading.show_state("300 ms", lively=True)

    assert (before, heading.accessibleName(), heading.state) == ("Bursts", "Bursts: 300 ms", "300 ms")


def test_it_may_be_narrower_than_what_it_says(heading: Disclosure) -> None:
    heading.show_state("300 ms · 5 tokens · 8 tokens " * 4)

    assert heading.minimumSizeHint().width() < 120 < heading.sizeHint().width()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_open_and_closed_lively_and_not_look_different(heading: Disclosure, colours: Colours) -> None:
    heading.show_colours(colours)
    pictures = []
    for wanted in (False, True):
        for lively in (False, True):
            heading.setChecked(wanted)
            heading.show_state("on", lively=lively)
            pictures.append(heading.grab().toImage())

    assert all(one != other for place, one in enumerate(pictures) for other in pictures[place + 1 :])
