"""Routes that a framework's table of paths and methods cannot tell apart from another protocol's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.routing import Match, Route

from mockpanel.core.errors import RequestRefused
from mockpanel.server.recording import App, noted_of
from mockpanel.server.sinks import Receive, Scope, Send
from mockpanel.wire.face import Face


class OnlyPost:
    """An endpoint that has its path alone: what is not POST is refused, and not looked for elsewhere."""

    def __init__(self, endpoint: App, face: Face) -> None:
        self._endpoint = endpoint
        self._face = face

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a POST on; raises RequestRefused (405) for anything else."""
        if scope["method"] != "POST":
            noted_of(scope).refusal_body = self._face.refusal
            sentence = f"Not allowed to {scope['method']} here; use POST."
            raise RequestRefused(sentence, status=405, headers={"Allow": "POST"})
        await self._endpoint(scope, receive, send)


class OnlyWhere(Route):
    """A route for those requests only that look like the protocol's own; others go to the path's next route."""

    def __init__(self, path: str, endpoint: Callable[..., Any], ours: Callable[[Scope], bool], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self._ours = ours

    def matches(self, scope: Any) -> tuple[Match, Any]:
        """Whether the route takes a request."""
        if scope["type"] == "http" and not self._ours(scope):
            return Match.NONE, {}
        return super().matches(scope)
