"""Record mode: passes a request on to the upstream API and its answer back, byte for byte, and captures what came when.

While record mode is off, requests go to the endpoint behind.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.taking import Taking
from mockpanel.server.admitting import admitted
from mockpanel.server.captured import Captured
from mockpanel.server.forwarding import answer_headers, forwarded_query, is_decoded, passed_here, request_headers
from mockpanel.server.recording import App, noted_of, record_of
from mockpanel.server.services import Services
from mockpanel.server.sinks import Receive, Scope, Send, Sink, make_sink, received_ns, resume_reading
from mockpanel.wire.bodies import read_body as parse_json

if TYPE_CHECKING:
    import httpx

STREAM_TYPE = "text/event-stream"
LARGEST_ERROR_BYTES = 1_000_000
LONGEST_MODEL = 512
"""Characters of a model's name in the log."""


class Capturing:
    """An ASGI endpoint in front of the one that answers the same path; `path` is that behind the base URL."""

    def __init__(self, services: Services, path: str, answering: App) -> None:
        self._services = services
        self._path = path
        self._answering = answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, here or from upstream."""
        if not self._services.upstream.on:
            await self._answering(scope, receive, send)
            return
        services, record = self._services, record_of(scope)
        body = await admitted(services, scope, receive)
        resume_reading(scope)
        origin_ns = received_ns(scope)
        _note_request(record, body)
        if passed_here(scope["headers"], services.upstream.name):
            raise RequestRefused("capture_from leads back to this server; point it at another.", status=508)
        services.log.captured(record, services.upstream.host, stream=bool(record.stream))
        passage = _Passage(services, self._path, scope, body, origin_ns, make_sink(scope, receive, send), send)
        await passage.run()


@dataclass(slots=True)
class _Passage:
    """One request on its way to the upstream, and the answer on its way back."""

    services: Services
    path: str
    scope: Scope
    body: bytes
    origin_ns: int
    sink: Sink
    send: Send
    outcome: Outcome = Outcome.CUT
    captured: Captured | None = None
    _writable: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Passes all on until the answer's end, the client's or the upstream's; raises RequestRefused."""
        self.sink.on_writable = self._writable.set
        ended: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        reading = self.services.tasks.start(self._pass(), "pass an answer on")
        reading.add_done_callback(lambda _: None if ended.done() else ended.set_result(None))
        hurried = True
        try:
            reached = await self.sink.run(ended)
            if not reached:
                had_all = self.captured is not None and self.captured.taking.done
                self.outcome = Outcome.COMPLETED if had_all else Outcome.CLIENT_GONE
            elif reading.result():
                await self.sink.finish()
                self.outcome = Outcome.COMPLETED
            else:
                await self.sink.abort(flush=True)
            hurried = False
        finally:
            reading.cancel()
            if self.captured is not None:
                await self.captured.end(self.outcome, hurried=hurried)

    async def _pass(self) -> bool:
        """Reads the answer to its end; False where the upstream broke it off."""
        upstream, headers = self.services.upstream, self.scope["headers"]
        keep_key = not self.services.settings.api_key.get_secret_value()  # the client's is then this server's own
        sent = request_headers(headers, upstream.key, upstream.name, keep_key=keep_key)
        query = forwarded_query(self.scope["query_string"])
        response, sent_ns = await upstream.ask(self.path, query, sent, self.body)
        try:
            if response.status_code >= 400:
                await self._refuse(response)
                return True
            self.captured = self._opened(response, sent_ns)
            await self._start(response)
            return await self._copy(response, self.captured)
        finally:
            await response.aclose()

    def _opened(self, response: httpx.Response, sent_ns: int) -> Captured:
        record = record_of(self.scope)
        record.stream = response.headers.get("content-type", "").partition(";")[0].strip().lower() == STREAM_TYPE
        taking = Taking(streamed=record.stream)
        host = self.services.upstream.host
        return Captured(self.services, record, host, taking, sent_ns, self.origin_ns, response.status_code)

    async def _start(self, response: httpx.Response) -> None:
        headers = answer_headers(response.headers.raw)
        await self.send({"type": "http.response.start", "status": response.status_code, "headers": headers})

    async def _copy(self, response: httpx.Response, captured: Captured) -> bool:
        import httpx

        pieces = response.aiter_bytes() if is_decoded(response.headers.raw) else response.aiter_raw()
        try:
            async for data in pieces:
                captured.feed(data, time.monotonic_ns())
                self.sink.write(data)
                while self.sink.full:
                    self._writable.clear()
                    await self._writable.wait()
        except httpx.HTTPError as error:
            captured.error = self.services.upstream.told(error, "broke the answer off")
            return False
        return True

    async def _refuse(self, response: httpx.Response) -> None:
        """Hands an error on; should the upstream repeat the key in it, then without that."""
        import httpx

        body = bytearray()
        try:
            async for data in response.aiter_bytes():
                body += data
                if len(body) > LARGEST_ERROR_BYTES:
                    break
        except httpx.HTTPError as error:
            raise RequestRefused(self.services.upstream.told(error, "broke its error off"), status=502) from None
        shown = self.services.upstream.without_key(bytes(body))
        taking = Taking(streamed=False)
        taking.feed(0, shown)
        taking.end(0)
        noted_of(self.scope).error = taking.error or f"{self.services.upstream.host} answered {response.status_code}"
        await self._start(response)
        if shown:
            self.sink.write(shown)


def _note_request(record: RequestRecord, body: bytes) -> None:
    """What the log tells of a request; whether its body is a proper one is for the upstream to say."""
    try:
        document = parse_json(body)
    except InvalidValue:
        return
    model = document.get("model")
    record.model = model[:LONGEST_MODEL] if isinstance(model, str) else None
    record.stream = document.get("stream") is True
