"""Plays a response and shows it coming: text, frames, gaps, set against measured, and the token just sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from mockpanel.core.asked import asked_first_token, asked_rate
from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.core.dialects.table import DIALECTS, dialect
from mockpanel.core.errors import InvalidValue
from mockpanel.core.play_state import PlayState, broke_off
from mockpanel.core.playback import Ending
from mockpanel.core.question import Question, preview_question, recorded_question
from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.player import Player
from mockpanel.gui.widgets.gap_strip import GapStrip
from mockpanel.gui.widgets.measured_bar import MeasuredBar
from mockpanel.gui.widgets.preview_pane import PreviewPane, Standing
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.gui.widgets.wire_pane import WirePane
from mockpanel.hosting import ServerHost, ServerState

AWAITED = "The first token is waited for."
THOUGHT = "Reasoning is under way; the gaps begin with the answer."

LOOP_MS = 800
"""The rest between two rounds of a looped preview."""


class Stage(QObject):
    """Between the player and the widgets that show what it plays. Widgets are made here, and placed by the window."""

    began = Signal()
    """A response is being played from its start."""

    def __init__(
        self, host: ServerHost, editor: ResponseEditor, clock: FrameClock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._editor = editor
        self._question: Question | None = None
        self._played = ""
        self._loop = self._cut = False
        self._aside: Standing | None = None
        self.player = Player(clock, self)
        self.preview = PreviewPane()
        self.wire = WirePane()
        self.gaps = GapStrip()
        self.measured = MeasuredBar()
        self._again = QTimer(self, singleShot=True, interval=LOOP_MS)
        self._connect()

    def play(self) -> None:
        """Plays the response in the editor."""
        self._begin(None)

    def replay(self, record: RequestRecord) -> None:
        """Sends a recorded request again, or says why that cannot be."""
        try:
            self._begin(recorded_question(record))
        except InvalidValue as error:
            self.began.emit()
            self.preview.show_error(str(error))

    def play_or_pause(self) -> None:
        """What the play button does."""
        if not self.player.playing:
            self.restart()
        elif self.player.paused:
            self.player.resume()
            self.preview.show_state(PlayState.PLAYING)
        else:
            self.player.pause()
            self.preview.show_state(PlayState.PAUSED)

    def restart(self) -> None:
        """Plays from the start what was played last."""
        self._begin(self._question)

    def step(self) -> None:
        """Shows one chunk more, and stands still; begins where nothing is played."""
        if not self.player.playing:
            self.restart()
        self.player.step()
        self.preview.show_state(PlayState.PAUSED)

    def show_records(self, records: list[RequestRecord]) -> None:
        """Takes what is new of the request that is played."""
        for record in records:
            if record.id == self._played:
                self._show_record(record)

    @property
    def played(self) -> RequestRecord | None:
        """The request that was played last, if the log still holds it."""
        return self._host.services.log.get(self._played)

    def stand_aside(self, record: RequestRecord) -> None:
        """Lets the preview show a record; what is being played ends."""
        self._again.stop()
        if self._aside is None:
            shown = self.preview.standing()
            self._aside = shown if shown.state is PlayState.IDLE else replace(shown, state=PlayState.FINISHED)
        self.player.stop()
        self.preview.show_text("")
        self._show_timing(record)
        self._editor.show_lit(None)

    def come_back(self) -> None:
        """Shows again what was played last."""
        if self._aside is None:
            return
        shown, self._aside = self._aside, None
        self.preview.show_standing(shown)
        self.preview.record.setEnabled(self.played is not None)
        self.gaps.clear()
        self.gaps.show_empty()
        self.measured.show_figures(None, None, None, None)
        if (record := self.played) is not None:
            self._show_timing(record)

    def show_loop(self, wanted: bool) -> None:
        """Whether a response is played again and again."""
        self._loop = wanted
        if not wanted:
            self._again.stop()

    def show_frame(self, frame_ms: int) -> None:
        """How often what is smoothed may change."""
        self.preview.show_frame(frame_ms)

    async def close(self) -> None:
        """Ends what is played."""
        self._host.changed.disconnect(self._show_protocols)
        self._loop = False
        self._again.stop()
        await self.player.close()

    def _connect(self) -> None:
        preview, player = self.preview, self.player
        preview.play_asked.connect(self.play_or_pause)
        preview.restart_asked.connect(self.restart)
        preview.step_asked.connect(self.step)
        preview.loop_toggled.connect(self.show_loop)
        self._again.timeout.connect(self.restart)
        player.started.connect(self._show_started)
        player.text_came.connect(self._show_text)
        player.pieces_came.connect(self._show_pieces)
        self._host.changed.connect(self._show_protocols)
        player.frames.connect(self.wire.add)
        player.finished.connect(self._show_finished)
        player.failed.connect(self._show_failed)

    def _begin(self, question: Question | None) -> None:
        if self._host.state is not ServerState.SERVING:
            self.began.emit()
            self.preview.show_error("The server is stopped; start it to play.")
            return
        self._question, self._cut = question, False
        self._again.stop()
        self.began.emit()
        self.preview.show_text("")
        self.wire.clear()
        self.gaps.clear()
        self.gaps.show_empty(AWAITED)
        self.measured.show_figures(None, None, None, None)
        calls = self._host.services.store.snapshot.mock_tool_calls
        asked = question or preview_question(calls, dialect(self.preview.protocol.shown))
        self.player.play(self._host.base_url, self._host.services.settings.api_key.get_secret_value(), asked)
        self.preview.show_state(PlayState.WAITING)

    def _show_started(self, request_id: str) -> None:
        self._played = request_id
        if (record := self._host.services.log.get(request_id)) is not None:
            self._show_record(record)

    def _show_protocols(self) -> None:
        if self._host.state is ServerState.SERVING:
            self.preview.protocol.show_dialects([each for each in DIALECTS if self._host.answers(each.path)])

    def _show_pieces(self, pieces: list[Piece]) -> None:
        if not self.player.paused:
            self.preview.show_state(PlayState.PLAYING)
        self.preview.add(pieces)
        if any(piece.kind is PartKind.REASONING for piece in pieces):
            self.gaps.show_empty(THOUGHT)

    def _show_text(self, text: str, _chunks: int) -> None:
        if not self.player.paused:
            self.preview.show_state(PlayState.PLAYING)
        self.preview.append(text)

    def _show_record(self, record: RequestRecord) -> None:
        """Gaps, set against measured, and the token just sent, if it is one of the editor's text."""
        if self._aside is not None:
            return
        if self._cut:
            self._show_cut(record)
        self._show_timing(record)
        self._show_lit(record)

    def _show_lit(self, record: RequestRecord) -> None:
        """The token just sent, in the editor: of the reasoning until the answer begins."""
        answered, stream = record.ledger.tokens, self._host.services.live.get(record.id)
        replayed = record.settings is not None and record.settings.replay  # which may be another text
        if self._question is not None or stream is None or replayed:
            self._editor.show_lit(None)
        elif answered or stream.plan.thinking is None:
            self._editor.show_lit(answered - 1 if answered else None)
        else:
            self._editor.show_lit(stream.sent_tokens - 1 if stream.sent_tokens else None, thinking=True)

    def _show_timing(self, record: RequestRecord) -> None:
        ledger = record.ledger
        if not record.stream or (record.settings is None and record.captured_from is None):
            return  # an answer in one piece has no rhythm
        self.gaps.show_ledger(ledger, over=record.outcome.over)
        asked, first = asked_rate(record), asked_first_token(record)
        self.measured.show_figures(asked, ledger.tokens_per_second, first, ledger.time_to_first_token)

    def _show_finished(self, figures: dict[str, Any]) -> None:
        if figures["outcome"] == Ending.STOPPED:
            return
        self.gaps.show_empty()
        self.preview.show_state(PlayState.FINISHED)
        if figures["outcome"] == Ending.CUT:
            self._cut = True  # how much of it was sent is known for certain when its record is closed
            if (record := self.played) is not None:
                self._show_cut(record)
            else:
                self._show_wrong(broke_off(figures["tokens"]))
        self.preview.record.setEnabled(self.played is not None)
        if self._loop:
            self._again.start()

    def _show_failed(self, sentence: str) -> None:
        self.gaps.show_empty()
        self.preview.show_state(PlayState.IDLE)
        self._show_wrong(sentence)
        if self._loop:
            self._again.start()

    def _show_cut(self, record: RequestRecord) -> None:
        ledger = record.ledger
        thought = record.tokens_out - ledger.tokens if ledger.thought_ns is not None else 0
        self._show_wrong(broke_off(record.tokens_out, thought))

    def _show_wrong(self, sentence: str) -> None:
        """Where the answer stands, and where its frames do."""
        self.preview.show_error(sentence)
        self.wire.show_ending(sentence)
