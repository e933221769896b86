"""A box that grows with its text, shows whole lines only, and keeps its end in sight."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.growing_text import GrowingText

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MARGIN = 4


def box(qtbot: QtBot, *, steady: bool) -> GrowingText:
    made = GrowingText("Box", 2, MARGIN, steady=steady)
    qtbot.addWidget(made)
    made.resize(300, 20)
    made.show()
    return made


@pytest.mark.parametrize(("lines", "shown"), [(1, 1), (2, 2), (3, 2), (9, 2)])
def test_a_steady_one_is_as_high_as_its_lines_and_scrolls_the_others(qtbot: QtBot, lines: int, shown: int) -> None:
    made = box(qtbot, steady=True)
    line = made.fontMetrics().lineSpacing()

    made.add("\n".join("abc" for _ in range(lines)), follow=True)

    qtbot.waitUntil(lambda: made.viewport().height() // line == shown)
    bar = made.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() == lines - shown)
    assert made.minimumHeight() == made.maximumHeight()


def test_another_one_may_become_as_low_as_one_line(qtbot: QtBot) -> None:
    made = box(qtbot, steady=False)

    made.add("abc\n" * 9)

    line = made.fontMetrics().lineSpacing()
    assert line < made.minimumHeight() < 2 * line + 3 * MARGIN <= made.maximumHeight() < 3 * line + 3 * MARGIN


def test_a_text_that_goes_on_is_added_to_and_any_other_replaces_it(qtbot: QtBot) -> None:
    made = box(qtbot, steady=True)

    for text in ("one", "one two", "on", ""):
        made.show_text(text)
        assert made.text() == made.toPlainText() == text
