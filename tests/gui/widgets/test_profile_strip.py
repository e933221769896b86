"""The strip of profiles fits into any width and says which one is chosen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.profile_strip import GAP, MOST, NARROWEST, ProfileStrip, shared

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

PROFILES = [(f"Profile of no. {place}", "source <2026>\ngood") for place in range(1, 12)]


@pytest.fixture
def strip(qtbot: QtBot) -> ProfileStrip:
    made = ProfileStrip()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.resize(2000, 40)
    made.show_profiles(PROFILES, "Profile of no. 2")
    made.show()
    return made


def shown(strip: ProfileStrip) -> list[str]:
    return [chip.text() for chip in strip.chips if chip.isVisible()]


@given(st.lists(st.integers(56, 300), max_size=9), st.integers(0, 3000))
def test_a_width_is_shared_out_fairly(wanted: list[int], spare: int) -> None:
    width = NARROWEST * len(wanted) + spare

    given_widths = shared(wanted, width)

    assert sum(given_widths) <= width
    assert all(NARROWEST <= got <= asked for got, asked in zip(given_widths, wanted, strict=True))
    largest = max(given_widths, default=0)
    short = [got for got, asked in zip(given_widths, wanted, strict=True) if got < asked]
    assert all(largest - got <= len(wanted) for got in short)
    assert sum(given_widths) == min(sum(wanted), width) or len(short) == 0


def test_at_most_nine_are_shown_with_their_numbers(strip: ProfileStrip) -> None:
    assert shown(strip) == [f"{place} Profile of no. {place}" for place in range(1, MOST + 1)]


@pytest.mark.parametrize("width", [56, 115, 116, 117, 360, 700, 1111])
def test_it_is_never_wider_than_its_room(strip: ProfileStrip, width: int) -> None:
    strip.resize(width, 40)

    visible = [chip for chip in strip.chips if chip.isVisible()]

    assert len(visible) == min(MOST, (width + GAP) // (NARROWEST + GAP))
    assert all(chip.width() >= NARROWEST for chip in visible)
    assert max(chip.geometry().right() for chip in visible) < width
    assert all(before.geometry().right() < after.x() for before, after in pairwise(visible))


def test_a_name_without_room_is_shortened_and_stays_whole_in_words(strip: ProfileStrip) -> None:
    strip.resize(600, 40)

    chip = strip.chips[0]
    assert "…" in chip.text()
    assert chip.text().startswith("1 ")
    assert chip.accessibleName() == "Profile 1, Profile of no. 1"
    assert chip.toolTip() == "<p><b>Profile of no. 1</b> (Ctrl+1)</p><p>source &lt;2026&gt;</p><p>good</p>"


def test_a_name_with_room_is_whole_also_when_it_is_the_chosen_one(strip: ProfileStrip) -> None:
    strip.resize(strip.sizeHint())

    for name, _ in PROFILES[:MOST]:
        strip.show_profiles(PROFILES, name)
        assert not any("…" in text for text in shown(strip))


def test_the_chosen_one_is_checked_and_no_other(strip: ProfileStrip) -> None:
    assert [chip.name for chip in strip.chips if chip.isChecked()] == ["Profile of no. 2"]

    strip.show_profiles(PROFILES[:3], "")

    assert not any(chip.isChecked() for chip in strip.chips)
    assert len(shown(strip)) == 3


def test_a_click_asks_and_marks_nothing_by_itself(strip: ProfileStrip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.chosen) as caught:
        QTest.mouseClick(strip.chips[3], Qt.MouseButton.LeftButton)

    assert caught.args == ["Profile of no. 4"]
    assert [chip.name for chip in strip.chips if chip.isChecked()] == ["Profile of no. 2"]


def test_space_asks_too(strip: ProfileStrip, qtbot: QtBot) -> None:
    strip.chips[1].setFocus()

    with qtbot.waitSignal(strip.chosen) as caught:
        QTest.keyClick(strip.chips[1], Qt.Key.Key_Space)

    assert caught.args == ["Profile of no. 2"]


def test_an_ampersand_is_shown_as_one(strip: ProfileStrip) -> None:
    strip.show_profiles([("R&B", "")], "")

    assert shown(strip) == ["1 R&&B"]  # Qt takes two for one
    assert strip.chips[0].shortcut().isEmpty()


def test_it_is_large_for_presenting_and_small_again(strip: ProfileStrip) -> None:
    small = strip.sizeHint()

    strip.show_large(True)
    large, type_size = strip.sizeHint(), strip.chips[0].font().pointSizeF()
    strip.show_large(False)

    assert large.height() > small.height()
    assert large.width() > small.width()
    assert type_size > strip.chips[0].font().pointSizeF()
    assert strip.sizeHint() == small


def test_without_profiles_it_takes_no_width(strip: ProfileStrip) -> None:
    strip.show_profiles([], "")

    assert shown(strip) == []
    assert strip.sizeHint().width() == 0


def test_the_chosen_one_is_painted_in_the_accent(strip: ProfileStrip) -> None:
    strip.show_colours(DARK)

    chosen, other = (chip.grab().toImage().pixelColor(6, 6) for chip in (strip.chips[1], strip.chips[0]))

    assert chosen.hue() == pytest.approx(QColor(DARK.accent).hue(), abs=10)
    assert chosen.saturation() > other.saturation()
