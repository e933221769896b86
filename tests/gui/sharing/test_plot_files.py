"""The plot of gaps as a file: what stands in it, in pixels and in vectors."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from mockpanel.core.gaps import MS_NS
from mockpanel.core.ledger import Sent
from mockpanel.gui.sharing.gap_plot import ACROSS, HEIGHT, UP, WIDTH, GapPlot
from mockpanel.gui.sharing.plot_files import SCALE, write_plot
from mockpanel.gui.theme import DARK, LIGHT, Colours

DOTS = 96.0
ROWS = [Sent((900 + k * 20) * MS_NS, (901 + k * 20 + (700 if k > 30 else 0)) * MS_NS, k + 1, 1) for k in range(60)]


def plot(app: QApplication, colours: Colours = LIGHT, rows: list[Sent] | None = None) -> GapPlot:
    return GapPlot("A title · 50 tokens/s", ROWS if rows is None else rows, colours, app.font())


def words(path: Path) -> list[str]:
    """The texts of an SVG file."""
    return ["".join(found.itertext()).replace("\u202f", " ") for found in ET.parse(path).iter() if found.text]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_png_has_twice_the_pixels_and_the_scheme_s_colours(
    qapp: QApplication, tmp_path: Path, colours: Colours
) -> None:
    write_plot(tmp_path / "gaps.png", plot(qapp, colours), DOTS)

    image = QImage(str(tmp_path / "gaps.png"))
    assert (image.width(), image.height()) == (WIDTH * SCALE, HEIGHT * SCALE)
    assert image.pixelColor(0, 0) == QColor(colours.surface)
    pixels = {image.pixel(x, y) for x in range(image.width()) for y in range(0, image.height(), 8)}
    assert QColor(colours.warning).rgb() in pixels  # the stall


def test_an_svg_holds_title_legend_figures_and_axes_as_text(qapp: QApplication, tmp_path: Path) -> None:
    write_plot(tmp_path / "gaps.svg", plot(qapp), DOTS)

    told = words(tmp_path / "gaps.svg")

    assert {"A title · 50 tokens/s", "sent", "planned", "stall", ACROSS, UP, "1 s", "10 ms"} <= set(told)
    assert any("60 chunks   p50 20.0 ms   p95 20.0 ms   max 720.0 ms   1 stall" in line for line in told)


@pytest.mark.parametrize("count", [1, 2])
def test_few_rows_make_a_plot_too(qapp: QApplication, tmp_path: Path, count: int) -> None:
    write_plot(tmp_path / "gaps.svg", plot(qapp, rows=ROWS[:count]), DOTS)

    assert any(f"{count} chunk" in line for line in words(tmp_path / "gaps.svg"))


def test_a_place_that_cannot_be_written_is_an_error_of_the_system(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OSError, match=r"file"):
        write_plot(tmp_path / "file" / "gaps.png", plot(qapp), DOTS)
