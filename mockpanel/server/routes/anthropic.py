"""The Anthropic endpoints, with and without the /v1 prefix: messages, counting, and models for its own clients."""

from __future__ import annotations

from typing import Any

from starlette.routing import Match, Route

from mockpanel.core.plan import resolve
from mockpanel.server.admitting import check_key, noted_body, where_of
from mockpanel.server.answering import Answering
from mockpanel.server.overriding import overrides_for
from mockpanel.server.recording import noted_of, record_of
from mockpanel.server.replies import send_json
from mockpanel.server.services import Services
from mockpanel.server.sinks import Receive, Scope, Send
from mockpanel.wire import sse
from mockpanel.wire.anthropic_errors import VERSION_HEADER, refusal_body, request_headers
from mockpanel.wire.anthropic_messages import FACE
from mockpanel.wire.anthropic_models import model_object, model_page
from mockpanel.wire.anthropic_request import parse_count
from mockpanel.wire.bodies import read_body as parse_json

PREFIXES = ("/v1", "")


class OwnClientsRoute(Route):
    """A path that this API shares with another: taken only where the request names a version of this one."""

    def matches(self, scope: Any) -> tuple[Match, Any]:
        """As any route, for such a request."""
        own = any(name == VERSION_HEADER for name, _ in scope.get("headers", ()))
        return super().matches(scope) if own else (Match.NONE, {})


class Endpoint:
    """An endpoint that answers at once, in JSON: checks the key, and has its errors told in this API's words."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; raises RequestRefused or InvalidValue before anything was sent."""
        noted_of(scope).refusal_body = refusal_body
        check_key(scope, self.services.settings.api_key.get_secret_value())
        answer = await self.answer(scope, receive)
        await send_json(send, 200, sse.dumps(answer), request_headers(record_of(scope).id))

    async def answer(self, scope: Scope, receive: Receive) -> dict[str, Any]:
        """The JSON of the answer."""
        raise NotImplementedError


class TokenCount(Endpoint):
    """How many tokens a request for an answer would have."""

    async def answer(self, scope: Scope, receive: Receive) -> dict[str, Any]:
        """The count, by the tokenizer that the answer would have."""
        services, record = self.services, record_of(scope)
        document = parse_json(await noted_body(services, scope, receive))
        request = parse_count(document)
        record.model = request.model
        overrides = await overrides_for(services, scope, document, request.model)
        settings = resolve(services.store.snapshot, overrides)
        prompt = request.prompt
        counted = await services.tokenizer.count(prompt.texts, settings.encoding)
        return {"input_tokens": prompt.overhead + counted}


class ModelList(Endpoint):
    """The models, in pages."""

    async def answer(self, scope: Scope, _receive: Receive) -> dict[str, Any]:
        """One page."""
        return model_page(where_of(scope).query, await self.services.models.listed())


class OneModel(Endpoint):
    """One model; any name is one unless the server is strict."""

    async def answer(self, scope: Scope, _receive: Receive) -> dict[str, Any]:
        """The model; without a name, the list."""
        asked = where_of(scope)
        name = asked.path["model"]
        if not name:
            return model_page(asked.query, await self.services.models.listed())
        await self.services.profile_of(name)
        return model_object(name)


def anthropic_routes(services: Services) -> list[Route]:
    """All of them; they must come before the routes that share their paths."""
    count, models, model = TokenCount(services), ModelList(services), OneModel(services)
    return [
        route
        for prefix in PREFIXES
        for route in (
            Route(prefix + "/messages", Answering(services, FACE), methods=["POST"]),
            Route(prefix + "/messages/count_tokens", count, methods=["POST"]),
            OwnClientsRoute(prefix + "/models", models, methods=["GET"]),
            OwnClientsRoute(prefix + "/models/{model:path}", model, methods=["GET"]),
        )
    ]
