"""The strip of gaps: what it tells, what it draws again, and how it follows the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.gaps import MS_NS
from mockpanel.core.ledger import Sent
from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.gap_strip import GapStrip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def even(count: int, gap_ms: int = 20) -> list[Sent]:
    return [Sent((900 + k * gap_ms) * MS_NS, (901 + k * gap_ms) * MS_NS, k + 1, 1) for k in range(count)]


def strip(qtbot: QtBot) -> GapStrip:
    made = GapStrip()
    qtbot.addWidget(made)
    made.resize(600, 160)
    made.show()
    return made


def has_colour(image: QImage, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_it_is_empty_and_says_what_will_be_there(qtbot: QtBot) -> None:
    made = strip(qtbot)

    assert made.figures() == []
    assert "Play the preview" in made.accessibleDescription()
    assert not made.grab().isNull()


def test_the_figures_are_of_the_rows_shown(qtbot: QtBot) -> None:
    made = strip(qtbot)

    made.show_rows(even(50))

    assert [name for name, _ in made.figures()] == ["p50", "p95", "max"]
    assert {value.replace("\u202f", " ") for _, value in made.figures()} == {"20.0 ms"}
    assert made.stall_words() == ""


def test_a_stall_is_counted_in_words_and_drawn_in_the_warning_colour(qtbot: QtBot) -> None:
    made = strip(qtbot)
    rows = even(50)
    late = [row._replace(sent_ns=row.sent_ns + 900 * MS_NS) for row in rows[30:]]

    made.show_rows(rows)
    before = has_colour(made.grab().toImage(), LIGHT.warning)
    made.show_rows(rows[:30] + late)

    assert made.stall_words() == "1 stall"
    assert (before, has_colour(made.grab().toImage(), LIGHT.warning)) == (False, True)


def test_rows_that_go_on_look_as_if_shown_at_once(qtbot: QtBot) -> None:
    growing, whole = strip(qtbot), strip(qtbot)
    rows = even(300)

    for end in range(10, 301, 10):
        growing.show_rows(rows[:end])
        growing.grab()
    growing.show_rows(rows, over=True)
    whole.show_rows(rows)

    assert growing.grab().toImage() == whole.grab().toImage()
    assert growing.figures() == whole.figures()


def test_appended_rows_are_added_to_the_picture(qtbot: QtBot) -> None:
    made = strip(qtbot)
    rows = even(1000)
    made.show_rows(rows[:900])
    made.show_rows(rows[:910])
    made.grab()
    picture = made._picture

    made.show_rows(rows[:920])
    made.grab()

    assert made._picture is picture
    assert picture is not None
    assert picture.drawn == 920


def test_other_rows_replace_those_shown(qtbot: QtBot) -> None:
    made = strip(qtbot)
    made.show_rows(even(50))

    made.show_rows(even(20, gap_ms=40))
    assert made.figures()[0][1].startswith("40.0")
    made.clear()
    assert made.figures() == []


def test_the_pointer_tells_token_planned_sent_and_difference(qtbot: QtBot) -> None:
    made = strip(qtbot)
    made.show_rows(even(50))
    made.grab()
    pointed: list[int] = []
    made.token_pointed.connect(pointed.append)

    QTest.mouseMove(made, QPoint(580, 60))
    qtbot.waitUntil(lambda: pointed != [])

    assert pointed == [50 if made.place_at(580) == 49 else pointed[0]]
    told = made.tip(49).replace("\u202f", " ").split("\n")
    assert told == ["Token 50", "planned 1 880 ms", "sent 1 881 ms", "difference +1.0 ms", "gap 20.0 ms"]


def test_arrow_keys_go_from_chunk_to_chunk(qtbot: QtBot) -> None:
    made = strip(qtbot)
    made.show_rows(even(5))
    pointed: list[int] = []
    made.token_pointed.connect(pointed.append)

    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_A):
        QTest.keyClick(made, key)

    assert pointed == [1, 2, 5, 4]


def test_rows_written_together_and_at_once_can_be_drawn(qtbot: QtBot) -> None:
    made = strip(qtbot)

    made.show_rows([Sent(0, 5, 512, 512), Sent(0, 5, 1024, 512)])

    assert not made.grab().isNull()
    assert "512 chunks together" in made.tip(0)


def test_another_scheme_draws_all_again(qtbot: QtBot) -> None:
    made = strip(qtbot)
    made.show_rows(even(50))
    made.grab()

    made.show_colours(DARK)

    assert has_colour(made.grab().toImage(), DARK.accent)


def test_a_press_tells_the_moment_and_a_line_shows_one(qtbot: QtBot) -> None:
    made = strip(qtbot)
    made.show_rows(even(50), over=True)
    pressed: list[float] = []
    made.time_pressed.connect(pressed.append)
    before = has_colour(made.grab().toImage(), LIGHT.warning)

    axes = made._axes()
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(round(axes.x(1401 * MS_NS)), 60))
    made.show_position(1401 * MS_NS)
    during = has_colour(made.grab().toImage(), LIGHT.warning)
    made.show_position(None)

    assert pressed == [pytest.approx(1401 * MS_NS, rel=0.01)]
    assert (before, during) == (False, True)
    assert not has_colour(made.grab().toImage(), LIGHT.warning)


def test_enter_tells_the_moment_of_the_cursor(qtbot: QtBot) -> None:
    made = strip(qtbot)
    made.show_rows(even(50), over=True)
    pressed: list[float] = []
    made.time_pressed.connect(pressed.append)

    QTest.keyClick(made, Qt.Key.Key_End)
    QTest.keyClick(made, Qt.Key.Key_Return)

    assert pressed == [even(50)[-1].sent_ns]
