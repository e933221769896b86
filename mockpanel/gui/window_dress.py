"""Dresses the whole window in one scheme of colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from mockpanel.gui import theme
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import Colours

if TYPE_CHECKING:
    from mockpanel.gui.main_window import MainWindow


def dress(window: MainWindow, colours: Colours) -> None:
    """Every widget that paints by itself, and the style of all others; takes a tenth of a second."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, colours)
    stage = window.stage
    for widget in (
        *(window.server_bar, window.profile_bar, window.strip, window.notice, window.feel, window.trouble),
        *(window.editor, stage.preview, stage.wire, stage.gaps, stage.measured),
        *(window.timing, window.requests, window.detail, window.status),
        *(window.compare.pane, window.life, window.sharing, window.commands.palette, window.commands.help),
    ):
        widget.show_colours(colours)
    for button, name in ((window.palette_button, Icon.COMMANDS), (window.present_button, Icon.PRESENT)):
        button.setIcon(icon(name, colours.text, colours.border))
