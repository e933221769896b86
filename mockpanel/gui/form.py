"""The editor of a setting, made from what the setting says of itself: a slider, a box, a list, a picker or a text."""

from __future__ import annotations

from mockpanel.core.settings import Spec
from mockpanel.gui.widgets.capture_row import CaptureRow
from mockpanel.gui.widgets.choice_row import ChoiceRow
from mockpanel.gui.widgets.count_row import CountRow
from mockpanel.gui.widgets.figures import example_of, quantity_of, scale_of
from mockpanel.gui.widgets.line_row import LineRow
from mockpanel.gui.widgets.quantity_row import QuantityRow
from mockpanel.gui.widgets.text_row import TextRow

Row = QuantityRow | CountRow | ChoiceRow | CaptureRow | LineRow | TextRow
"""Each has `edited`, `returned`, show_value, compare, show_error and show_colours."""

CAPTURE_NAME = "name of a capture"
"""The unit of a setting that names one."""

LARGEST_COUNT = 2**31 - 1
"""What a spin box of Qt can hold."""


def make_row(spec: Spec) -> Row:
    """The row of a number, a choice or a text; settings that are true or false have none."""
    if spec.choices:
        return ChoiceRow(spec)
    if spec.kind is float:
        row = QuantityRow(quantity_of(spec), scale_of(spec))
        row.explain(spec.help, example_of(spec))
        return row
    if spec.kind is int:
        return CountRow(spec) if spec.high is not None and spec.high <= LARGEST_COUNT else LineRow(spec)
    return CaptureRow(spec) if spec.unit == CAPTURE_NAME else TextRow(spec)
