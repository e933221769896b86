"""Each setting that shapes a stream gets the editor that suits it, with name, help and the right kind of value."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import SPECS, Spec, StreamSettings
from mockpanel.core.shapes import UNSHAPED
from mockpanel.gui.form import make_row
from mockpanel.gui.widgets.choice_row import ChoiceRow
from mockpanel.gui.widgets.count_row import CountRow
from mockpanel.gui.widgets.line_row import LineRow
from mockpanel.gui.widgets.quantity_row import QuantityRow
from mockpanel.gui.widgets.text_row import TextRow
from tests.shape_values import SHAPE_VALUES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

SHAPES = [SPECS[name] for name in UNSHAPED]


@pytest.mark.parametrize("spec", SHAPES, ids=lambda spec: spec.name)
def test_every_row_shows_its_setting_and_is_named_and_explained(qtbot: QtBot, spec: Spec) -> None:
    row = make_row(spec)
    qtbot.addWidget(row)
    edits: list[object] = []
    row.edited.connect(edits.append)

    row.show_value(getattr(StreamSettings(), spec.name))
    row.show_value(SHAPE_VALUES[spec.name][0])
    row.compare(SHAPE_VALUES[spec.name][0], SHAPE_VALUES[spec.name][1])

    buddy = row.label.buddy()
    assert edits == []
    assert buddy is not None
    assert buddy.accessibleName() == row.label.text() == spec.label
    assert row.findChildren(QLabel)[0].toolTip() == spec.help
    assert not row.mark.isHidden()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("jitter", QuantityRow),
        ("jitter_distribution", ChoiceRow),
        ("burst_tokens_min", CountRow),
        ("seed", LineRow),
        ("mock_reasoning", TextRow),
    ],
)
def test_figures_have_sliders_and_counts_boxes(qtbot: QtBot, name: str, kind: type) -> None:
    row = make_row(SPECS[name])
    qtbot.addWidget(row)

    assert type(row) is kind
