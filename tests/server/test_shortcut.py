"""The short way leads where the application's own would, and takes nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.routing import BaseRoute, Match, Route

from mockpanel.core.settings import Settings
from mockpanel.server.app import PROTOCOL_ROUTES, create_app
from mockpanel.server.recording import App
from mockpanel.server.services import Services
from mockpanel.server.shortcut import Shortcut
from mockpanel.server.sinks import Receive, Scope, Send

NAMES = ("gemini-2.5-flash", "models/gemini-2.5-flash", "tuned:generateContent", "a/b c")


class Endpoint:
    """Notes by whom it was reached, and what the path said."""

    def __init__(self) -> None:
        self.reached: list[tuple[str, dict[str, Any]]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached.append((scope["path"], scope.get("path_params", {})))


def request(path: str, method: str = "POST", kind: str = "http") -> Scope:
    return {"type": kind, "method": method, "path": path, "root_path": "", "headers": [], "query_string": b""}


def ask(app: App, scope: Scope) -> None:
    async def receive() -> Any:
        raise AssertionError("nothing is read")

    async def send(_message: Any) -> None:
        raise AssertionError("nothing is sent")

    async def main() -> None:
        await app(scope, receive, send)

    asyncio.run(main())


def first_of(routes: list[BaseRoute], scope: Scope) -> tuple[Any, dict[str, Any]]:
    """The endpoint that a router finds, and the parts of the path."""
    for route in routes:
        match, more = route.matches(scope)
        if match is Match.FULL:
            assert isinstance(route, Route)
            return route.app, more["path_params"]
    raise AssertionError(f"{scope['path']} leads nowhere")


def test_all_protocols_endpoints_are_where_the_applications_router_has_them() -> None:
    services = Services(Settings())
    routes = [route for made in PROTOCOL_ROUTES for route in made(services)]
    app = create_app(services)
    router = [*routes, *app.router.routes[len(routes) :]]
    shortcut = Shortcut(app, routes, lambda endpoint: endpoint)
    places = {route.path for route in routes if isinstance(route, Route) and "POST" in (route.methods or {"POST"})}
    services.tokenizer.close()

    paths = {place.replace("{model:path}", name).replace("{deployment}", "x") for place in places for name in NAMES}

    assert len(places) > 40
    for path in paths:
        scope = request(path)
        found = shortcut.found(scope)
        assert (found, scope.get("path_params", {})) == first_of(router, request(path)), path


@pytest.mark.parametrize(
    "scope",
    [
        request("/elsewhere"),
        request("/a", "GET"),
        request("/a/"),
        request("/only"),
        request("/read"),
        request("/a", kind="websocket"),
    ],
    ids=["unknown", "method", "slash", "of its own kind", "not for POST", "no HTTP"],
)
def test_what_no_plain_route_takes_goes_the_applications_way(scope: Scope) -> None:
    class Particular(Route):
        """Looks at more than method and path."""

    app, endpoint = Endpoint(), Endpoint()
    routes = [
        Route("/a", endpoint, methods=["POST"]),
        Particular("/only", endpoint, methods=["POST"]),
        Route("/read", endpoint, methods=["GET"]),
    ]

    ask(Shortcut(app, routes, lambda wrapped: wrapped), scope)

    assert (len(app.reached), endpoint.reached) == (1, [])


def test_an_endpoint_is_reached_through_its_layers_with_the_parts_of_its_path() -> None:
    passed: list[str] = []
    app, endpoint = Endpoint(), Endpoint()

    def layered(wrapped: App) -> App:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            passed.append(scope["path"])
            await wrapped(scope, receive, send)

        return layer

    shortcut = Shortcut(app, [Route("/{model:path}:go", endpoint), Route("/a", endpoint, methods=["POST"])], layered)
    ask(shortcut, request("/x/y:go"))
    ask(shortcut, request("/a"))

    assert endpoint.reached == [("/x/y:go", {"model": "x/y"}), ("/a", {})]
    assert passed == ["/x/y:go", "/a"]
    assert app.reached == []
