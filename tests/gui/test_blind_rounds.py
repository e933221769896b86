"""Blind rounds of one pair: a round stays itself until it is decided."""

from __future__ import annotations

from mockpanel.gui.blind_rounds import BlindRounds


def test_open_sides_are_a_and_b_and_nothing_is_hidden() -> None:
    rounds = BlindRounds(1)

    assert (rounds.order, rounds.hidden, rounds.revealed) == ((0, 1), False, False)


def test_a_round_keeps_its_sides_until_it_is_decided() -> None:
    rounds = BlindRounds(1)
    rounds.on = True
    orders = []
    for _ in range(12):
        before = rounds.order
        rounds.go_on()
        assert rounds.order == before
        orders.append(before)
        rounds.decided = True
        rounds.go_on()

    assert orders.count((0, 1)) == orders.count((1, 0)) == 6


def test_a_round_is_hidden_until_it_is_decided_and_reveals_if_that_is_wanted() -> None:
    rounds = BlindRounds(1)
    rounds.on = True
    playing = (rounds.hidden, rounds.revealed)
    rounds.decided = True
    revealed = (rounds.hidden, rounds.revealed)
    rounds.reveals = False

    assert playing == (True, False)
    assert revealed == (False, True)
    assert (rounds.hidden, rounds.revealed) == (True, False)


def test_other_profiles_are_shuffled_in_another_order() -> None:
    orders = set()
    rounds = BlindRounds(1)
    rounds.on = True
    for _ in range(20):
        rounds.restart()
        orders.add(rounds.order)

    assert orders == {(0, 1), (1, 0)}
