"""Captures as rows: told whole to who cannot see them, and kept in place while their figures come."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from mockpanel.gui.models.capture_rows import CaptureDelegate, CaptureLine, CaptureLines

SEA = CaptureLine("Sea", "2.000 tokens/s", replayed=True)
CLUMPS = CaptureLine("Clumps", built_in=True)


def test_a_row_says_all_of_it(qtbot: QtBot) -> None:
    lines = CaptureLines()
    lines.show_lines([SEA, CLUMPS])

    spoken = [lines.data(lines.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(lines.rowCount())]

    assert spoken == ["Sea, replayed, 2.000 tokens/s", "Clumps, example"]
    assert lines.row_of("Clumps") == 1
    assert lines.row_of("none") is None


def test_figures_that_come_later_leave_the_rows_in_place(qtbot: QtBot) -> None:
    lines = CaptureLines()
    lines.show_lines([CLUMPS])
    with qtbot.assertNotEmitted(lines.modelReset), qtbot.waitSignal(lines.dataChanged):
        lines.show_lines([CaptureLine("Clumps", "3.000 tokens/s", built_in=True)])

    with qtbot.waitSignal(lines.modelReset):
        lines.show_lines([SEA])


def test_a_row_is_painted(qtbot: QtBot) -> None:
    lines, delegate, option = CaptureLines(), CaptureDelegate(), QStyleOptionViewItem()
    lines.show_lines([SEA])
    option.rect.setRect(0, 0, 200, 46)
    image = QImage(200, 46, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    before = image.copy()

    with QPainter(image) as painter:
        delegate.paint(painter, option, lines.index(0))

    assert image != before
