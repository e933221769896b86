"""A small button without a frame, with a sign and a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton

from mockpanel.gui.theme import CONTROL_HEIGHT


def flat_button(sign: str, name: str, pressed: Callable[[], None] | None) -> QToolButton:
    """The button; `name` is its tooltip, and what a screen reader says."""
    made = QToolButton()
    made.setText(sign)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setProperty("flat", True)
    made.setMinimumWidth(CONTROL_HEIGHT)
    if pressed is not None:
        made.clicked.connect(pressed)
    return made
