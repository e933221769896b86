"""The line below a moving picture."""

from __future__ import annotations

from mockpanel.core.film_choices import FilmChoices, FilmKind, caption
from mockpanel.core.ledger import Ledger
from tests.core.records import record_of


def test_a_caption_tells_what_was_measured() -> None:
    assert caption(record_of()).replace("\u202f", " ") == "gpt-4o · 50.00 tokens/s · first token 900.6 ms"


def test_a_profile_s_name_comes_before_the_model_s() -> None:
    assert caption(record_of(), "Reading pace").startswith("Reading pace · ")


def test_what_is_not_known_is_left_out() -> None:
    assert caption(record_of(ledger=Ledger(), model=None)) == "Request 1"


def test_a_film_is_a_gif_that_loops_unless_it_is_chosen_otherwise() -> None:
    choices = FilmChoices()

    assert (choices.kind, choices.loop, choices.speed) == (FilmKind.GIF, True, 1.0)
    assert [kind.label for kind in FilmKind] == ["GIF", "WebP"]
