"""Tabs whose least height is that of the page in sight."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.layout import Column
from mockpanel.gui.widgets.page_tabs import PageTabs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def page(height: int, width: int) -> QWidget:
    """A page of a least size that comes out of its layout."""
    inside = QWidget()
    inside.setMinimumSize(width, height)
    return Column(inside)


def test_a_high_page_out_of_sight_takes_no_height(qtbot: QtBot) -> None:
    tabs = PageTabs()
    qtbot.addWidget(tabs)
    for place, made in enumerate((page(40, 300), page(400, 100))):
        tabs.addTab(made, str(place))

    low = tabs.minimumSizeHint()
    tabs.setCurrentIndex(1)
    high = tabs.minimumSizeHint()

    assert high.height() - low.height() == 360
    assert low.width() == high.width() >= 300


def test_a_page_that_comes_to_need_more_height_gets_it_from_its_neighbour(qtbot: QtBot) -> None:
    tabs, neighbour, grown = PageTabs(), QWidget(), QWidget()
    for widget in (page(400, 100), Column(grown)):
        tabs.addTab(widget, "page")
    tabs.setCurrentIndex(1)
    neighbour.setMinimumHeight(20)
    whole = Column(tabs, neighbour, stretched=1)
    qtbot.addWidget(whole)
    whole.resize(300, 260)
    whole.show()

    grown.setMinimumHeight(150)

    qtbot.waitUntil(lambda: grown.height() >= 150 and grown.visibleRegion().boundingRect().height() == grown.height())


def test_without_a_page_it_is_as_any_tabs_are(qtbot: QtBot) -> None:
    tabs = PageTabs()
    qtbot.addWidget(tabs)

    assert tabs.minimumSizeHint().isValid()
