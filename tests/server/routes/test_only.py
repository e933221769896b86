"""Routes that tell protocols apart which share a path."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Match, Route

from mockpanel.server.routes.only import OnlyWhere


async def _ours(_request: Any) -> PlainTextResponse:
    return PlainTextResponse("ours")


async def _theirs(_request: Any) -> PlainTextResponse:
    return PlainTextResponse("theirs")


def answered(*headers: tuple[bytes, bytes]) -> bytes:
    """What an app says to a request with these headers, whose first route is for some only."""
    only = OnlyWhere("/models", _ours, lambda scope: any(name == b"x-ours" for name, _ in scope["headers"]))
    app = Starlette(routes=[only, Route("/models", _theirs)])
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/models", "headers": list(headers), "query_string": b""}
    asyncio.run(app(scope, receive, send))
    return b"".join(message.get("body", b"") for message in sent)


def test_a_request_that_looks_like_ours_is_ours() -> None:
    assert answered((b"x-ours", b"1")) == b"ours"


def test_any_other_goes_to_the_next_route_of_the_path() -> None:
    assert answered((b"x-other", b"1")) == b"theirs"


def test_another_path_is_no_match_either_way() -> None:
    route = OnlyWhere("/models", _ours, lambda _: True)

    match, _ = route.matches({"type": "http", "method": "GET", "path": "/other", "headers": []})

    assert match is Match.NONE
