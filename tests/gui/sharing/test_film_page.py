"""The page of a moving picture: size, colours, caption, and the end of a long text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from mockpanel.core.film_choices import FilmChoices
from mockpanel.gui.sharing.film_page import FilmPage
from mockpanel.gui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

CHOICES = FilmChoices(width=300, height=160, zoom=100)


@pytest.fixture
def page(qapp: QApplication) -> Iterator[FilmPage]:
    made = FilmPage(CHOICES, "a caption")
    yield made
    made.close()


def ink(image: QImage, top: int, bottom: int) -> int:
    """How many pixels are not of the corner's colour."""
    ground = image.pixel(0, 0)
    return sum(image.pixel(x, y) != ground for x in range(image.width()) for y in range(top, bottom))


def test_it_has_the_size_and_the_ground_that_were_chosen(qapp: QApplication) -> None:
    for choices, colours in ((CHOICES, LIGHT), (replace(CHOICES, dark=True), DARK)):
        page = FilmPage(choices, "")
        image = page.image("Words")
        page.close()

        assert (image.width(), image.height()) == (300, 160)
        assert image.pixelColor(299, 0) == QColor(colours.surface)
        assert ink(image, 0, 40) > 0


def test_text_and_caption_have_their_own_places(page: FilmPage) -> None:
    before, after = page.image(""), page.image("Some words")

    assert ink(before, 0, 100) == 0
    assert ink(before, 130, 160) > 0
    assert ink(after, 0, 40) > 0
    assert ink(after, 130, 160) == ink(before, 130, 160)


def test_of_a_long_text_the_end_is_in_sight(page: FilmPage) -> None:
    long = "\n".join(f"line {k}" for k in range(200))

    image, shorter = page.image(long), page.image(long[:-60])

    assert ink(image, 0, 120) > 0
    assert image != shorter


def test_a_shorter_text_than_before_is_shown_too(page: FilmPage) -> None:
    first = page.image("one")
    page.image("one two three")

    assert page.image("one") == first


def test_markdown_is_rendered_where_it_was_chosen(qapp: QApplication) -> None:
    images = []
    for markdown in (False, True):
        page = FilmPage(replace(CHOICES, markdown=markdown), "")
        images.append(page.image("# Head\n\n**bold**"))
        page.close()

    assert images[0] != images[1]
