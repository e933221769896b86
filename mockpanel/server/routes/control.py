"""The control API under /mock/: settings, models, requests, events, streams, the armed fault of the running server."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.sentences import show
from mockpanel.core.settings import StreamSettings
from mockpanel.server.feed import Feed
from mockpanel.server.guard import check_local
from mockpanel.server.live import LiveStreams
from mockpanel.server.routes.control_answers import (
    body_schema,
    heavy_json_answer,
    json_answer,
    need_one_process,
    read_document,
)
from mockpanel.server.routes.control_capture import add_capture
from mockpanel.server.routes.control_captures import add_captures
from mockpanel.server.routes.control_faults import add_faults
from mockpanel.server.routes.control_models import add_models
from mockpanel.server.services import Services
from mockpanel.server.stream import LiveStream
from mockpanel.server.views import detail_view, settings_view, summary_view, tokens_view

CONTROL_API = "/mock"
ALL = "all"
MOST_TOKENIZED_CHARACTERS = 1_000_000


def control_router(services: Services, feed: Feed) -> APIRouter:
    """All of it; refused to other machines and to foreign web pages."""
    router = APIRouter(prefix=CONTROL_API, tags=["Control"], dependencies=[Depends(_guard)])
    _add_settings(router, services)
    _add_requests(router, services)
    _add_streams(router, services)
    add_faults(router, services)
    add_capture(router, services)
    add_captures(router, services)
    add_models(router, services)
    _add_tools(router, services, feed)
    return router


async def _guard(request: Request) -> None:
    check_local(request.scope)  # type: ignore[arg-type]


def _add_settings(router: APIRouter, services: Services) -> None:
    @router.get("/settings", summary="The live defaults")
    async def get_settings() -> Response:
        return json_answer(settings_view(services.store.snapshot))

    @router.patch(
        "/settings",
        summary="Change live defaults; running streams follow at once",
        openapi_extra=body_schema(_settings_schema()),
    )
    async def patch_settings(request: Request) -> Response:
        need_one_process(services, "change settings")
        changes = await read_document(request, services)
        return json_answer(settings_view(services.store.update(changes)))


def _add_requests(router: APIRouter, services: Services) -> None:
    @router.get("/requests", summary="The latest requests, newest first")
    async def get_requests(limit: str = "100") -> Response:
        need_one_process(services, "show the request log")
        if not limit.isdecimal() or not int(limit[:9]) >= 1:
            raise InvalidValue("limit", f"limit must be a whole number, at least 1, got {show(limit)}")
        records = list(services.log)[: -int(limit[:9]) - 1 : -1]
        return json_answer({"total": services.log.total, "requests": [summary_view(record) for record in records]})

    @router.get("/requests/{request_id}", summary="One request, with bodies and the time of every chunk")
    async def get_request(request_id: str) -> Response:
        need_one_process(services, "show the request log")
        record = services.log.get(request_id)
        if record is None:
            raise RequestRefused(f"request {request_id!r} is not in the log", status=404, param="request_id")
        return await heavy_json_answer(lambda: detail_view(record))

    @router.delete("/requests", summary="Forget the requests that are over")
    async def delete_requests() -> Response:
        need_one_process(services, "clear the request log")
        services.log.clear()
        return json_answer({"total": services.log.total, "requests": len(services.log)})


def _add_streams(router: APIRouter, services: Services) -> None:
    def acts(live: LiveStreams) -> dict[str, Any]:
        return {"pause": live.pause, "resume": live.resume, "cut": live.cut}

    @router.post("/streams/{request_id}/{act}", summary="pause, resume or cut one running answer, or `all`")
    async def act_on_stream(request_id: str, act: str) -> Response:
        need_one_process(services, f"{act} a stream")
        chosen = acts(services.live).get(act)
        if chosen is None:
            raise RequestRefused(f"act must be one of pause, resume or cut, got {act!r}", status=404, param="act")
        streams = _streams(services, request_id)
        for stream in streams:
            chosen(stream)
        return json_answer({"streams": [stream.record.id for stream in streams]})


def _streams(services: Services, request_id: str) -> list[LiveStream]:
    if request_id == ALL:
        return list(services.live)
    stream = services.live.get(request_id)
    if stream is None:
        raise RequestRefused(f"no answer to request {request_id!r} is running", status=404, param="request_id")
    return [stream]


def _add_tools(router: APIRouter, services: Services, feed: Feed) -> None:
    @router.get("/events", summary="Requests, settings and faults as they happen (server-sent events)")
    async def get_events() -> Response:
        need_one_process(services, "show events")
        return StreamingResponse(feed.frames(), media_type="text/event-stream", headers={"cache-control": "no-cache"})

    schema = {
        "type": "object",
        "required": ["text"],
        "properties": {"text": {"type": "string"}, "tokenizer_model": {"type": "string"}},
    }

    @router.post("/tokenize", summary="A text's tokens: numbers, bytes and texts", openapi_extra=body_schema(schema))
    async def tokenize(request: Request) -> Response:
        document = await read_document(request, services)
        text = document.get("text")
        if not isinstance(text, str) or len(text) > MOST_TOKENIZED_CHARACTERS:
            raise InvalidValue("text", f"text must be a string of at most {MOST_TOKENIZED_CHARACTERS} characters")
        chosen = {"tokenizer_model": document["tokenizer_model"]} if "tokenizer_model" in document else {}
        settings = services.store.snapshot.changed(chosen)
        tokens = await services.tokenizer.tokenize(text, settings.encoding)
        return await heavy_json_answer(lambda: tokens_view(tokens))


def _settings_schema() -> dict[str, Any]:
    """The live defaults' schema, none of them required; what it refers to stands among the components."""
    schema = StreamSettings.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return schema | {"required": []}
