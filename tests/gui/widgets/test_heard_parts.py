"""What an answer brings beside its text, as it is shown while it comes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import REFUSED, Piece
from mockpanel.gui.theme import DARK, SPACE
from mockpanel.gui.widgets.heard_calls import MOST_CARDS, WIDEST_NAME
from mockpanel.gui.widgets.heard_parts import HeardParts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def parts(owner: QWidget) -> HeardParts:
    made = HeardParts()
    column = QVBoxLayout(owner)
    for widget in (made.thoughts, made.refused, made.calls):
        column.addWidget(widget)
    made.show_colours(DARK)
    owner.show()
    return made


def test_nothing_is_shown_of_a_plain_answer(parts: HeardParts) -> None:
    parts.add([Piece(PartKind.TEXT, "one")])

    assert not any(widget.isVisible() for widget in (parts.thoughts, parts.refused, parts.calls))


def test_reasoning_grows_folded_and_says_how_long_it_is(parts: HeardParts) -> None:
    parts.add([Piece(PartKind.REASONING, "I "), Piece(PartKind.REASONING, "think")])
    folded = parts.thoughts.text.isHidden()
    parts.thoughts.heading.setChecked(True)
    parts.add([Piece(PartKind.REASONING, ".")])

    assert folded
    assert parts.thoughts.text.toPlainText() == "I think."
    assert parts.thoughts.heading.state == "8 characters"


def test_each_call_has_a_card_with_its_growing_arguments(parts: HeardParts) -> None:
    parts.add([Piece(PartKind.TOOL_CALL, "", 2, "look"), Piece(PartKind.TOOL_CALL, '{"a"', 2)])
    parts.add([Piece(PartKind.TOOL_CALL, ":1}", 2), Piece(PartKind.TOOL_CALL, "{}", 3, "now")])

    cards = list(parts.calls.cards.values())
    assert [card.name.text() for card in cards] == ["Calls look", "Calls now"]
    assert [card.arguments.toPlainText() for card in cards] == ['{"a":1}', "{}"]


def call(place: int, name: str, text: str = "{}") -> Piece:
    return Piece(PartKind.TOOL_CALL, text, place, name)


def test_of_many_calls_the_latest_is_in_sight_and_the_earlier_ones_are_scrolled_to(
    parts: HeardParts, owner: QWidget, qtbot: QtBot
) -> None:
    owner.resize(400, 300)
    parts.add([call(place, f"n{place}") for place in range(4 * MOST_CARDS)])
    bar, cards = parts.calls.verticalScrollBar(), list(parts.calls.cards.values())
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    latest = not cards[-1].visibleRegion().isEmpty()

    bar.setValue(0)

    assert latest
    assert not cards[0].visibleRegion().isEmpty()
    assert parts.calls.height() <= MOST_CARDS * cards[0].sizeHint().height() + 2 * SPACE[1]


def test_the_arguments_of_all_calls_begin_at_one_place_and_long_names_are_shortened(
    parts: HeardParts, owner: QWidget, qtbot: QtBot
) -> None:
    owner.resize(500, 300)
    parts.add([call(0, "now"), call(1, "look_it_up"), call(2, "n" * 60)])

    cards = list(parts.calls.cards.values())
    qtbot.waitUntil(lambda: all(card.arguments.x() == WIDEST_NAME + SPACE[1] for card in cards))
    assert cards[2].name.toolTip() == f"Calls {'n' * 60}"


def test_a_moment_is_shown_whether_it_is_earlier_or_later(parts: HeardParts) -> None:
    later = [Piece(PartKind.REASONING, "I think."), call(0, "look", '{"a":1}'), call(1, "now"), REFUSED]
    earlier = [Piece(PartKind.REASONING, "I th"), call(0, "look", '{"')]

    for moment in (later, earlier, later, []):
        parts.show_pieces(moment)
        assert parts.pieces() == moment
        assert parts.calls.isVisible() is any(piece.kind is PartKind.TOOL_CALL for piece in moment)
        assert parts.thoughts.isVisible() is bool(moment)


def test_a_refusal_is_said_to_be_one_also_where_that_is_known_only_at_its_end(parts: HeardParts) -> None:
    parts.add([REFUSED])

    assert parts.refused.isVisible()


def test_another_answer_begins_without_them(parts: HeardParts) -> None:
    parts.add([Piece(PartKind.REASONING, "hm"), Piece(PartKind.TOOL_CALL, "{}", 0, "look"), REFUSED])

    parts.clear()

    assert not any(widget.isVisible() for widget in (parts.thoughts, parts.refused, parts.calls))
    assert parts.calls.cards == {}
    assert parts.thoughts.text.toPlainText() == ""
