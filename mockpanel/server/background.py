"""Answers that go on without their client: the response is told at once, and read later, whole or event by event."""

from __future__ import annotations

from starlette.responses import StreamingResponse

from mockpanel.core.plan import StreamPlan
from mockpanel.core.request_record import Outcome
from mockpanel.server.answering import Answering, Exchange
from mockpanel.server.recording import noted_of
from mockpanel.server.replies import send_json
from mockpanel.server.response_store import Kept, ResponseStore
from mockpanel.server.services import Services
from mockpanel.server.sinks import Receive, Scope, Send, Sink
from mockpanel.server.stream import LiveStream
from mockpanel.server.tape import Tape
from mockpanel.wire.openai_responses import face
from mockpanel.wire.responses_object import Status
from mockpanel.wire.responses_voice import ASKED, ResponsesVoice
from mockpanel.wire.voice import Occasion, Voice


class ResponsesAnswering(Answering):
    """The endpoint of the Responses API, which keeps what it answers."""

    def __init__(self, services: Services) -> None:
        self._store: ResponseStore = services.responses
        super().__init__(services, face(self._store, self._kept_voice), self._is_over)

    def _kept_voice(self, occasion: Occasion) -> Voice:
        voice = ResponsesVoice(occasion)
        if voice.asked.request.keeps:
            self._store.open(voice)
        return voice

    def _is_over(self, voice: Voice, outcome: Outcome) -> None:
        assert isinstance(voice, ResponsesVoice)
        self._store.ended(voice, outcome)

    def _sink(self, plan: StreamPlan, scope: Scope, receive: Receive, send: Send) -> Sink:
        in_background = plan.ask.extras[ASKED].request.background
        return Tape() if in_background else super()._sink(plan, scope, receive, send)

    async def _answer(self, stream: LiveStream, voice: Voice, origin_ns: int, exchange: Exchange) -> None:
        tape = stream.sink
        if not isinstance(tape, Tape):
            await super()._answer(stream, voice, origin_ns, exchange)
            return
        assert isinstance(voice, ResponsesVoice)
        scope, receive, send = exchange
        kept = self._store.find(voice.id)
        noted_of(scope).goes_on = True
        work = self._go_on(stream, voice, origin_ns, kept)
        self._services.tasks.start(work, "answer in the background")
        if not stream.plan.ask.stream:
            await send_json(send, 200, voice.standing(Status.QUEUED), self._headers(stream, origin_ns))
            return
        kept.tape = tape
        answer = StreamingResponse(tape.read())
        answer.raw_headers = self._stream_headers(stream, voice, origin_ns)
        await answer(scope, receive, send)

    async def _go_on(self, stream: LiveStream, voice: ResponsesVoice, origin_ns: int, kept: Kept) -> None:
        """Lets the answer run to its end, whoever listens."""
        completed = False
        try:
            completed = await self._run(stream, voice, origin_ns)
        finally:
            assert isinstance(stream.sink, Tape)
            stream.sink.close(b"" if completed or kept.cancelled else voice.failing())
