"""The control API's part under /mock/captures: the captures that there are, as files."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_folder import CaptureFolder, Kept
from mockpanel.core.capture_import import read_capture
from mockpanel.core.capture_names import checked_capture_name
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, InvalidValue, RequestRefused
from mockpanel.server.body import read_body
from mockpanel.server.routes.control_answers import json_answer
from mockpanel.server.services import Services

PATH = "/captures"
MEDIA_TYPE = "application/jsonl"
ANY_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


def add_captures(router: APIRouter, services: Services) -> None:
    """Lists, shows, takes and deletes them; disk and parsing in a thread, so that no stream waits."""
    folder = services.captures

    @router.get(PATH, summary="The captures, the user's own first, and what is wrong with other files")
    async def get_captures() -> Response:
        return json_answer(await asyncio.to_thread(captures_view, folder))

    @router.get(PATH + "/{name}", summary="One capture as its file")
    async def get_capture_file(name: str) -> Response:
        capture = await asyncio.to_thread(_found, folder, name)
        return Response(await asyncio.to_thread(capture_text, capture), media_type=MEDIA_TYPE)

    @router.put(PATH + "/{name}", summary="Keep a capture out of a file of any known format", openapi_extra=ANY_FILE)
    async def put_capture_file(request: Request, name: str) -> Response:
        scope: Any = request.scope
        data = await read_body(scope, request.receive, services.settings.max_body_bytes)
        return json_answer(kept_view(Kept(await asyncio.to_thread(_import, folder, name, data), False)))

    @router.delete(PATH + "/{name}", summary="Delete a capture of the user's own")
    async def delete_capture_file(name: str) -> Response:
        await asyncio.to_thread(_delete, folder, name)
        return json_answer(await asyncio.to_thread(captures_view, folder))


def captures_view(folder: CaptureFolder) -> dict[str, Any]:
    """All that are kept, and a sentence for each file that is none."""
    return {"captures": [kept_view(each) for each in folder.kept()], "broken": folder.broken()}


def kept_view(kept: Kept) -> dict[str, Any]:
    """One capture without its chunks; times in seconds."""
    capture = kept.capture
    arrivals = [arrival for arrival in capture.arrivals if arrival.text]
    return {
        "name": capture.name,
        "built_in": kept.built_in,
        "model": capture.model,
        "source": capture.source,
        "captured_at": capture.captured_at,
        "notes": capture.notes,
        "chunks": len(arrivals),
        "characters": sum(len(arrival.text) for arrival in arrivals),
        "time_to_first_token": arrivals[0].seconds,
        "seconds": arrivals[-1].seconds,
    }


def _found(folder: CaptureFolder, name: str) -> Capture:
    try:
        return folder.find(name)
    except InvalidValue as error:
        raise RequestRefused(str(error), status=404, param="name") from None


def _import(folder: CaptureFolder, name: str, data: bytes) -> Capture:
    name = checked_capture_name(name)
    capture = read_capture(name, data)
    try:
        return folder.save(capture.named(name))
    except CaptureError as error:
        raise RequestRefused(str(error), status=409, param="name") from None


def _delete(folder: CaptureFolder, name: str) -> None:
    try:
        folder.delete(name)
    except CaptureError as error:
        raise RequestRefused(str(error), status=404, param="name") from None
