"""Two lines over each other, told apart by colour and by stroke."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mockpanel.core.fitting import Fit
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.fit_plot import CAPTURED, FITTED, FitPlot

FIT = Fit("even", {}, (0.01, 0.02, 1.0), (0.02, 0.02, 0.5), 0.17)


def test_a_fit_is_drawn_and_told(qtbot: QtBot) -> None:
    plot = FitPlot()
    qtbot.addWidget(plot)
    plot.resize(400, 150)
    empty = plot.grab().toImage()

    plot.show_fit(FIT, "A gap is off by 170 ms.")

    assert plot.grab().toImage() != empty
    assert plot.accessibleDescription() == "A gap is off by 170 ms."


def test_colour_is_not_needed_to_tell_the_lines_apart(qtbot: QtBot) -> None:
    plot = FitPlot()
    qtbot.addWidget(plot)
    plot.show_colours(DARK)

    pens = plot._pens()
    assert pens[CAPTURED].style() is Qt.PenStyle.SolidLine
    assert pens[FITTED].style() is Qt.PenStyle.DashLine
    assert pens[CAPTURED].color() != pens[FITTED].color()


def test_a_fit_without_gaps_is_drawn_too(qtbot: QtBot) -> None:
    plot = FitPlot()
    qtbot.addWidget(plot)

    plot.show_fit(Fit("even", {}, (0.01, 0.02), (), float("inf")))

    assert not plot.grab().isNull()
