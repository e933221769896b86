"""Gives each request its id and its record, and turns whatever goes wrong into the protocol's error object."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from mockpanel.core.errors import MockpanelError, RequestRefused
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.server.body import ClientGone
from mockpanel.server.masking import mask_headers, mask_query, printable
from mockpanel.server.protocols import RefusalBody, refusal_body_of, refusal_headers_of
from mockpanel.server.replies import send_refusal
from mockpanel.server.sinks import Receive, Scope, Send
from mockpanel.wire.identifiers import new_id
from mockpanel.wire.openai_errors import refused

log = logging.getLogger(__name__)

App = Callable[[Scope, Receive, Send], Awaitable[None]]

OWN_PATHS = ("/mock", "/docs", "/openapi.json", "/health", "/favicon.ico")
"""The server's own pages: not part of what a client under test asks for, so not in its log."""

LARGEST_HEAD_BYTES = 64 * 1024
SHOWN_PATH = 500

_KEY = "mockpanel.noted"


class Noted:
    """One request as it is recorded: its id, its record if it has one, and the status and error of its answer.

    It is the ASGI `send` as well, which adds the request's id to the answer.
    """

    def __init__(self, send: Send, record: RequestRecord | None, request_id: str, refusal_body: RefusalBody) -> None:
        self._send = send
        self._id = request_id.encode()
        self.record = record
        self.status: int | None = None
        self.error: str | None = None
        self.refusal_body = refusal_body
        """How the protocol of the request writes an error."""
        self.goes_on = False
        """Whether the request's work outlives its answer, and whoever does it will end the record."""

    async def refuse(self, send: Send, error: RequestRefused) -> None:
        """Answers with an error, through the layers that lie between."""
        request_id, style = self._id.decode(), self.refusal_body
        headers = refusal_headers_of(style, error, request_id, time.time())
        await send_refusal(send, error, style(error, request_id), headers)

    async def __call__(self, message: dict[str, Any]) -> None:
        """Passes a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", self._id)]}
        await self._send(message)


def noted_of(scope: Scope) -> Noted:
    """What is noted of the request that a scope belongs to."""
    noted: Noted = scope[_KEY]
    return noted


def record_of(scope: Scope) -> RequestRecord:
    """The record of the request that a scope belongs to; only the server's own pages have none."""
    record = noted_of(scope).record
    assert record is not None
    return record


class Recording:
    """ASGI middleware around everything else: records each request from its arrival to its end."""

    def __init__(self, app: App, request_log: RequestLog) -> None:
        self._app = app
        self._log = request_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Records one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        request_id = new_id("req_")
        record = None if _is_own(scope["path"]) else self._arrived(scope, request_id)
        refusal_body = refusal_body_of(scope["path"], scope["headers"])
        noted = scope[_KEY] = Noted(send, record, request_id, refusal_body)
        outcome = Outcome.CUT
        try:
            await self._app(scope, receive, noted)
            outcome = _outcome(noted)
        finally:
            del scope[_KEY]  # it leads back to the scope: without the circle, all goes without a garbage collection
            if record is not None and not noted.goes_on:
                elapsed = time.monotonic() - began
                self._log.ended(record, outcome, status=noted.status, duration=elapsed, error=noted.error)

    def _arrived(self, scope: Scope, request_id: str) -> RequestRecord:
        query = mask_query(scope["query_string"])
        client = scope.get("client")
        return self._log.arrived(
            request_id,
            at=time.time(),
            method=scope["method"],
            path=_shown(scope["path"] + (f"?{query}" if query else "")),
            client=f"{client[0]}:{client[1]}" if client else "",
            headers=mask_headers(scope["headers"]) if _size(scope) <= LARGEST_HEAD_BYTES else (),
        )


class Refusals:
    """ASGI middleware right around the routes: an error becomes an error object, and nobody sees a traceback."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, in any case."""
        try:
            if scope["type"] == "http" and _size(scope) > LARGEST_HEAD_BYTES:
                raise RequestRefused(f"the request's headers must be at most {LARGEST_HEAD_BYTES} bytes", status=431)
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            if scope["type"] == "http" and noted_of(scope).status is None:
                await noted_of(scope).refuse(send, RequestRefused("The server is stopping.", status=503))
            raise
        except ClientGone:
            return
        except Exception as error:
            if scope["type"] != "http":
                raise
            # In a function of its own: a name for the error in this frame would be a circle, error to frame to error.
            await _refuse(scope, send, error)


async def _refuse(scope: Scope, send: Send, error: Exception) -> None:
    if not isinstance(error, MockpanelError):
        log.error("a request failed", exc_info=error)
    refusal = refused(error)
    noted = noted_of(scope)
    noted.error = str(refusal)
    if noted.status is None:
        await noted.refuse(send, refusal)


def _size(scope: Scope) -> int:
    return sum(len(name) + len(value) for name, value in scope["headers"])


def _shown(path: str) -> str:
    path = printable(path)
    return path if len(path) <= SHOWN_PATH else path[: SHOWN_PATH - 1] + "…"


def _is_own(path: str) -> bool:
    return path == "/" or any(lies_under(path, own) for own in OWN_PATHS)


def lies_under(path: str, root: str) -> bool:
    """Whether a path is a page or one below it."""
    return path == root or path.startswith(root + "/")


def _outcome(noted: Noted) -> Outcome:
    if noted.status is None:
        return Outcome.CLIENT_GONE
    if noted.status >= 500:
        return Outcome.FAILED
    return Outcome.REJECTED if noted.status >= 400 else Outcome.COMPLETED
