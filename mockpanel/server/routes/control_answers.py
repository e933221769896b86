"""What the routes of the control API share: how a body is read and an answer made, and what several workers refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from mockpanel.core.errors import RequestRefused
from mockpanel.server.body import read_body
from mockpanel.server.services import Services
from mockpanel.wire import sse
from mockpanel.wire.bodies import read_body as parse_json


def need_one_process(services: Services, what: str) -> None:
    """Refuses what cannot work across processes, rather than doing it in one of them."""
    if not services.alone:
        raise RequestRefused(
            f"With {services.settings.workers} workers the server cannot {what}: each worker is a process of its own. "
            "Start it with --workers 1.",
            status=409,
            code="several_workers",
        )


async def read_document(request: Request, services: Services) -> dict[str, Any]:
    """The JSON object of a request's body; raises InvalidValue or RequestRefused."""
    scope: Any = request.scope
    return parse_json(await read_body(scope, request.receive, services.settings.max_body_bytes))


def body_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON body in the OpenAPI description."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


async def heavy_json_answer(make: Callable[[], Any]) -> Response:
    """What may be long is put together in a thread, in small steps."""
    body = await asyncio.to_thread(lambda: sse.dumps_gently(make()))
    return Response(body, media_type="application/json")


def json_answer(value: Any) -> Response:
    """An answer of JSON."""
    return Response(sse.dumps(value), media_type="application/json")
