"""An endpoint that counts a prompt's tokens and answers at once, whatever its protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockpanel.core.plan import resolve
from mockpanel.core.request_log import KEPT_TEXT_BYTES
from mockpanel.server.answering import check_key, where_of
from mockpanel.server.body import read_body
from mockpanel.server.masking import mask_body
from mockpanel.server.overriding import overrides_for
from mockpanel.server.recording import noted_of, record_of
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
        check_key(scope, services.settings.api_key.get_secret_value())
        body = await read_body(scope, receive, services.settings.max_body_bytes)
        record_of(scope).body = mask_body(body[:KEPT_TEXT_BYTES].decode("utf-8", "replace"))
        document = parse_json(body)
        counted = self._parse(document, where_of(scope))
        prompt, fields = counted.prompt, self._face.settings_in(document)
        overrides = await overrides_for(services, scope, fields, counted.model, self._face.check_model)
        encoding = resolve(services.store.snapshot, overrides).encoding
        tokens = prompt.overhead + await services.tokenizer.count(prompt.texts, encoding)
        await send_json(send, 200, counted.answer(tokens))
