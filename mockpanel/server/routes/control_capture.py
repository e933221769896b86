"""The control API's part under /mock/capture: which API answers are captured from. Its key goes in and never out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.settings import SPECS
from mockpanel.server.routes.control_answers import body_schema, json_answer, need_one_process, read_document
from mockpanel.server.services import Services
from mockpanel.server.upstream import Upstream

PATH = "/capture"
URL, KEY = "capture_from", "capture_api_key"


def add_capture(router: APIRouter, services: Services) -> None:
    """Shows, switches on and off."""

    @router.get(PATH, summary="Which API requests are passed on to, and captured from")
    async def get_capture() -> Response:
        need_one_process(services, "show what it captures from")
        return json_answer(capture_view(services.upstream))

    @router.put(PATH, summary="Pass requests on to an API, and capture its answers", openapi_extra=body_schema(SCHEMA))
    async def put_capture(request: Request) -> Response:
        need_one_process(services, "switch capturing")
        services.upstream.point(*_read(await read_document(request, services)))
        return json_answer(capture_view(services.upstream))

    @router.delete(PATH, summary="Answer requests here again, and forget the key")
    async def delete_capture() -> Response:
        need_one_process(services, "switch capturing")
        services.upstream.switch_off()
        return json_answer(capture_view(services.upstream))


def capture_view(upstream: Upstream) -> dict[str, Any]:
    """Where requests go, whether a key goes with them, and what to know of the way."""
    return {URL: upstream.base_url, f"{KEY}_set": upstream.has_key, "warning": upstream.warning or None}


def _read(document: dict[str, Any]) -> tuple[str, str | None]:
    url, key = document.get(URL), document.get(KEY)
    if not isinstance(url, str):
        raise InvalidValue(URL, f"{URL} must be a string, got {show(url)}")
    if key is not None and not isinstance(key, str):  # not shown: it may be one all the same
        raise InvalidValue(KEY, f"{KEY} must be a string")
    if unknown := sorted(document.keys() - {URL, KEY}):
        raise InvalidValue(unknown[0], f"{show(unknown[0])} is no field here; there are {URL} and {KEY}")
    return url, key


SCHEMA = {
    "type": "object",
    "required": [URL],
    "properties": {name: {"type": "string", "description": SPECS[name].help} for name in (URL, KEY)},
}
