"""The line that tells who won how often."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.tally import Standing
from mockpanel.gui.widgets.tally_row import TallyRow

STANDINGS = [Standing("Fast", 3, 1, 2, 4), Standing("Slow", 1, 3, 2, 2)]


@pytest.fixture
def row(qtbot: QtBot) -> TallyRow:
    made = TallyRow()
    qtbot.addWidget(made)
    return made


def test_without_rounds_it_says_how_to_begin_and_there_is_nothing_to_export(row: TallyRow) -> None:
    assert row.words.text() == "No blind round yet"
    assert "Blind" in row.words.toolTip()
    assert not any(action.isEnabled() for action in row.actions_of.values())


def test_wins_stand_by_profile_and_all_the_rest_in_the_tooltip(row: TallyRow) -> None:
    row.show_standings(STANDINGS, 6, hidden=False)

    assert row.words.text() == "Fast 3 · Slow 1 · no difference 2"
    assert "6 blind rounds" in row.words.toolTip()
    assert "Fast: 3 won, 1 lost, 2 without difference; 4 times at the left" in row.words.toolTip()


def test_while_a_round_is_hidden_only_their_number_is_told(row: TallyRow) -> None:
    row.show_standings(STANDINGS, 6, hidden=True)

    assert row.words.text() == "6 blind rounds"
    assert "Fast" not in row.words.toolTip()


def test_rounds_of_other_pairs_can_be_exported_and_cleared_too(row: TallyRow, qtbot: QtBot) -> None:
    row.show_standings([], 4, hidden=False)

    with qtbot.waitSignals([row.export_asked, row.export_asked, row.clear_asked]):
        for action in row.actions_of.values():
            action.trigger()
