"""A line that is shortened where there is no room, and whole in its tooltip."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.elided_label import NARROWEST_PX, ElidedLabel


def test_a_long_line_needs_no_room_and_stays_whole_in_text_and_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    words = "A profile with a very long name indeed " * 5

    label.show_words(words)
    label.resize(60, 20)
    label.grab()

    assert label.minimumSizeHint().width() == NARROWEST_PX
    assert label.text() == label.toolTip() == words


def test_a_tooltip_may_say_more(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)

    label.show_words("Fast 1", "Fast: 1 won")

    assert (label.text(), label.toolTip(), label.accessibleDescription()) == ("Fast 1", "Fast: 1 won", "Fast: 1 won")
