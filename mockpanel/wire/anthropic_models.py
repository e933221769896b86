"""Models as the Anthropic API shows them: `GET /v1/models` in pages, and `GET /v1/models/{id}` (API reference)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.wire.models import listed_models

CREATED_AT = "2023-11-14T22:13:20Z"
"""One fixed second for all, so that two lists are equal."""

USUAL_PAGE = 20
LARGEST_PAGE = 1000


def model_object(name: str) -> dict[str, Any]:
    """One model. What it can do is left open: the mock answers whatever it is asked."""
    return {
        "type": "model",
        "id": name,
        "display_name": name,
        "created_at": CREATED_AT,
        "lifecycle": "active",
        "line": None,
        "deprecated_at": None,
        "retires_at": None,
        "max_input_tokens": None,
        "max_tokens": None,
        "capabilities": None,
    }


def model_page(query: Mapping[str, str], profiles: Iterable[str] = ()) -> dict[str, Any]:
    """One page of the list; raises InvalidValue for a `limit` or a cursor that is none."""
    names, limit = listed_models(profiles), _limit(query)
    start, end = 0, len(names)
    if "before_id" in query:
        end = _place(names, query, "before_id")
        start = max(end - limit, 0)
        more = start > 0
    else:
        start = _place(names, query, "after_id") + 1 if "after_id" in query else 0
        more = start + limit < end
    page = names[start : min(start + limit, end)]
    return {
        "data": [model_object(name) for name in page],
        "has_more": more,
        "first_id": page[0] if page else None,
        "last_id": page[-1] if page else None,
    }


def _limit(query: Mapping[str, str]) -> int:
    text = query.get("limit", str(USUAL_PAGE))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= LARGEST_PAGE):
        raise InvalidValue("limit", f"limit must be a whole number between 1 and {LARGEST_PAGE}, got {show(text)}")
    return int(text)


def _place(names: list[str], query: Mapping[str, str], field: str) -> int:
    if query[field] not in names:
        raise InvalidValue(field, f"{field} must be the id of a listed model, got {show(query[field])}")
    return names.index(query[field])
