"""The OpenAI endpoints, with and without the /v1 prefix, and where Azure has them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.routing import Route

from mockpanel.server.admitting import check_key
from mockpanel.server.answering import Answering
from mockpanel.server.capturing import Capturing
from mockpanel.server.routes.prefixes import AZURE, PREFIXES
from mockpanel.server.services import Services
from mockpanel.wire import openai_chat, openai_completions, openai_embeddings
from mockpanel.wire.azure import DEPLOYMENT, deployed
from mockpanel.wire.openai_models import model_list, model_object


def answering_routes(services: Services) -> list[Route]:
    """The endpoints that stream: plain ASGI, since a framework's work per request would delay others' tokens."""
    faces = {
        "/chat/completions": openai_chat.FACE,
        "/completions": openai_completions.FACE,
        "/embeddings": openai_embeddings.FACE,
    }
    places = [(prefix + path, path, face) for prefix in PREFIXES for path, face in faces.items()]
    deployments = f"{AZURE}/deployments/{{{DEPLOYMENT}}}"
    places += [(deployments + path, path, deployed(face)) for path, face in faces.items()]
    return [
        Route(
            place,
            Capturing(services, path, Answering(services, face)),
            methods=["POST"],
            include_in_schema=False,
        )
        for place, path, face in places
    ]


def models_router(services: Services) -> APIRouter:
    """The list of models, and one of them; any name is a model unless the server is strict."""
    router = APIRouter(tags=["OpenAI"])
    key = services.settings.api_key.get_secret_value()

    async def list_models(request: Request) -> dict[str, Any]:
        check_key(request.scope, key)  # type: ignore[arg-type]
        return model_list(await services.models.listed())

    async def get_model(request: Request, model: str) -> dict[str, Any]:
        check_key(request.scope, key)  # type: ignore[arg-type]
        if not model:
            return model_list(await services.models.listed())
        await services.profile_of(model)
        return model_object(model)

    for prefix in PREFIXES:
        shown = prefix == "/v1"
        router.add_api_route(
            prefix + "/models", list_models, methods=["GET"], summary="List the models", include_in_schema=shown
        )
        router.add_api_route(
            prefix + "/models/{model:path}", get_model, methods=["GET"], summary="One model", include_in_schema=shown
        )
    return router
