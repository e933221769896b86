"""The Ollama endpoints under /api, and the sign of life that its clients ask of the root."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.server.admitting import check_key
from mockpanel.server.answering import Answering
from mockpanel.server.routes.control_answers import json_answer, read_document
from mockpanel.server.services import Services
from mockpanel.wire import ollama_models
from mockpanel.wire.models import DEFAULT_MODEL, LONGEST_NAME, listed_models
from mockpanel.wire.ollama import CHAT_FACE, GENERATE_FACE
from mockpanel.wire.ollama_embeddings import EMBED_FACE, EMBEDDINGS_FACE

OLLAMA_API = "/api"


def ollama_routes(services: Services) -> list[BaseRoute]:
    """All of them."""
    return [
        *(Route(f"{OLLAMA_API}/{name}", Answering(services, face), methods=["POST"]) for name, face in _FACES.items()),
        Route(f"{OLLAMA_API}/show", _show(services), methods=["POST"]),
        *(Route(f"{OLLAMA_API}/{name}", _shown(services, make)) for name, make in _VIEWS.items()),
        Route("/", _alive, methods=["HEAD"]),
    ]


_FACES = {
    "chat": CHAT_FACE,
    "generate": GENERATE_FACE,
    "embed": EMBED_FACE,
    "embeddings": EMBEDDINGS_FACE,
}
"""What answers."""

_VIEWS: dict[str, Callable[[Iterable[str]], dict[str, Any]]] = {
    "tags": lambda profiles: ollama_models.tags(listed_models(profiles)),
    "ps": lambda _: ollama_models.running([DEFAULT_MODEL]),
    "version": lambda _: ollama_models.version(),
}
"""What tells something, made of the profiles' names."""


def _shown(services: Services, make: Callable[[Iterable[str]], dict[str, Any]]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        check_key(request.scope, services.settings.api_key.get_secret_value())  # type: ignore[arg-type]
        return json_answer(make(await services.models.listed()))

    return answer


def _show(services: Services) -> Callable[[Request], Any]:
    async def show_model(request: Request) -> Response:
        check_key(request.scope, services.settings.api_key.get_secret_value())  # type: ignore[arg-type]
        document = await read_document(request, services)
        name = document.get("model") or document.get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
            raise InvalidValue("model", f"model must be a name of 1 to {LONGEST_NAME} characters, got {show(name)}")
        await services.profile_of(name)
        return json_answer(ollama_models.shown(name))

    return show_model


async def _alive(_request: Request) -> Response:
    return Response()
