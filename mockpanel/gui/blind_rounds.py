"""The blind rounds of one pair of profiles: which is left in this round, and whether it is decided. Counts no wins."""

from __future__ import annotations

import random

from mockpanel.core.blind import first_is_left
from mockpanel.gui.compared_models import A, B

SEEDS = 2**32


class BlindRounds:
    """`on` while rounds are blind. A round lasts until it is decided and the next is begun, however often it plays."""

    def __init__(self, seed: int | None = None) -> None:
        self._seed = random.SystemRandom().randrange(SEEDS) if seed is None else seed
        self._number = 0
        self.on = False
        self.reveals = True
        """Whether each round is revealed once it is decided."""
        self.decided = False

    @property
    def hidden(self) -> bool:
        """Whether nobody may know now which profile is where."""
        return self.on and not self.revealed

    @property
    def revealed(self) -> bool:
        """Whether what was hidden is told."""
        return self.on and self.decided and self.reveals

    @property
    def order(self) -> tuple[int, int]:
        """Which of A and B is left, and which is right."""
        return (A, B) if not self.on or first_is_left(self._seed, self._number) else (B, A)

    def decide(self) -> None:
        """A side was preferred, or neither."""
        self.decided = True

    def go_on(self) -> None:
        """The next round, if this one is decided."""
        self._number += self.decided
        self.decided = False

    def restart(self) -> None:
        """Other profiles, or blind for the first time: what was seen so far says nothing about what comes."""
        self._seed += 1
        self._number = 0
        self.decided = False
