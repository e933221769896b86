"""The about box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.about_box import AboutBox
from mockpanel.notices import Component

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

PARTS = (Component("mockpanel", "1.0", "MIT", "Permission is granted"), Component("other", "", "BSD License"))


@pytest.fixture
def box(qtbot: QtBot) -> AboutBox:
    box = AboutBox()
    qtbot.addWidget(box)
    box.show_about("mockpanel 1.0\nQt 6.1", PARTS)
    return box


def rows(box: AboutBox) -> list[str]:
    return [box.parts.item(row).text() for row in range(box.parts.count())]


def test_name_version_and_licence_of_each_part_are_listed(box: AboutBox) -> None:
    assert rows(box) == ["mockpanel · 1.0 · MIT", "other · BSD License"]
    assert box.versions.text() == "mockpanel 1.0\nQt 6.1"


def test_choosing_a_part_shows_its_text_or_at_least_its_licence(box: AboutBox) -> None:
    first = box.notice.toPlainText()

    QTest.keyClick(box.parts, Qt.Key.Key_Down)

    assert first == "Permission is granted"
    assert box.notice.toPlainText() == "other: BSD License"


def test_opened_again_it_lists_each_part_once(box: AboutBox) -> None:
    box.show_about("mockpanel 1.1", PARTS)

    assert len(rows(box)) == len(PARTS)
    assert box.notice.toPlainText() == "Permission is granted"


def test_copy_puts_the_versions_on_the_clipboard_and_says_so(box: AboutBox) -> None:
    box.copy.click()

    assert QGuiApplication.clipboard().text() == "mockpanel 1.0\nQt 6.1"
    assert box.copy.text() == "Copied"


def test_it_stops_nothing_and_escape_closes_it(box: AboutBox) -> None:
    modal = box.isModal()

    QTest.keyClick(box.parts, Qt.Key.Key_Escape)

    assert not modal
    assert not box.isVisible()


def test_the_icon_takes_room_only_when_there_is_one(box: AboutBox) -> None:
    without = box.icon.isHidden()
    picture = QPixmap(64, 64)
    picture.fill(Qt.GlobalColor.red)

    box.show_icon(QIcon(picture))

    assert without
    assert not box.icon.isHidden()
    assert not box.icon.pixmap().isNull()


def test_other_colours_are_seen(box: AboutBox) -> None:
    before = box.title.grab().toImage()

    box.show_colours(DARK)

    assert box.title.grab().toImage() != before
