"""The control API's part under /mock/models: which profiles the models mock-a to mock-z stand for."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mockpanel.server.routes.control_answers import body_schema, json_answer, need_one_process, read_document
from mockpanel.server.services import Services

PATH = "/models"
EXAMPLE = {"mock-a": "gpt-4o-2024", "mock-b": "groq-llama-3-3-70b"}


def add_models(router: APIRouter, services: Services) -> None:
    """Shows and replaces them."""

    @router.get(PATH, summary="Which profiles mock-a to mock-z stand for")
    async def get_models() -> Response:
        return json_answer(services.models.stand_ins)

    schema = {
        "type": "object",
        "additionalProperties": {"type": ["string", "null"], "description": "A profile by its name or its file's."},
        "example": EXAMPLE,
    }

    @router.put(PATH, summary="Let mock-a to mock-z stand for profiles", openapi_extra=body_schema(schema))
    async def put_models(request: Request) -> Response:
        need_one_process(services, "change what models stand for")
        await services.models.stand_in(await read_document(request, services))
        return json_answer(services.models.stand_ins)
