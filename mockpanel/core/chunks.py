"""Which tokens the next chunk of an answer holds. Pure arithmetic: knows neither a time nor a socket."""

from __future__ import annotations

from collections.abc import Sequence


def chunk_end(json_ends: Sequence[int], json_at: int, sent: int, size: int, count: int) -> int:
    """The tokens sent with the next chunk, counted from the start: `size` more, and at least one whole character.

    `json_at` is how much of the text's JSON the chunks before it hold. A chunk is due with its last token, but the
    first with its first, so that the chunk size never changes the time to first token.
    """
    end = sent + size
    if end >= count:
        return count
    while end < count and json_ends[end - 1] == json_at:
        end += 1
    return end
