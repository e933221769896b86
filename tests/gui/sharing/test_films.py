"""Moving pictures as files: read back by Pillow they show the same pictures for the same time."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageSequence

from mockpanel.gui.sharing.gif_film import GifFilm, shades
from mockpanel.gui.sharing.webp_film import WebpFilm
from mockpanel.gui.theme import LIGHT

WIDTH, HEIGHT = 120, 40
PALETTE = shades(LIGHT.surface, (LIGHT.text, LIGHT.muted, LIGHT.accent), (LIGHT.window, LIGHT.hairline))


class Film(Protocol):
    def add(self, pixels: bytes, duration_ms: int) -> None: ...
    def close(self) -> None: ...


def gif(file: io.BytesIO, loop: bool = True) -> Film:
    return GifFilm(file, WIDTH, HEIGHT, PALETTE, loop=loop)


def webp(file: io.BytesIO, loop: bool = True) -> Film:
    return WebpFilm(file, WIDTH, HEIGHT, loop=loop)


Make = Callable[..., Film]
BOTH = pytest.mark.parametrize("make", [gif, webp])


def picture(words: str, colour: str = LIGHT.text) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), LIGHT.surface)
    ImageDraw.Draw(image).text((5, 5), words, fill=colour)
    return image


def written(make: Make, pictures: list[tuple[Image.Image, int]], loop: bool = True) -> Image.Image:
    """The film, as it is read."""
    file = io.BytesIO()
    film = make(file, loop)
    for image, duration in pictures:
        film.add(image.convert("RGBX").tobytes("raw", "BGRX"), duration)
    film.close()
    file.seek(0)
    return Image.open(file)


def read(film: Image.Image) -> list[tuple[Image.Image, int]]:
    found = []
    for frame in ImageSequence.Iterator(film):
        frame.load()
        found.append((frame.convert("RGB"), int(frame.info["duration"])))
    return found


def apart(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any pixel in any colour."""
    return max(max(band.tobytes()) for band in ImageChops.difference(one, other).split())


@BOTH
def test_the_pictures_come_back_in_their_time(make: Make) -> None:
    pictures = [(picture("Hello, World"[:end]), 40 + 10 * end) for end in (0, 2, 5, 8, 12)]

    found = read(written(make, pictures))

    assert [duration for _, duration in found] == [duration for _, duration in pictures]
    assert all(apart(image, meant) < 24 for (image, _), (meant, _) in zip(found, pictures, strict=True))


@BOTH
def test_a_picture_like_the_one_before_makes_that_one_stand_longer(make: Make) -> None:
    same = picture("same")

    found = read(written(make, [(picture("first"), 50), (same, 100), (same.copy(), 200), (picture("last"), 30)]))

    assert [duration for _, duration in found] == [50, 300, 30]


@BOTH
@given(durations=st.lists(st.integers(1, 300), min_size=2, max_size=12))
def test_the_durations_sum_up_exactly(make: Make, durations: list[int]) -> None:
    pictures = [(picture(str(place)), 10 * duration) for place, duration in enumerate(durations)]

    found = read(written(make, pictures))

    assert sum(duration for _, duration in found) == sum(duration for _, duration in pictures)


@BOTH
def test_colours_that_no_letter_has_are_kept(make: Make) -> None:
    bird = picture("bird", "#20C040")

    found = read(written(make, [(picture("no"), 100), (bird, 100)]))

    assert apart(found[1][0], bird) < 24


@BOTH
@pytest.mark.parametrize("loop", [True, False])
def test_it_is_played_for_ever_or_once(make: Make, loop: bool) -> None:
    film = written(make, [(picture("a"), 100), (picture("b"), 100)], loop)

    read(film)

    assert film.info.get("loop") == (0 if loop else (None if make is gif else 1))


@BOTH
def test_a_frame_that_stands_for_longer_than_the_format_can_say_stands_on(make: Make) -> None:
    minutes = 12 * 60 * 1000

    found = read(written(make, [(picture("wait"), minutes), (picture("come"), 100)]))

    assert sum(duration for _, duration in found) == minutes + 100


@BOTH
def test_the_ground_is_exactly_the_scheme_s(make: Make) -> None:
    found = read(written(make, [(picture("a"), 100)]))

    assert found[0][0].getpixel((WIDTH - 1, 0)) == (255, 255, 255)


@BOTH
def test_only_what_changes_is_written(make: Make) -> None:
    file, again = io.BytesIO(), io.BytesIO()
    for target, count in ((file, 1), (again, 40)):
        film = make(target)
        for end in range(count):
            film.add(picture("." * end).convert("RGBX").tobytes("raw", "BGRX"), 50)
        film.close()

    assert len(again.getvalue()) - len(file.getvalue()) < 40 * 150
