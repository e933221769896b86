"""Comparing in the window: which profiles, open or blind, and what was preferred. Plays nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mockpanel.core.errors import InvalidValue
from mockpanel.core.profiles import Profile
from mockpanel.core.question import Question
from mockpanel.core.tally import Preferred, Round, told_settings
from mockpanel.gui.blind_rounds import BlindRounds
from mockpanel.gui.compare_stage import CompareStage
from mockpanel.gui.compared_models import MODELS, A, B, ComparedModels
from mockpanel.gui.duo import SIDES
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.state import CompareChoices
from mockpanel.gui.tally_desk import TallyDesk
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.compare_pane import ComparePane
from mockpanel.gui.widgets.compare_side import Veil
from mockpanel.gui.widgets.side_combo import CURRENT
from mockpanel.hosting import ServerHost

Run = Callable[[Coroutine[Any, Any, None], str], None]
NO_TEXT = "The response is empty; write one, then compare."
SAME = "A and B are the same; end blind rounds, and choose two profiles that differ."


class CompareDesk(QObject):
    """Between profiles, rounds, tally, and the pane that shows them, which is made here and placed by the window."""

    touched = Signal()
    """Something that is to be remembered has changed."""

    def __init__(self, host: ServerHost, clock: FrameClock, notice: UndoNotice, run: Run, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = host.services.store
        self._profiles: tuple[Sequence[Profile], Sequence[Profile]] = ((), ())
        self.pane = ComparePane()
        self.models = ComparedModels(host.services, self)
        self.rounds = BlindRounds()
        self.stage = CompareStage(host, self.pane, clock, run, self._questions)
        self.tally = TallyDesk(self.pane.tally, notice, run, parent)
        self._run = run
        self._started = False
        self._connect()

    def swap(self) -> None:
        """A for B."""
        if not self.rounds.on:
            self.models.swap()

    def show_blind(self, blind: bool) -> None:
        """Begins or ends blind rounds; what is played is broken off, for its sides were known."""
        if blind != self.rounds.on:
            self.rounds.on = blind
            self._begin_anew()
            self.touched.emit()

    def vote(self, preferred: Preferred) -> None:
        """Takes the vote of the round, and tells what stood where or goes on with the next."""
        records = self.stage.records
        if not self.rounds.on or self.rounds.decided or not self.stage.is_ready:
            return
        left, right = self._titles()
        told = [told_settings(settings) if (settings := records[side].settings) else {} for side in SIDES]
        played = Round(
            at=time.time(), left=left, right=right, preferred=preferred, left_settings=told[0], right_settings=told[1]
        )
        self.rounds.decided = True
        self.tally.keeper.add(played)
        if self.rounds.reveals:
            self.pane.vote.show_result(f"{left} left, {right} right: {_said(played)}.")
            self._show_veil()
        else:
            self.stage.restart()

    def next_round(self) -> None:
        """Shuffles the sides anew and plays, once the round is decided."""
        if self.rounds.decided:
            self.stage.restart()

    def show_profiles(self, own: Sequence[Profile], built_in: Sequence[Profile]) -> None:
        """The profiles that there are now."""
        self._profiles = (own, built_in)
        self.models.keep({profile.name for profile in (*own, *built_in)})
        self._show_names()

    def choices(self) -> CompareChoices:
        """What to remember."""
        pane, (a, b) = self.pane, self.models.names
        return CompareChoices(
            a=a,
            b=b,
            blind=self.rounds.on,
            reveal=self.rounds.reveals,
            loop=self.stage.loops,
            markdown=pane.markdown.isChecked(),
            zoom=pane.zoom.percent,
        )

    def resume(self, choices: CompareChoices) -> None:
        """As it was remembered."""
        self.rounds.reveals, self.rounds.on = choices.reveal, choices.blind
        self.stage.show_loop(choices.loop)
        self.pane.show_options(markdown=choices.markdown, zoom=choices.zoom, loop=choices.loop, reveal=choices.reveal)
        self.models.resume(choices.a, choices.b)
        self.tally.keeper.load()
        self._show_names()

    async def start(self) -> None:
        """Lets mock-a and mock-b stand for A and B from now on."""
        self._started = True
        await self.models.take_launch()
        await self._push()

    async def close(self) -> None:
        """Ends what is played, and waits until the tally is written."""
        self.models.close()
        await self.stage.close()
        await self.tally.keeper.close()

    def _connect(self) -> None:
        pane = self.pane
        pane.chosen.connect(self.models.choose)
        pane.swap_asked.connect(self.swap)
        pane.blind_toggled.connect(self.show_blind)
        pane.vote.voted.connect(self.vote)
        pane.vote.next_asked.connect(self.next_round)
        pane.vote.reveal_toggled.connect(self._take_reveal)
        for changed in (pane.markdown_toggled, pane.zoom.chosen, pane.buttons.loop_toggled):
            changed.connect(lambda _value: self.touched.emit())
        self.models.changed.connect(self._take_models)
        self.stage.restarted.connect(self.rounds.go_on)
        self.stage.began.connect(self._begin_round)
        self.stage.ready.connect(self._take_votes)

    def _take_models(self) -> None:
        """Other profiles are compared: what is played goes on with those."""
        playing = self.stage.duo.playing
        self._begin_anew()
        self.touched.emit()
        if self._started:
            self._run(self._push(), "models")
        if playing:
            self.stage.restart()

    async def _push(self) -> None:
        try:
            await self.models.push()
        except InvalidValue as error:
            self.pane.show_error(str(error))

    def _take_reveal(self, reveal: bool) -> None:
        self.rounds.reveals = reveal
        self._show_veil()
        self.touched.emit()

    def _begin_anew(self) -> None:
        self.rounds.restart()
        self.stage.break_off()
        self._show_names()

    def _begin_round(self) -> None:
        if not self.rounds.decided:
            self.pane.vote.ask(ready=False)
        self._show_veil()

    def _take_votes(self) -> None:
        if not self.rounds.decided:
            self.pane.vote.ask(ready=True)

    async def _questions(self) -> list[Question]:
        """Of the left and the right side; raises InvalidValue."""
        text, (a, b) = self._store.snapshot.mock_response, self.models.names
        if not text:
            raise InvalidValue("mock_response", NO_TEXT)
        if self.rounds.on and a == b:
            raise InvalidValue("model", SAME)
        asked = await self.models.questions(text)
        return [asked[letter] for letter in self.rounds.order]

    def _titles(self) -> tuple[str, str]:
        """What is at the left and at the right."""
        names = [name or CURRENT for name in self.models.names]
        left, right = self.rounds.order
        return names[left], names[right]

    def _show_names(self) -> None:
        self.pane.show_profiles(*self._profiles, self.models.names)
        for letter in (A, B):
            self.pane.models[letter].show_model(MODELS[letter], self.models.names[letter] or CURRENT)
        self.pane.show_blind(self.rounds.on)
        self.pane.vote.ask(ready=False)
        self._show_veil()

    def _show_veil(self) -> None:
        """Tells what may be told now."""
        rounds = self.rounds
        veil = Veil.BLIND if rounds.hidden else Veil.REVEALED if rounds.revealed else Veil.OPEN
        for side, title in zip(self.pane.sides, self._titles(), strict=True):
            side.show_veil(veil, title)
        a, b = (name or CURRENT for name in self.models.names)
        self.tally.show_pair(a, b, hidden=rounds.hidden)


def _said(played: Round) -> str:
    return f"{played.winner} preferred" if played.winner else "no difference"
