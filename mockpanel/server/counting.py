"""An endpoint that counts a prompt's tokens and answers at once, whatever its protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockpanel.core.plan import resolve
from mockpanel.server.admitting import admitted, where_of
from mockpanel.server.overriding import overrides_for
from mockpanel.server.recording import noted_of
from mockpanel.server.replies import send_json
from mockpanel.server.services import Services
from mockpanel.server.sinks import Receive, Scope, Send
from mockpanel.wire.bodies import read_body as parse_json
from mockpanel.wire.face import Counted, Face, Where

ParseCount = Callable[[Mapping[str, Any], Where], Counted]
"""Raises InvalidValue."""


class Counting:
    """An ASGI endpoint; of the face it takes how errors are written and where settings stand."""

    def __init__(self, services: Services, face: Face, parse: ParseCount) -> None:
        self._services = services
        self._face = face
        self._parse = parse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts one prompt with the tokens that an answer would be made of; raises RequestRefused or InvalidValue."""
        services = self._services
        noted_of(scope).refusal_body = self._face.refusal
        document = parse_json(await admitted(services, scope, receive))
        counted = self._parse(document, where_of(scope))
        prompt, fields = counted.prompt, self._face.settings_in(document)
        overrides = await overrides_for(services, scope, fields, counted.model, self._face.check_model)
        encoding = resolve(services.store.snapshot, overrides).encoding
        tokens = prompt.overhead + await services.tokenizer.count(prompt.texts, encoding)
        await send_json(send, 200, counted.answer(tokens))
