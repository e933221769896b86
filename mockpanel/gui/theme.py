"""The window's colours and measures, light and dark, as one palette and one small style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SPACE = (4, 8, 12, 16, 24)
"""The only distances in the window, in pixels at 100 %."""

CORNER = 6
CONTROL_HEIGHT = 30
FRAME_MS = 33
"""Live regions change at most this often."""

CALM_FRAME_MS = 250
"""The same with reduced motion."""

MARKS = Path(str(files("mockpanel") / "resources" / "icons" / "theme"))
"""Arrows and ticks, which a style sheet takes from files only."""


class Scheme(StrEnum):
    """Which colours to use."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. Contrasts are WCAG AA or better for text on its surface."""

    name: str
    window: str
    surface: str
    text: str
    muted: str
    hairline: str
    border: str
    accent: str
    on_accent: str
    good: str
    warning: str
    error: str
    tokens: tuple[str, ...]
    tick: str


LIGHT = Colours(
    name="light",
    window="#F7F7F5",
    surface="#FFFFFF",
    text="#1B1B1A",
    muted="#5F5F5A",
    hairline="#E4E4E1",
    border="#8A8A84",
    accent="#2F5BEA",
    on_accent="#FFFFFF",
    good="#1E7F4F",
    warning="#8F5400",
    error="#B3261E",
    tokens=("#D6E4FF", "#FFDFCC", "#CDEFD9", "#F3D6F0", "#FFEBAE", "#C9ECF2"),
    tick="#8A8A84",
)
DARK = Colours(
    name="dark",
    window="#161618",
    surface="#1E1E21",
    text="#ECECEE",
    muted="#A9A9B2",
    hairline="#33333A",
    border="#76767F",
    accent="#8AA6FF",
    on_accent="#10131C",
    good="#5CC98D",
    warning="#F0B450",
    error="#FF8A80",
    tokens=("#263E73", "#6B3C22", "#1F5A3D", "#5C305A", "#5E4C12", "#175059"),
    tick="#9A9AA6",
)


def colours(scheme: Scheme = Scheme.SYSTEM) -> Colours:
    """The colours of a scheme; the system's own where it says so."""
    if scheme is Scheme.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if scheme is Scheme.DARK else LIGHT


def apply(app: QApplication, chosen: Colours) -> None:
    """Dresses the whole application."""
    app.setStyle("Fusion")
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_sheet(chosen))


def number_font(points: float | None = None) -> QFont:
    """The fixed-width font for tokens, wire and numbers that change, so that nothing jitters."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if points is not None:
        font.setPointSizeF(points)
    return font


def _palette(c: Colours) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in {
        roles.Window: c.window,
        roles.Base: c.surface,
        roles.AlternateBase: c.window,
        roles.Button: c.surface,
        roles.WindowText: c.text,
        roles.Text: c.text,
        roles.ButtonText: c.text,
        roles.ToolTipBase: c.surface,
        roles.ToolTipText: c.text,
        roles.PlaceholderText: c.muted,
        roles.Highlight: c.accent,
        roles.HighlightedText: c.on_accent,
        roles.Link: c.accent,
        roles.Mid: c.hairline,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    return palette


def _sheet(c: Colours) -> str:
    return _controls(c) + _lists(c) + _words(c)


def _controls(c: Colours) -> str:
    return f"""
    QPushButton, QToolButton, QComboBox, QLineEdit, QAbstractSpinBox {{
        min-height: {CONTROL_HEIGHT - 8}px; padding: 2px 8px; border: 1px solid {c.border};
        border-radius: {CORNER}px; background: {c.surface}; color: {c.text}; }}
    QPushButton:hover, QToolButton:hover, QComboBox:hover {{ border-color: {c.accent}; }}
    QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QAbstractSpinBox:focus {{
        border: 2px solid {c.accent}; padding: 1px 7px; }}
    QPushButton:checked, QToolButton:checked, QPushButton[primary="true"] {{
        background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton[primary="true"]:focus, QPushButton:checked:focus, QToolButton:checked:focus {{
        border-color: {c.text}; }}
    QPushButton:disabled, QToolButton:disabled, QComboBox:disabled {{ color: {c.muted}; border-color: {c.hairline}; }}
    QPushButton[primary="true"]:disabled {{ background: {c.surface}; }}
    *[bar="true"] {{ min-height: {CONTROL_HEIGHT - 6}px; max-height: {CONTROL_HEIGHT - 6}px; }}
    QToolButton[flat="true"] {{ background: transparent; }}
    QToolButton[flat="true"]:!focus {{ border-color: transparent; }}
    QLineEdit QToolButton {{ min-height: 0; padding: 0; border: 0; background: transparent; }}
    QToolButton[popupMode="2"] {{ padding-right: 20px; }}
    QToolButton::menu-indicator {{ image: {_mark(c, "down")}; width: 16px; height: 16px;
        subcontrol-origin: padding; subcontrol-position: center right; right: 2px; }}
    QComboBox {{ padding-right: 24px; combobox-popup: 0; }}
    QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus {{
        outline: 0; border: 1px solid {c.border}; border-radius: 0; }}
    QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 6px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow {{ image: {_mark(c, "down")}; width: 16px; height: 16px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; background: transparent; width: 20px; }}
    QAbstractSpinBox::up-arrow {{ image: {_mark(c, "up")}; width: 12px; height: 12px; }}
    QAbstractSpinBox::down-arrow {{ image: {_mark(c, "down")}; width: 12px; height: 12px; }}
    QCheckBox {{ spacing: 8px; padding: 2px; border-radius: {CORNER}px; border: 1px solid transparent; }}
    QCheckBox:focus {{ border-color: {c.accent}; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {c.border}; border-radius: 4px;
        background: {c.surface}; }}
    QCheckBox::indicator:hover {{ border-color: {c.accent}; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: {_mark(c, "tick")}; }}
    """


def _lists(c: Colours) -> str:
    return f"""
    QPlainTextEdit, QTextBrowser, QTableView, QListView, QTreeView {{
        background: {c.surface}; border: 1px solid {c.hairline}; border-radius: {CORNER}px; }}
    QPlainTextEdit:focus, QTextBrowser:focus, QTableView:focus, QListView:focus {{ border-color: {c.accent}; }}
    QTableView {{ gridline-color: {c.hairline}; selection-background-color: {c.accent};
        selection-color: {c.on_accent}; }}
    QHeaderView::section {{ background: {c.window}; color: {c.muted}; border: 0;
        border-bottom: 1px solid {c.hairline}; padding: 4px 8px; }}
    QTabBar {{ outline: 0; }}
    QTabBar::tab {{ padding: 5px 11px 6px 11px; border: 1px solid transparent; border-bottom: 2px solid transparent;
        color: {c.muted}; }}
    QTabBar[slim="true"]::tab {{ padding: 2px 7px 3px 7px; }}
    QTabBar QToolButton {{ min-height: 0; padding: 0; border: 0; border-radius: 0; background: {c.window}; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
    QTabBar::tab:hover, QTabBar::tab:focus {{ color: {c.accent}; }}
    QTabBar::tab:selected:focus {{ border-color: {c.accent}; }}
    QTabWidget::pane {{ border: 0; }}
    QSplitter::handle {{ background: transparent; }}
    QSplitter::handle:hover {{ background: {c.hairline}; }}
    QMenuBar {{ background: {c.window}; }}
    QMenuBar::item {{ padding: 4px 8px; border-radius: {CORNER}px; background: transparent; }}
    QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {c.hairline}; }}
    QMenu {{ background: {c.surface}; border: 1px solid {c.border}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px 5px 24px; border-radius: 4px; color: {c.text}; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QMenu::item:disabled {{ color: {c.muted}; }}
    QMenu::separator {{ height: 1px; background: {c.hairline}; margin: 4px 8px; }}
    QScrollBar {{ background: transparent; border: 0; margin: 0; }}
    QScrollBar:vertical {{ width: 10px; }}
    QScrollBar:horizontal {{ height: 10px; }}
    QScrollBar::handle {{ background: {c.border}; border-radius: 3px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 28px; }}
    QScrollBar::handle:horizontal {{ min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _words(c: Colours) -> str:
    return f"""
    QToolTip {{ color: {c.text}; background: {c.surface}; border: 1px solid {c.hairline}; padding: 4px; }}
    QStatusBar {{ border-top: 1px solid {c.hairline}; }}
    QStatusBar::item {{ border: 0; }}
    QLabel[role="muted"] {{ color: {c.muted}; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLabel[role="error"] {{ color: {c.error}; }}
    QLabel[role="warning"] {{ color: {c.warning}; }}
    QLabel[role="good"] {{ color: {c.good}; }}
    """


def _mark(c: Colours, name: str) -> str:
    return f'url("{(MARKS / f"{name}-{c.name}.svg").as_posix()}")'
