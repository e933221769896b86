"""The frames of the wire."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from pytestqt.qtbot import QtBot

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.wire_pane import MOST_FRAMES, WirePane

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

HELLO = 'data: {"choices":[{"delta":{"content":"Hello, \\"wide\\" world"},"finish_reason":null}]}'
ACCENT = QColor(LIGHT.accent)
BRINGS = (Piece(PartKind.TEXT, 'Hello, "wide" world'),)
CALL = 'data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"look","args":{"a":1}}}]}}]}'
CITED = 'data: {"parts":[{"text":""}],"segment":{"text":"It is"}}'


def pane(qtbot: QtBot) -> WirePane:
    made = WirePane()
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    return made


def test_frames_appear_with_their_times_and_their_text(qtbot: QtBot) -> None:
    made = pane(qtbot)

    made.add([(0.9, HELLO, BRINGS), (0.9222, "data: [DONE]", ())])
    qtbot.waitUntil(lambda: made.lines.toPlainText() != "")

    first, second = made.lines.toPlainText().replace("\u202f", " ").split("\n")
    assert first.split()[:4] == ["900.0", "ms", "+0.0", '"Hello,']
    assert second.split() == ["922.2", "ms", "+22.2", "data:", "[DONE]"]
    assert made.count.text() == "2 frames"


def test_the_copy_is_the_stream_itself(qtbot: QtBot) -> None:
    made = pane(qtbot)
    made.add([(0.9, HELLO, BRINGS), (1.0, "data: [DONE]", ())])
    made.show()

    made.copy.click()

    assert QGuiApplication.clipboard().text() == f"{HELLO}\n\ndata: [DONE]\n\n"


def test_old_frames_go(qtbot: QtBot) -> None:
    made = pane(qtbot)

    made.add([(k / 1000, f"data: {k}", ()) for k in range(MOST_FRAMES + 500)])
    made.show()

    assert made.lines.blockCount() == MOST_FRAMES
    assert "the last" in made.count.text()
    assert made.text().startswith("data: 500\n")


def test_the_view_stays_where_it_is_when_it_does_not_follow(qtbot: QtBot) -> None:
    made = pane(qtbot)
    made.add([(k / 1000, f"data: {k}", ()) for k in range(200)])
    made.show()
    bar = made.lines.verticalScrollBar()
    assert bar.value() == bar.maximum()

    made.follow.setChecked(False)
    bar.setValue(3)
    made.add([(1.0, "data: more", ())])
    made.show()
    assert bar.value() == 3
    made.follow.setChecked(True)
    assert bar.value() == bar.maximum()


def test_clear_begins_anew(qtbot: QtBot) -> None:
    made = pane(qtbot)
    made.add([(0.5, "data: a", ())])
    made.show()

    made.clear()
    made.show_colours(DARK)
    made.add([(0.9, "data: b\nid: 1", ())])
    made.show()

    assert "+0.0" in made.lines.toPlainText()
    assert "data: b ⏎ id: 1" in made.lines.toPlainText()
    assert made.count.text() == "1 frame"


def accented(made: WirePane, line: int) -> list[str]:
    """What stands out in a line."""
    block = made.lines.document().findBlockByNumber(line)
    found = [
        (part.start, part.length) for part in block.layout().formats() if part.format.foreground().color() == ACCENT
    ]
    return [block.text()[start : start + length].strip() for start, length in found]


def test_a_frame_s_text_stands_out_and_no_other_that_it_repeats(qtbot: QtBot) -> None:
    made = pane(qtbot)

    made.add([(0.1, HELLO, BRINGS), (0.2, CALL, (Piece(PartKind.TOOL_CALL, '{"a":1}', 0, "look"),)), (0.3, CITED, ())])

    assert accented(made, 0) == ['"Hello, \\"wide\\" wo…', '"Hello, \\"wide\\" world"']
    assert accented(made, 1) == ['look({"a":1})', '"look"']
    assert accented(made, 2) == [""]


def test_an_answer_that_ended_badly_is_no_empty_pane(qtbot: QtBot) -> None:
    made = pane(qtbot)

    made.show_ending("The server answered 429: Rate limit reached.")
    shown = (made.ending.isVisible(), made.lines.placeholderText(), made.clear_button.isEnabled())
    made.clear()

    assert shown == (True, "", True)
    assert (made.ending.isVisible(), made.lines.placeholderText() != "") == (False, True)
