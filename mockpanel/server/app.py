"""The ASGI application: routes, layers around them, and the error object for whatever goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Match

from mockpanel import __version__
from mockpanel.core.errors import RequestRefused
from mockpanel.core.sentences import field_path, shorten, show
from mockpanel.core.settings import STREAM_NAMES, specs
from mockpanel.server.feed import Feed
from mockpanel.server.openapi import describe
from mockpanel.server.recording import App, Recording, Refusals, lies_under
from mockpanel.server.routes.anthropic import anthropic_routes
from mockpanel.server.routes.control import CONTROL_API, control_router
from mockpanel.server.routes.docs import add_docs
from mockpanel.server.routes.gemini import gemini_routes
from mockpanel.server.routes.ollama import ollama_routes
from mockpanel.server.routes.openai import answering_routes, models_router
from mockpanel.server.routes.openai_responses import responses_router, responses_routes
from mockpanel.server.services import Services
from mockpanel.server.shortcut import Shortcut
from mockpanel.server.sinks import Receive, Scope, Send

SHOWN_HEADERS = [
    "x-request-id",
    "request-id",
    "openai-processing-ms",
    "openai-version",
    "retry-after",
    "retry-after-ms",
    "x-mock-overrides",
    "x-mock-encoding",
    *(spec.header.lower() for spec in specs() if spec.name in STREAM_NAMES),
]


PROTOCOL_ROUTES = (answering_routes, responses_routes, anthropic_routes, gemini_routes, ollama_routes)
"""Those of the protocols that FastAPI does not describe by itself, in the order in which they are asked."""


class ClientCors:
    """CORS for the endpoints that browser clients call; the control API stays closed to other origins."""

    def __init__(self, app: App) -> None:
        self._app = app
        open_app: Any = app
        self._cors: Any = CORSMiddleware(
            open_app,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "DELETE", "OPTIONS"],
            allow_headers=["*"],
            expose_headers=SHOWN_HEADERS,
            allow_private_network=True,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers preflights and adds the headers, errors included."""
        own = scope["type"] != "http" or lies_under(scope["path"], CONTROL_API)
        await (self._app if own else self._cors)(scope, receive, send)


class MockApp(FastAPI):
    """FastAPI with a shortcut around all that it does, but for the layers that were added to it."""

    def build_middleware_stack(self) -> Any:
        """The application as it answers requests."""
        stack: Any = super().build_middleware_stack()
        return Shortcut(stack, self.router.routes, self._layered)

    def _layered(self, endpoint: App) -> Any:
        """An endpoint within the application's own layers."""
        layered: Any = endpoint
        for layer, args, kwargs in reversed(self.user_middleware):
            layered = layer(layered, *args, **kwargs)
        return layered


def create_app(services: Services, *, owns_services: bool = True) -> FastAPI:
    """The application over some services; its lifespan starts and stops them, unless they outlive it."""
    feed = Feed(services.store, services.log, services.faults)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if owns_services:
            await services.start()
        try:
            yield
        finally:
            feed.close()
            if owns_services:
                await services.stop()

    app = MockApp(
        title="mockpanel", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    layers: Any = app
    layers.add_middleware(Refusals)
    layers.add_middleware(ClientCors)
    layers.add_middleware(Recording, request_log=services.log)
    app.state.services = services
    app.state.feed = feed
    for routes in PROTOCOL_ROUTES:
        app.router.routes.extend(routes(services))
    app.include_router(models_router(services))
    app.include_router(responses_router(services))
    app.include_router(control_router(services, feed))
    app.add_api_route("/health", _health, methods=["GET"], summary="Whether the server serves", tags=["Server"])
    app.add_api_route("/health", _health, methods=["HEAD"], include_in_schema=False)
    add_docs(app)
    describe(app)
    return app


async def _health() -> dict[str, str]:
    return {"status": "ok", "version": __version__}


async def _http_error(request: Request, error: Exception) -> Any:
    """What the router found wrong: raised on, for Refusals to answer."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        raise RequestRefused(f"Invalid URL ({request.method} {shorten(request.url.path)})", status=404)
    if error.status_code == 405:
        allowed = ", ".join(_methods(request))
        sentence = f"Not allowed to {request.method} on {shorten(request.url.path)}; use {allowed}."
        raise RequestRefused(sentence, status=405, headers={"Allow": allowed})
    raise RequestRefused(str(error.detail), status=error.status_code, headers=dict(error.headers or {}))


def _methods(request: Request) -> list[str]:
    """The methods that some route has for the request's path."""
    found = {"GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"}
    routes = request.app.router.routes
    return sorted(
        method
        for method in found
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    )


async def _validation_error(_request: Request, error: Exception) -> Any:
    """What FastAPI found wrong in a parameter of the control API."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = field_path(first["loc"][1:])
    raise RequestRefused(f"{name}: {first['msg']}, got {show(first.get('input'))}", param=name) from None
