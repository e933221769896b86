"""The Gemini endpoints, under every version of the API and by the paths of Vertex AI.

Under /v1 they share their paths with the OpenAI API: `:generateContent` behind a name, a header of Google's or a key in
the address tell them apart.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mockpanel.server.admitting import check_key, where_of
from mockpanel.server.answering import Answering
from mockpanel.server.counting import Counting
from mockpanel.server.recording import noted_of
from mockpanel.server.routes.only import OnlyPost, OnlyWhere
from mockpanel.server.services import Services
from mockpanel.server.sinks import Scope
from mockpanel.wire import sse
from mockpanel.wire.gemini import FACE, STREAM_FACE, parse_count
from mockpanel.wire.gemini_embeddings import BATCH_FACE, EMBED_FACE
from mockpanel.wire.gemini_errors import refusal_body
from mockpanel.wire.gemini_models import model_name, model_object, model_page
from mockpanel.wire.models import listed_models

OWN_VERSIONS = ("/v1beta", "/v1alpha", "/v1beta1")
SHARED_VERSION = "/v1"


def gemini_routes(services: Services) -> list[BaseRoute]:
    """All of them; to be asked before the OpenAI API's models."""
    endpoints = {
        "generateContent": OnlyPost(Answering(services, FACE), FACE),
        "streamGenerateContent": OnlyPost(Answering(services, STREAM_FACE), FACE),
        "countTokens": OnlyPost(Counting(services, FACE, parse_count), FACE),
        "embedContent": OnlyPost(Answering(services, EMBED_FACE), FACE),
        "batchEmbedContents": OnlyPost(Answering(services, BATCH_FACE), FACE),
    }
    actions: list[BaseRoute] = [
        Route(f"{version}/{{model:path}}:{action}", endpoint)
        for version in (*OWN_VERSIONS, SHARED_VERSION)
        for action, endpoint in endpoints.items()
    ]
    return [*actions, *_model_routes(services)]


def _model_routes(services: Services) -> list[BaseRoute]:
    key = services.settings.api_key.get_secret_value()

    async def list_models(request: Request) -> Response:
        noted_of(request.scope).refusal_body = refusal_body  # type: ignore[arg-type]
        check_key(request.scope, key)  # type: ignore[arg-type]
        page = model_page(listed_models(await services.models.listed()), where_of(request.scope).query)  # type: ignore[arg-type]
        return Response(sse.dumps(page), media_type="application/json")

    async def get_model(request: Request) -> Response:
        noted_of(request.scope).refusal_body = refusal_body  # type: ignore[arg-type]
        check_key(request.scope, key)  # type: ignore[arg-type]
        name = model_name(request.path_params["model"])
        await services.profile_of(name)
        return Response(sse.dumps(model_object(name)), media_type="application/json")

    found = {"/models": list_models, "/models/{model:path}": get_model, "/publishers/google/models": list_models}
    return [
        *(Route(version + path, endpoint) for version in OWN_VERSIONS for path, endpoint in found.items()),
        *(OnlyWhere(SHARED_VERSION + path, endpoint, _is_google) for path, endpoint in found.items()),
    ]


def _is_google(scope: Scope) -> bool:
    """Whether a request comes from a client of Google's."""
    return any(name.startswith(b"x-goog-") for name, _ in scope["headers"]) or "key" in where_of(scope).query
