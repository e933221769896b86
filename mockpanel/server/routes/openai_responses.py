"""The Responses API, under all prefixes of the OpenAI endpoints: answers, and what is kept of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.routing import Route

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.sentences import show
from mockpanel.server.admitting import check_key
from mockpanel.server.background import ResponsesAnswering
from mockpanel.server.overriding import overrides_for
from mockpanel.server.response_store import Kept
from mockpanel.server.routes.control_answers import json_answer, read_document
from mockpanel.server.routes.prefixes import PREFIXES
from mockpanel.server.services import Services
from mockpanel.wire import sse
from mockpanel.wire.openai_responses import check_model, parse

PATH = "/responses"
ONE = PATH + "/{response_id}"

MOST_ITEMS = 100
USUAL_ITEMS = 20
"""Input items on a page (OpenAI API reference, input items)."""

Endpoint = Callable[..., Awaitable[Response]]


def responses_routes(services: Services) -> list[Route]:
    """The endpoint that answers: plain ASGI."""
    answering = ResponsesAnswering(services)
    return [Route(prefix + PATH, answering, methods=["POST"], include_in_schema=False) for prefix in PREFIXES]


def responses_router(services: Services) -> APIRouter:
    """Everything about responses that were given, and how many tokens a request has."""
    router = APIRouter(tags=["OpenAI"])
    kept = KeptResponses(services)
    offered: list[tuple[str, str, Endpoint, str]] = [
        ("POST", PATH + "/input_tokens", kept.count, "How many input tokens a response would have"),
        ("GET", ONE, kept.show, "One response, or its events where it was streamed in the background"),
        ("DELETE", ONE, kept.delete, "Forget a response"),
        ("POST", ONE + "/cancel", kept.cancel, "End a response that runs in the background"),
        ("GET", ONE + "/input_items", kept.list_items, "The items that a response was given"),
    ]
    for prefix in PREFIXES:
        for method, path, endpoint, summary in offered:
            shown = prefix == "/v1"
            router.add_api_route(prefix + path, endpoint, methods=[method], summary=summary, include_in_schema=shown)
    return router


class KeptResponses:
    """The endpoints about kept responses."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.responses

    async def show(self, request: Request, response_id: str) -> Response:
        """The response as it stands; with `stream=true` its events, from behind `starting_after`."""
        kept = self._find(request, response_id)
        if request.query_params.get("stream") == "true":
            return _events(kept, request.query_params.get("starting_after"))
        return _answer(self._body(kept))

    async def delete(self, request: Request, response_id: str) -> Response:
        """Forgets it, and ends it if it runs."""
        kept = self._find(request, response_id)
        self._stop(kept)
        self._store.forget(kept)
        return json_answer({"id": kept.id, "object": "response", "deleted": True})

    async def cancel(self, request: Request, response_id: str) -> Response:
        """Ends it if it runs; one that is over stays as it is."""
        kept = self._find(request, response_id)
        if not kept.background:
            raise RequestRefused("Cannot cancel a synchronous response: only those with background set to true.")
        self._stop(kept)
        return _answer(self._body(kept))

    async def list_items(self, request: Request, response_id: str) -> Response:
        """A page of the input, the latest item first unless told otherwise."""
        kept = self._find(request, response_id)
        query = request.query_params
        order = query.get("order", "desc")
        if order not in ("asc", "desc"):
            raise InvalidValue("order", f"order must be asc or desc, got {show(order)}")
        items = list(kept.items) if order == "asc" else list(kept.items)[::-1]
        if after := query.get("after"):
            places = [place for place, item in enumerate(items) if item["id"] == after]
            if not places:
                raise InvalidValue("after", f"after must be the id of an input item, got {show(after)}")
            items = items[places[0] + 1 :]
        limit = _whole_number("limit", query.get("limit", str(USUAL_ITEMS)), 1, MOST_ITEMS)
        page = items[:limit]
        ends = {"first_id": page[0]["id"], "last_id": page[-1]["id"]} if page else {"first_id": "", "last_id": ""}
        return json_answer({"object": "list", "data": page, **ends, "has_more": len(items) > limit})

    async def count(self, request: Request) -> Response:
        """The tokens that the same body would have as input."""
        self._check_key(request)
        document = await read_document(request, self._services)
        ask = parse(document, memory=self._store)
        scope: Any = request.scope
        overrides = await overrides_for(self._services, scope, document, ask.model, check_model)
        plan = await self._services.make_plan(ask, overrides)
        return json_answer({"object": "response.input_tokens", "input_tokens": plan.usage.prompt_tokens})

    def _find(self, request: Request, response_id: str) -> Kept:
        self._check_key(request)
        return self._store.find(response_id)

    def _check_key(self, request: Request) -> None:
        scope: Any = request.scope
        check_key(scope, self._services.settings.api_key.get_secret_value())

    def _body(self, kept: Kept) -> bytes:
        stream = self._services.live.get(kept.request_id)
        return kept.body(queued=kept.background and (stream is None or stream.queued))

    def _stop(self, kept: Kept) -> None:
        stream = self._services.live.get(kept.request_id)
        if kept.over or stream is None:
            return
        kept.cancel()
        self._services.live.cut(stream)


def _events(kept: Kept, starting_after: str | None) -> Response:
    """The events of a response, those that come included."""
    if kept.tape is None:
        raise RequestRefused(
            "stream can be true only for a response that was made with background and stream set to true",
            param="stream",
        )
    if kept.tape.torn:
        raise RequestRefused("The response has more events than are kept; get it without stream.", param="stream")
    first = 0 if starting_after is None else _whole_number("starting_after", starting_after, 0, 10**9) + 1
    answer = StreamingResponse(kept.tape.read(first), headers={"cache-control": "no-cache", "x-accel-buffering": "no"})
    answer.headers["content-type"] = sse.MEDIA_TYPE.decode()
    return answer


def _whole_number(name: str, text: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text[:20]) <= high:
        raise InvalidValue(name, f"{name} must be a whole number between {low} and {high}, got {show(text)}")
    return int(text)


def _answer(body: bytes) -> Response:
    return Response(body, media_type="application/json")
