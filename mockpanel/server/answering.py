"""The way of a request: read, understand, plan, run, end. One Answering serves one protocol's endpoint."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from mockpanel.core.errors import RequestRefused
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.plan import StreamPlan, emptied
from mockpanel.core.request_record import KEPT_TEXT_BYTES, Outcome, RequestRecord
from mockpanel.core.settings import STREAM_NAMES, TEXT_NAMES, specs
from mockpanel.core.shapes import UNSHAPED
from mockpanel.server.admitting import admitted, where_of
from mockpanel.server.faulty import make_stream
from mockpanel.server.heartbeat import beating
from mockpanel.server.kept import kept_parts
from mockpanel.server.overriding import overrides_for
from mockpanel.server.recording import noted_of, record_of
from mockpanel.server.replies import send_json
from mockpanel.server.services import Services
from mockpanel.server.sinks import Receive, Scope, Send, Sink, make_sink, received_ns, resume_reading
from mockpanel.server.stream import LiveStream
from mockpanel.wire.bodies import read_body as parse_json
from mockpanel.wire.face import Face
from mockpanel.wire.openai_errors import asked_refusal
from mockpanel.wire.voice import Occasion, Voice

log = logging.getLogger(__name__)

Exchange = tuple[Scope, Receive, Send]
"""What an ASGI server gives an app for one request."""

HEAVY_WEIGHT = 20_000
"""What weighs more (StreamPlan.weight) is put together in a thread."""

SHOWN_WHEN_SET = {*UNSHAPED, "mock_finish_reason"}
SHOWN_SETTINGS = [
    (spec.name, spec.header.lower().encode(), spec.default if spec.name in SHOWN_WHEN_SET else None)
    for spec in specs()
    if spec.name in STREAM_NAMES and spec.name not in TEXT_NAMES
]
"""The settings that an answer's headers tell, by these names; those with a value here only where they have another."""


def _unnoticed(_voice: Voice, _outcome: Outcome) -> None:
    """Nobody waits for the end of an answer."""


class Answering:
    """An ASGI endpoint: no framework stands between the request and its stream."""

    def __init__(self, services: Services, face: Face, ended: Callable[[Voice, Outcome], None] = _unnoticed) -> None:
        self._services = services
        self._face = face
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; raises RequestRefused or InvalidValue before anything was sent."""
        services, record = self._services, record_of(scope)
        noted_of(scope).refusal_body = self._face.refusal
        body = await admitted(services, scope, receive)
        resume_reading(scope)
        origin_ns = received_ns(scope)
        plan = await self._plan(scope, body, record)
        fault = self._take_fault(record)
        if fault is not None and fault.kind is FaultKind.EMPTY:
            plan = emptied(plan)
        voice = await self._voice(Occasion(plan, record.arrived_at, record.id, record.ledger))
        services.log.started(record, plan)
        sink = self._sink(plan, scope, receive, send)
        stream = make_stream(fault, record, plan, voice, sink, origin_ns, time.monotonic_ns())
        await self._answer(stream, voice, origin_ns, (scope, receive, send))

    def _sink(self, _plan: StreamPlan, scope: Scope, receive: Receive, send: Send) -> Sink:
        """Where an answer's bytes go."""
        return make_sink(scope, receive, send)

    async def _answer(self, stream: LiveStream, voice: Voice, origin_ns: int, exchange: Exchange) -> None:
        """Lets the answer run, and sends it."""
        send = exchange[2]
        await (self._streamed if stream.plan.ask.stream else self._whole)(stream, voice, origin_ns, send)

    async def _plan(self, scope: Scope, body: bytes, record: RequestRecord) -> StreamPlan:
        services = self._services
        document = parse_json(body)
        ask = self._face.parse(document, where_of(scope))
        record.model, record.stream = ask.model, ask.stream
        face = self._face
        fields = face.settings_in(document)
        overrides = await overrides_for(
            services, scope, fields, ask.model, face.check_model, older_spellings=face.older_spellings
        )
        return await services.make_plan(ask, overrides, record.number)

    def _take_fault(self, record: RequestRecord) -> Fault | None:
        """The armed fault, which this request takes; raises RequestRefused where it is a refusal."""
        fault = self._services.faults.take()
        if fault is None:
            return None
        self._services.log.faulted(record, fault)
        if (refusal := asked_refusal(fault)) is not None:
            raise refusal
        return fault

    async def _voice(self, occasion: Occasion) -> Voice:
        plan = occasion.plan
        if plan.ask.echo and plan.ask.alternatives is not None and plan.weight > HEAVY_WEIGHT:
            return await asyncio.to_thread(self._face.voice, occasion)
        return self._face.voice(occasion)

    async def _streamed(self, stream: LiveStream, voice: Voice, origin_ns: int, send: Send) -> None:
        headers = self._stream_headers(stream, voice, origin_ns)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if await self._run(stream, voice, origin_ns):
            await stream.sink.finish()
        else:
            await stream.sink.abort(flush=stream.flushes)

    async def _whole(self, stream: LiveStream, voice: Voice, origin_ns: int, send: Send) -> None:
        if await self._run(stream, voice, origin_ns):
            heavy = stream.plan.weight > HEAVY_WEIGHT
            body = await asyncio.to_thread(voice.whole) if heavy else voice.whole()
            await send_json(send, 200, body, self._headers(stream, origin_ns))
        elif stream.outcome is Outcome.CUT and not await stream.sink.abort():
            raise RequestRefused("The answer was cut off, or the server is stopping.", status=503)

    def _stream_headers(self, stream: LiveStream, voice: Voice, origin_ns: int) -> list[tuple[bytes, bytes]]:
        return [
            (b"content-type", voice.media_type),
            (b"cache-control", b"no-cache"),
            (b"x-accel-buffering", b"no"),
            *self._headers(stream, origin_ns),
        ]

    def _headers(self, stream: LiveStream, origin_ns: int) -> list[tuple[bytes, bytes]]:
        elapsed_ms = (time.monotonic_ns() - origin_ns) // 1_000_000
        return [*self._face.headers(stream.plan, elapsed_ms, stream.record.id), *_headers(stream.plan)]

    async def _run(self, stream: LiveStream, voice: Voice, origin_ns: int) -> bool:
        """Lets the answer run to its end; False where that was not the proper one."""
        live = self._services.live
        if stream.plan.ask.stream and (greeting := self._face.greeting(voice)):
            stream.sink.write(greeting)
        live.add(stream)
        try:
            with beating(stream, self._face.heartbeat):
                reached = await stream.sink.run(stream.ended)
            stream.end(Outcome.COMPLETED if reached else Outcome.CLIENT_GONE)
        finally:
            stream.end(Outcome.CUT)
            live.remove(stream)
            self._services.log.answered(stream.record, kept_parts(stream.plan))
            self._services.log.ended(
                stream.record,
                stream.outcome,
                status=200 if stream.plan.ask.stream or stream.outcome is Outcome.COMPLETED else None,
                duration=(time.monotonic_ns() - origin_ns) / 1e9,
                answer=_kept_answer(stream.plan),
                sent_tokens=stream.sent_tokens,
            )
            self._ended(voice, stream.outcome)
        return stream.outcome is Outcome.COMPLETED


def _headers(plan: StreamPlan) -> list[tuple[bytes, bytes]]:
    """What was used, of what shapes a stream only what is on."""
    headers = [(b"x-mock-encoding", plan.settings.encoding.encode())]
    settings = plan.settings
    for name, header, usual in SHOWN_SETTINGS:
        value = getattr(settings, name)
        if value != usual:
            headers.append((header, _written(value).encode()))
    if overrides := plan.told_overrides:
        sources = ", ".join(f"{name}={override.source}" for name, override in overrides.items())
        headers.append((b"x-mock-overrides", sources.encode()))
    return headers


def _kept_answer(plan: StreamPlan) -> str:
    """The first choice's text, as much of it as the log keeps."""
    choice = plan.choices[0]
    end = min(choice.tokens.complete_bytes(choice.count), KEPT_TEXT_BYTES)
    return choice.tokens.data[:end].decode("utf-8", "ignore")


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value + 0.0).removesuffix(".0") if isinstance(value, float) else str(value)
