"""Which protocol a path belongs to: what is refused there is refused in its words, even where no route has the path."""

from __future__ import annotations

from collections.abc import Callable

from mockpanel.core.errors import RequestRefused
from mockpanel.wire import gemini_errors, ollama, openai_errors

RefusalBody = Callable[[RequestRefused, str], bytes]
"""The body of an error answer, for a request's id."""

STYLES: tuple[tuple[str, RefusalBody], ...] = (
    ("/v1beta", gemini_errors.refusal_body),
    ("/v1alpha", gemini_errors.refusal_body),
    ("/api/", ollama.refusal_body),
)
"""By how a path begins; the first that fits."""


def refusal_body_of(path: str) -> RefusalBody:
    """How errors of a path are written: as the OpenAI API does, where no other protocol has it."""
    return next((body for prefix, body in STYLES if path.startswith(prefix)), openai_errors.refusal_body)
