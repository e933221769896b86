"""The control API's part under /mock/fault: what the next request is made to fail with."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mockpanel.core.faults import Fault, make_fault
from mockpanel.server.routes.control_answers import body_schema, json_answer, need_one_process, read_document
from mockpanel.server.services import Services
from mockpanel.server.views import fault_view

PATH = "/fault"


def add_faults(router: APIRouter, services: Services) -> None:
    """Shows, arms and disarms it."""

    @router.get(PATH, summary="What the next request is to fail with, or null")
    async def get_fault() -> Response:
        need_one_process(services, "show the armed fault")
        return json_answer(fault_view(services.faults.armed))

    @router.put(PATH, summary="Let the next request fail, once", openapi_extra=body_schema(_fault_schema()))
    async def put_fault(request: Request) -> Response:
        need_one_process(services, "arm a fault")
        services.faults.arm(make_fault(await read_document(request, services)))
        return json_answer(fault_view(services.faults.armed))

    @router.delete(PATH, summary="Let the next request go well")
    async def delete_fault() -> Response:
        need_one_process(services, "disarm a fault")
        services.faults.disarm()
        return json_answer(fault_view(services.faults.armed))


def _fault_schema() -> dict[str, Any]:
    """The fields of a fault, each described in place: definitions beside them would lead nowhere in our description."""
    schema = Fault.model_json_schema()
    kinds = schema.pop("$defs")["FaultKind"]
    kind = schema["properties"]["kind"]
    schema["properties"]["kind"] = {"type": "string", "enum": kinds["enum"], "description": kind["description"]}
    return schema
