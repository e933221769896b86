"""Tokens can be told apart without colour, wherever and however long their line is."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT, number_font
from mockpanel.gui.widgets.token_painting import UNDERLINE_PX
from mockpanel.gui.widgets.token_text import TEXT_POINTS, TokenText
from tests.gui.pads import image, show, shown_pad

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def pad(qtbot: QtBot) -> TokenText:
    return shown_pad(qtbot)


def ticks(pad: TokenText, colour: str) -> int:
    """How many ticks are on the first line."""
    picture, y = image(pad.viewport()), pad.cursorRect().top() + 1
    return [picture.pixelColor(x, y).name().upper() for x in range(picture.width())].count(colour)


def test_boundaries_can_be_seen_without_colour(pad: TokenText) -> None:
    tokens = show(pad, "mm/mm/mm")

    assert ticks(pad, LIGHT.tick) == len(tokens) - 1 > 0
    pad.show_colours(DARK)
    assert ticks(pad, DARK.tick) == len(tokens) - 1


def test_ticks_are_forgotten_with_other_tokens(pad: TokenText) -> None:
    text = "antidisestablishmentarianism"
    first = show(pad, text, "gpt2")
    assert ticks(pad, LIGHT.tick) == len(first) - 1

    second = show(pad, text, "o200k_base")

    assert len(second) != len(first)
    assert ticks(pad, LIGHT.tick) == len(second) - 1


def test_ticks_follow_another_font(pad: TokenText) -> None:
    show(pad, "one two three four five")
    before = image(pad.viewport())
    font = pad.font()

    font.setPointSizeF(2 * font.pointSizeF())
    pad.setFont(font)
    larger = image(pad.viewport())
    pad.setFont(number_font(TEXT_POINTS))

    assert larger != before
    assert image(pad.viewport()) == before


def test_a_long_line_is_coloured_too(pad: TokenText) -> None:
    show(pad, "word and " * 1000)

    picture = image(pad.viewport())

    seen = {picture.pixelColor(x, 12).name().upper() for x in range(picture.width())}
    assert set(LIGHT.tokens) <= seen


@pytest.mark.parametrize("text", ["one two three", "word and " * 1000])
def test_the_token_just_sent_is_underlined(pad: TokenText, text: str) -> None:
    show(pad, text)

    def accents() -> int:
        picture = image(pad.viewport())
        # The text cursor may blink, but not in this colour.
        return sum(
            picture.pixelColor(x, y).name().upper() == LIGHT.accent for x in range(picture.width()) for y in range(60)
        )

    assert accents() == 0
    pad.show_lit(1)
    assert accents() > 10 * UNDERLINE_PX
    pad.show_lit(None)
    assert accents() == 0
    pad.show_lit(99_999)
    assert accents() == 0


def test_white_space_is_shown_on_demand(pad: TokenText) -> None:
    show(pad, "a \t\u00a0b\r\n\n")
    before = image(pad.viewport())

    pad.set_whitespace_visible(True)
    assert image(pad.viewport()) != before

    pad.set_whitespace_visible(False)
    assert image(pad.viewport()) == before


def test_white_space_is_shown_before_the_tokens_are_known(pad: TokenText) -> None:
    pad.show_text("a b\n")
    before = image(pad.viewport())

    pad.set_whitespace_visible(True)

    assert image(pad.viewport()) != before
