"""A capture is measured once, and again when it or the tokenizer is another."""

from __future__ import annotations

import asyncio

from mockpanel.core.tokens import Tokens, tokenize
from mockpanel.gui.captures.measuring import Measuring
from tests.core.replays import timed_capture

SEA = timed_capture((0.5, "The"), (1.0, " sea"), name="Sea")
OCEAN = timed_capture((0.5, "The"), (1.0, " ocean"), name="Sea")
ENCODING = "cl100k_base"


async def split(text: str, encoding: str) -> Tokens:
    return tokenize(text, encoding)


def measured() -> Measuring:
    measuring = Measuring(split)
    asyncio.run(measuring.measure(SEA, ENCODING))
    return measuring


def test_what_was_found_is_kept() -> None:
    found = measured().found(SEA, ENCODING)

    assert found is not None
    assert (found.figures.tokens, len(found.ledger)) == (2, 2)


def test_another_one_of_that_name_and_another_encoding_are_not_measured_yet() -> None:
    measuring = measured()

    assert measuring.found(OCEAN, ENCODING) is None
    assert measuring.found(SEA, "o200k_base") is None


def test_what_is_gone_is_forgotten() -> None:
    measuring = measured()
    measuring.keep_only([])

    assert measuring.found(SEA, ENCODING) is None
