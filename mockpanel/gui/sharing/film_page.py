"""Draws an answer as the preview shows it, at any size and in any colours, without a window. Knows no time."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QFrame

from mockpanel.core.film_choices import FilmChoices
from mockpanel.gui.answer_view import MARKDOWN_SLICE, AnswerView
from mockpanel.gui.theme import DARK, LIGHT, SPACE, Colours

CAPTION_SHARE = 0.85
"""The caption's size, of the text's own."""


def film_colours(choices: FilmChoices) -> Colours:
    """The colours that were chosen."""
    return DARK if choices.dark else LIGHT


class FilmPage:
    """One view that is never on a screen. Texts are shown one after the other; each is best a longer one."""

    def __init__(self, choices: FilmChoices, caption: str) -> None:
        self._colours = film_colours(choices)
        self._caption = caption
        self._view = AnswerView()
        self._size = (choices.width, choices.height)
        self._font = QFont(self._view.font())
        self._font.setPointSizeF(self._font.pointSizeF() * choices.zoom / 100 * CAPTION_SHARE)
        self._foot = round(QFontMetricsF(self._font).height()) + 2 * SPACE[1] if caption else 0
        self._dress(choices)

    def image(self, text: str) -> QImage:
        """The picture with that text, its end in sight; 32 bits a pixel."""
        self._show(text)
        made = QImage(*self._size, QImage.Format.Format_RGB32)
        made.fill(QColor(self._colours.surface))
        with QPainter(made) as painter:
            self._view.viewport().render(painter, QPoint(0, 0))
            if self._caption:
                self._draw_caption(painter)
        return made

    def close(self) -> None:
        """Gives the view back."""
        self._view.deleteLater()

    def _dress(self, choices: FilmChoices) -> None:
        view, colours = self._view, self._colours
        view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        view.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setStyleSheet(
            f"QTextBrowser {{ background: {colours.surface}; color: {colours.text}; border: 0; border-radius: 0; }}"
        )
        view.resize(choices.width, choices.height - self._foot)
        view.show_colours(colours)
        view.show_markdown(choices.markdown)
        view.show_zoom(choices.zoom)
        view.show()  # which lays it out; on a screen it never is

    def _show(self, text: str) -> None:
        view = self._view
        shown = view.text()
        if not text.startswith(shown):
            view.show_text("")
            shown = ""
        view.append_text(text[len(shown) :])
        for _ in range(len(text) - len(shown), -MARKDOWN_SLICE, -MARKDOWN_SLICE):
            view.flush()
        bar = view.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _draw_caption(self, painter: QPainter) -> None:
        width, height = self._size
        top = height - self._foot
        painter.fillRect(QRectF(0, top, width, 1), QColor(self._colours.hairline))
        painter.setFont(self._font)
        painter.setPen(QColor(self._colours.muted))
        words = QFontMetricsF(self._font).elidedText(self._caption, Qt.TextElideMode.ElideMiddle, width - 2 * SPACE[2])
        foot = QRectF(SPACE[2], top, width - 2 * SPACE[2], self._foot)
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
