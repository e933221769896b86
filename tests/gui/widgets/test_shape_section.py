"""The Shape section: closed by default, grouped, undone as one, with a forecast."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.forecast import STAND_IN, foreseen
from mockpanel.core.shape_groups import GROUPS
from mockpanel.core.shapes import UNSHAPED
from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.shape_section import ShapeSection
from tests.core.plans import settings_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

TOKENS = tokenize(STAND_IN, "cl100k_base")


@pytest.fixture
def section(qtbot: QtBot) -> ShapeSection:
    section = ShapeSection()
    qtbot.addWidget(section)
    section.resize(336, 900)
    section.show()
    return section


def test_it_is_closed_at_first_and_nothing_of_it_is_pictured(section: ShapeSection) -> None:
    assert not section.open
    assert not section.body.isVisible()
    assert section.pictured == ()


def test_closed_it_says_what_shapes_the_stream(section: ShapeSection) -> None:
    off = section.heading.state, section.reset.isHidden()

    section.show_settings(settings_with(jitter=0.4, sentence_pause=0.2))

    assert off == ("off", True)
    assert section.heading.state == "Jitter, Breath"
    assert not section.reset.isHidden()


def test_what_is_open_is_told_and_opened_again(section: ShapeSection) -> None:
    told: list[object] = []
    section.toggled.connect(lambda: told.append(section.open_groups))

    section.show_open(True, ["Bursts", "No such group"])

    assert section.open
    assert section.open_groups == ["Bursts"]
    assert len(told) == 2


def test_pictures_in_sight_are_the_whole_and_those_of_open_groups_that_are_on(section: ShapeSection) -> None:
    section.show_open(True, ["Bursts", "Jitter", "Seed"])

    section.show_settings(settings_with(burst_pause=0.3, stall_chance=0.1, seed=3))

    assert [group and group.title for group in section.pictured] == [None, "Bursts"]


def test_reset_and_switching_off_ask_for_several_settings_at_once(section: ShapeSection) -> None:
    asked: list[tuple[Any, str]] = []
    section.changes_asked.connect(lambda changes, text: asked.append((changes, text)))
    section.show_settings(settings_with(jitter=0.4))

    section.groups["Jitter"].off.click()
    section.reset.click()

    assert asked == [
        ({"jitter": 0.0, "jitter_distribution": UNSHAPED["jitter_distribution"]}, "Switch off jitter"),
        (UNSHAPED, "Reset shape"),
    ]


def test_a_refusal_stands_beside_its_setting_until_that_changes(section: ShapeSection) -> None:
    section.show_open(True, ["Bursts"])
    row = section.groups["Bursts"].rows["burst_pause"]

    section.show_error("burst_pause", "Burst pause must be between 0 and 60, got 90")
    said = row.error.text(), row.error.isVisible()
    section.show_settings(settings_with(burst_pause=0.5))

    assert said == ("Burst pause must be between 0 and 60, got 90", True)
    assert not row.error.isVisible()


def test_forecasts_go_to_the_picture_that_they_are_of(section: ShapeSection) -> None:
    section.show_open(True, ["Bursts"])
    settings = settings_with(tokens_per_second=45.0, burst_pause=0.3)
    section.show_settings(settings)

    section.show_forecast(None, foreseen(settings, TOKENS))
    section.show_forecast(GROUPS[1], foreseen(settings, TOKENS))

    assert section.strip.figures() != []
    assert "stand-in" in section.words.text()
    assert section.groups["Bursts"].spark.accessibleDescription() != ""


def test_it_is_drawn_in_both_schemes(section: ShapeSection) -> None:
    section.show_open(True, ["Jitter"])
    section.show_settings(settings_with(jitter=0.4))
    section.show_colours(LIGHT)
    light = section.grab().toImage()

    section.show_colours(DARK)

    assert section.grab().toImage() != light
