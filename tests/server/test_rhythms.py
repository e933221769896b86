"""Rhythms are made in small steps, kept by what they are for, and given up again when there are too many."""

from __future__ import annotations

import asyncio
from typing import Any

from mockpanel.core.rhythm import STRETCH_TOKENS, composed
from mockpanel.core.shapes import Shape, shape_of
from mockpanel.server.rhythms import Rhythms
from mockpanel.server.tasks import Tasks
from tests.core.plans import settings_with
from tests.server.fakes import letters

TOKENS = letters(3 * STRETCH_TOKENS)


def shape(**settings: Any) -> Shape:
    found = shape_of(settings_with(**settings))
    assert found is not None
    return found


def test_a_rhythm_is_made_in_steps_once_and_found_afterwards() -> None:
    rhythms = Rhythms()
    asked = shape(jitter=1)

    steps = list(rhythms.work(TOKENS, len(TOKENS), asked, 1))
    again = list(rhythms.work(TOKENS, len(TOKENS), asked, 1))

    assert len(steps) >= 3
    assert steps[-1] is not None
    assert steps[-1].work == composed(asked, 1, TOKENS, len(TOKENS)).work
    assert again == [steps[-1]]
    assert rhythms.find(TOKENS, len(TOKENS), asked, 2) is None


def test_the_loop_goes_on_while_a_rhythm_is_made() -> None:
    turns = 0

    async def make() -> None:
        nonlocal turns
        task = Tasks().start(Rhythms().make(TOKENS, len(TOKENS), shape(jitter=1), 1), "make")
        while not task.done():
            turns += 1
            await asyncio.sleep(0)

    asyncio.run(make())

    assert turns >= 2


def test_the_oldest_are_given_up() -> None:
    rhythms = Rhythms(kept_bytes=40 * len(TOKENS))

    for seed in range(4):
        asyncio.run(rhythms.make(TOKENS, len(TOKENS), shape(jitter=1), seed))

    kept = [rhythms.find(TOKENS, len(TOKENS), shape(jitter=1), seed) is not None for seed in range(4)]
    assert kept == [False, False, True, True]
