"""Which protocol a request belongs to: what is refused is refused in its words, even where no route has the path."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mockpanel.core.errors import RequestRefused
from mockpanel.wire import anthropic_errors, gemini_errors, ollama, openai_errors
from mockpanel.wire.face import Headers

RefusalBody = Callable[[RequestRefused, str], bytes]
"""The body of an error answer, for a request's id."""

RefusalHeaders = Callable[[RequestRefused, str, float], Headers]
"""What goes with it: for a request's id, and the time in epoch seconds."""

STYLES: tuple[tuple[str, RefusalBody], ...] = (
    ("/v1/messages", anthropic_errors.refusal_body),
    ("/messages", anthropic_errors.refusal_body),
    ("/v1beta", gemini_errors.refusal_body),
    ("/v1alpha", gemini_errors.refusal_body),
    ("/api/", ollama.refusal_body),
)
"""By how a path begins; the first that fits."""

CLIENTS: tuple[tuple[bytes, RefusalBody], ...] = ((anthropic_errors.VERSION_HEADER, anthropic_errors.refusal_body),)
"""By a header that only one protocol's clients send, for paths that no style fits."""

HEADERS: dict[RefusalBody, RefusalHeaders] = {anthropic_errors.refusal_body: anthropic_errors.refusal_headers}
"""What a protocol sends beside an error's body, where it has something."""


def refusal_body_of(path: str, headers: Iterable[tuple[bytes, bytes]] = ()) -> RefusalBody:
    """How the errors of a request are written: as the OpenAI API does, where no other protocol has it."""
    sent = {name for name, _ in headers}
    by_path = (body for prefix, body in STYLES if path.startswith(prefix))
    by_client = (body for name, body in CLIENTS if name in sent)
    return next(by_path, next(by_client, openai_errors.refusal_body))


def refusal_headers_of(body: RefusalBody, error: RequestRefused, request_id: str, now: float) -> Headers:
    """The headers that go with the body of an error."""
    headers = HEADERS.get(body)
    return headers(error, request_id, now) if headers is not None else []
