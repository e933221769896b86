"""The plan of a request for vectors: no text, and vectors made by the tokenizer's own process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mockpanel.core.choices import choose
from mockpanel.core.embeddings import Embedding
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Override, Prompt, StreamPlan, Usage, resolve
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import SEGMENT_CHARACTERS
from mockpanel.server.tokenizer import Tokenizer
from mockpanel.server.tokenizer_process import Item

TOGETHER = 8
CHARACTERS_TOGETHER = 4096
"""So many vectors, or vectors of so much text, are made before other work of the process has its turn."""


async def embedding_plan(
    ask: Ask, wanted: Embedding, overrides: Mapping[str, Override], defaults: StreamSettings, tokenizer: Tokenizer
) -> StreamPlan:
    """The plan with a vector for each prompt; raises InvalidValue for one that is too long or has no such token."""
    settings = resolve(defaults, overrides)
    encoding = settings.encoding
    for place, prompt in enumerate(ask.prompts):
        if len(_text(prompt)) > SEGMENT_CHARACTERS:
            _check(await tokenizer.count(prompt.texts, encoding), wanted, place, len(ask.prompts))
    items = [_text(prompt) if prompt.ids is None else prompt.ids for prompt in ask.prompts]
    made: list[tuple[int, bytes]] = []
    for batch in _batches(items):
        made += await tokenizer.embed(batch, encoding, ask.model, wanted)
    for place, (tokens, _) in enumerate(made):
        _check(tokens, wanted, place, len(made))
    nothing = choose(0, await tokenizer.tokenize("", encoding), 0)
    usage = Usage(sum(tokens for tokens, _ in made) + sum(prompt.overhead for prompt in ask.prompts), 0)
    vectors = tuple(vector for _, vector in made)
    return StreamPlan(ask, defaults, settings, overrides, (nothing,), usage, vectors=vectors)


def _text(prompt: Prompt) -> str:
    return "".join(prompt.texts)


def _check(tokens: int, wanted: Embedding, place: int, count: int) -> None:
    if wanted.most_tokens is not None and tokens > wanted.most_tokens:
        field = "input" if count == 1 else f"input[{place}]"
        raise InvalidValue(field, f"{field} must be at most {wanted.most_tokens} tokens, got {tokens}")


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    """The items in jobs of a few each, a long one alone."""
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and (len(batch) == TOGETHER or size + len(item) > CHARACTERS_TOGETHER):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item)
    if batch:
        yield batch
