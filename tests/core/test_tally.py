"""The tally of blind rounds, and its files."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.settings import StreamSettings
from mockpanel.core.tally import Preferred, Round, Standing, as_csv, as_json, between, standings, told_settings

NAMES = st.sampled_from(("Fast", "Slow", "Own, with a comma", "=1+1"))
PAIRS = st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1])
ROUNDS = st.lists(
    st.builds(
        lambda at, pair, preferred: Round(at=at, left=pair[0], right=pair[1], preferred=preferred),
        st.floats(0, 4e9),
        PAIRS,
        st.sampled_from(Preferred),
    )
)
FAST_WON = Round(
    at=0.5,
    left="Slow",
    right="Fast",
    preferred=Preferred.RIGHT,
    left_settings={"tokens_per_second": 5.0, "time_to_first_token": 1.0},
)
NOBODY_WON = Round(at=1, left="Fast", right="Slow", preferred=Preferred.NEITHER)


def test_wins_losses_ties_and_sides_are_counted_by_profile() -> None:
    found = standings([FAST_WON, NOBODY_WON])

    assert found == [Standing("Fast", 1, 0, 1, 1), Standing("Slow", 0, 1, 1, 1)]
    assert [standing.rounds for standing in found] == [2, 2]


@given(ROUNDS)
def test_every_round_is_counted_once_for_each_of_its_profiles(rounds: list[Round]) -> None:
    found = standings(rounds)

    assert sum(standing.rounds for standing in found) == 2 * len(rounds)
    assert sum(standing.wins for standing in found) == sum(standing.losses for standing in found)
    assert sum(standing.left for standing in found) == len(rounds)


def test_rounds_of_two_profiles_are_found_whichever_was_left() -> None:
    other = Round(at=2, left="Fast", right="Other", preferred=Preferred.LEFT)

    assert between([FAST_WON, other, NOBODY_WON], "Fast", "Slow") == [FAST_WON, NOBODY_WON]


@given(ROUNDS)
def test_a_round_survives_the_way_through_json(rounds: list[Round]) -> None:
    assert [Round.model_validate_json(played.model_dump_json()) for played in rounds] == rounds


def test_the_csv_has_a_line_a_round_with_what_stood_where_and_who_won() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([FAST_WON, NOBODY_WON]))))

    assert rows[0] == {
        "round": "1",
        "at": "1970-01-01T00:00:00.500+00:00",
        "left": "Slow",
        "right": "Fast",
        "preferred": "right",
        "winner": "Fast",
        "left_tokens_per_second": "5.0",
        "left_time_to_first_token": "1.0",
        "right_tokens_per_second": "",
        "right_time_to_first_token": "",
    }
    assert (rows[1]["preferred"], rows[1]["winner"]) == ("neither", "")


def test_no_name_is_a_formula_of_a_spreadsheet() -> None:
    rows = list(csv.reader(io.StringIO(as_csv([Round(at=0, left="=1+1", right="-x", preferred=Preferred.LEFT)]))))

    assert rows[1][2:4] == ["'=1+1", "'-x"]


def test_the_json_tells_the_rounds_and_how_each_profile_did() -> None:
    document = json.loads(as_json([FAST_WON, NOBODY_WON]))

    assert document["profiles"][0] == {"name": "Fast", "rounds": 2, "wins": 1, "losses": 0, "ties": 1, "left": 1}
    assert [played["winner"] for played in document["rounds"]] == ["Fast", None]
    assert document["rounds"][0]["left_settings"] == {"tokens_per_second": 5.0, "time_to_first_token": 1.0}


def test_what_is_told_of_settings_is_rate_first_token_and_what_is_not_as_usual() -> None:
    told = told_settings(StreamSettings(mock_response="long", jitter=0.4))

    assert told == {"tokens_per_second": 15.0, "time_to_first_token": 0.2, "jitter": 0.4}
