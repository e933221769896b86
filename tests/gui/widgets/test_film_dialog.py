"""The choices of a moving picture: what is chosen is told, and progress is shown."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.film_choices import FilmChoices, FilmKind
from mockpanel.gui.widgets.film_dialog import FilmDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def dialog(qtbot: QtBot) -> FilmDialog:
    made = FilmDialog()
    qtbot.addWidget(made)
    made.show_answer("gpt-4o · 50 tokens/s", 4_000_000_000)
    made.show()
    return made


@pytest.mark.parametrize(
    "choices",
    [
        FilmChoices(),
        FilmChoices(FilmKind.WEBP, 960, 540, 200, True, True, 0.25, False, False),
        FilmChoices(width=333, height=222),
    ],
)
def test_what_is_shown_is_what_is_chosen(dialog: FilmDialog, choices: FilmChoices) -> None:
    dialog.show_choices(choices)

    assert dialog.choices() == choices


def test_a_known_size_sets_both_numbers_and_other_numbers_are_an_own_size(dialog: FilmDialog) -> None:
    place = dialog.size_of.findText("1280 × 720")
    dialog.size_of.setCurrentIndex(place)
    dialog.size_of.activated.emit(place)
    known = (dialog.wide.value(), dialog.high.value())
    dialog.high.setValue(700)

    assert known == (1280, 720)
    assert dialog.size_of.currentText() == "Own size"


def test_the_speed_changes_how_long_it_takes(dialog: FilmDialog) -> None:
    plain = dialog.told.text().replace("\u202f", " ")
    dialog.speed.setCurrentText("0.5×")

    assert plain == "Takes 5.5 s"
    assert dialog.told.text().replace("\u202f", " ") == "Takes 9.5 s"


def test_while_it_is_made_only_giving_up_is_left(dialog: FilmDialog, qtbot: QtBot) -> None:
    dialog.show_progress((3, 40))
    making = (dialog.progress.value(), dialog.save.isEnabled(), dialog.kind.isEnabled(), dialog.cancel.isEnabled())

    with qtbot.waitSignal(dialog.cancel_asked, timeout=1000):
        dialog.cancel.click()

    assert making == (3, False, False, True)
    assert not dialog.isVisible()


def test_saving_tells_the_choices(dialog: FilmDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.save_asked, timeout=1000) as told:
        dialog.save.click()

    assert told.args == [FilmChoices()]
