"""The sides of blind rounds: by chance, balanced, repeatable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.blind import BLOCK, first_is_left

SEEDS = st.integers(0, 2**32)


@given(SEEDS, st.integers(0, 100))
def test_in_every_block_each_is_left_as_often_as_the_other(seed: int, block: int) -> None:
    sides = [first_is_left(seed, block * BLOCK + place) for place in range(BLOCK)]

    assert sides.count(True) == sides.count(False)


@given(SEEDS, st.integers(0, 1000))
def test_the_same_seed_gives_the_same_order(seed: int, number: int) -> None:
    assert first_is_left(seed, number) == first_is_left(seed, number)


def test_seeds_differ_and_so_do_blocks() -> None:
    orders = {tuple(first_is_left(seed, number) for number in range(12)) for seed in range(30)}
    blocks = {tuple(first_is_left(1, block * BLOCK + place) for place in range(BLOCK)) for block in range(30)}

    assert len(orders) > 20
    assert len(blocks) == 6
