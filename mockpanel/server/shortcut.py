"""The short way to the endpoints that answer: past the framework, whose work per request delays others' tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.routing import BaseRoute, Match, Route

from mockpanel.server.recording import App
from mockpanel.server.sinks import Receive, Scope, Send


class Shortcut:
    """ASGI middleware around a whole application: takes a POST to one of some routes straight to its endpoint.

    `wrapped` puts the layers around an endpoint that the application has around all of them. What no route takes goes
    the application's own way, and so does every route that looks at more than method and path.
    """

    def __init__(self, app: App, routes: Iterable[BaseRoute], wrapped: Callable[[App], App]) -> None:
        self._app = app
        self._fixed: dict[str, App] = {}
        self._named: list[tuple[str, Route, App]] = []
        for route in routes:
            if type(route) is not Route or (route.methods is not None and "POST" not in route.methods):
                continue
            endpoint = wrapped(route.app)
            if route.param_convertors:
                self._named.append((route.path.rpartition("}")[2], route, endpoint))
            else:
                self._fixed.setdefault(route.path, endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        await (self.found(scope) or self._app)(scope, receive, send)

    def found(self, scope: Scope) -> App | None:
        """The endpoint of a request, whose scope then has the parts of its path."""
        if scope["type"] != "http" or scope["method"] != "POST":
            return None
        path = scope["path"]
        if (endpoint := self._fixed.get(path)) is not None:
            return endpoint
        for end, route, endpoint in self._named:
            if path.endswith(end):
                match, more = route.matches(scope)
                if match is Match.FULL:
                    scope.update(more)
                    return endpoint
        return None
