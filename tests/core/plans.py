"""Settings and plans made at once, without a server and its tokenizer process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from mockpanel.core.embeddings import Embedding
from mockpanel.core.plan import Ask, Override, StreamPlan
from mockpanel.core.settings import StreamSettings, validated
from mockpanel.core.tokens import Tokens, count, decode, tokenize
from mockpanel.server.planning import make_plan
from mockpanel.server.tokenizer_process import Item, embed


def settings_with(**changes: Any) -> StreamSettings:
    """The built-in defaults with some settings changed."""
    return validated(StreamSettings, changes)


class DirectTokenizer:
    """Tokenizes at once, in this process."""

    async def tokenize(self, text: str, encoding: str) -> Tokens:
        return tokenize(text, encoding)

    async def count(self, texts: Iterable[str], encoding: str) -> int:
        return sum(count(text, encoding) for text in texts)

    async def decode(self, ids: Iterable[int], encoding: str) -> str:
        return decode(list(ids), encoding)

    async def embed(
        self, items: Iterable[Item], encoding: str, model: str, wanted: Embedding
    ) -> list[tuple[int, bytes]]:
        return [embed(item, encoding, model, wanted) for item in items]


def plan_of(
    ask: Ask, defaults: StreamSettings | None = None, overrides: Mapping[str, Override] | None = None
) -> StreamPlan:
    """The plan of a request, as the server makes it."""
    tokenizer: Any = DirectTokenizer()
    defaults = defaults or settings_with(mock_response="Hello, World!")
    return asyncio.run(make_plan(ask, overrides or {}, defaults, tokenizer))
