"""Lets a request in: checks its key, reads its body, and notes what came in its record."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl

from mockpanel.core.errors import RequestRefused
from mockpanel.core.request_record import KEPT_TEXT_BYTES
from mockpanel.server.body import read_body
from mockpanel.server.masking import mask_body
from mockpanel.server.recording import record_of
from mockpanel.server.services import Services
from mockpanel.server.sinks import Receive, Scope
from mockpanel.wire.face import Where


async def admitted(services: Services, scope: Scope, receive: Receive) -> bytes:
    """The body of a request that may come in; raises RequestRefused (401, 413), and ClientGone."""
    check_key(scope, services.settings.api_key.get_secret_value())
    return await noted_body(services, scope, receive)


async def noted_body(services: Services, scope: Scope, receive: Receive) -> bytes:
    """A request's body, as much of it as the log keeps noted in its record; raises RequestRefused and ClientGone."""
    body = await read_body(scope, receive, services.settings.max_body_bytes)
    record_of(scope).body = mask_body(body[:KEPT_TEXT_BYTES].decode("utf-8", "replace"))
    return body


def where_of(scope: Scope) -> Where:
    """What the address of a request says."""
    query = dict(parse_qsl(scope["query_string"].decode("utf-8", "replace"), keep_blank_values=True))
    return Where(scope.get("path_params") or {}, query)


def check_key(scope: Scope, key: str) -> None:
    """Raises RequestRefused (401) where a key is set and the request does not bring it, in a header or as `?key=`."""
    if not key:
        return
    sent = where_of(scope).query.get("key", "").encode()
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.partition(b" ")
            sent = token.strip() if scheme.lower() == b"bearer" else value
        elif name in (b"api-key", b"x-api-key", b"x-goog-api-key"):
            sent = value
    if not hmac.compare_digest(sent, key.encode()):
        what = "Incorrect API key provided" if sent else "You didn't provide an API key"
        raise RequestRefused(
            f"{what}; send the key that the server was started with, as Authorization: Bearer KEY, "
            "x-api-key: KEY or x-goog-api-key: KEY.",
            status=401,
            code="invalid_api_key",
        )
