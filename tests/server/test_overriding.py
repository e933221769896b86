"""What a request sets: its own extras first, then the profile that its model names."""

from __future__ import annotations

import asyncio
from collections.abc import Container
from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.model_names import overrides_of
from mockpanel.core.plan import Override, Source
from mockpanel.core.profiles import Profile
from mockpanel.server.overriding import overrides_for
from mockpanel.wire.models import CheckModel

FAST = Profile("Fast", {"tokens_per_second": 400.0, "time_to_first_token": 0.1}, {})


class FakeServices:
    """Knows one profile, and checks every other name as a strict server does."""

    async def profile_of(self, model: str, check: CheckModel) -> Profile | None:
        if model == "fast":
            return FAST
        check(model, ())
        return None


def welcome(_model: str, _names: Container[str]) -> None:
    """Any name will do."""


def overrides(
    document: dict[str, Any],
    model: str = "fast",
    *,
    headers: tuple[tuple[bytes, bytes], ...] = (),
    query: bytes = b"",
    **options: Any,
) -> dict[str, Override]:
    """What a request sets."""
    services: Any = FakeServices()
    scope: Any = {"headers": headers, "query_string": query}
    return asyncio.run(overrides_for(services, scope, document, model, **{"check": welcome, **options}))


def test_a_model_s_profile_is_set_and_what_it_leaves_open_is_off() -> None:
    found = overrides({})

    assert found == overrides_of(FAST)
    assert found["tokens_per_second"] == Override(Source.MODEL, 400.0)


def test_a_name_that_is_no_profile_sets_nothing() -> None:
    assert overrides({}, "gpt-4o") == {}


@pytest.mark.parametrize(
    ("request_of", "expected"),
    [
        ({"document": {"tokens_per_second": 5}}, Override(Source.BODY, 5)),
        ({"headers": ((b"x-mock-tokens-per-second", b"6"),)}, Override(Source.HEADER, 6)),
        ({"query": b"tokens_per_second=7"}, Override(Source.QUERY, 7)),
    ],
    ids=["body", "header", "query"],
)
def test_the_request_s_own_beat_its_profile_wherever_they_stand(request_of: dict[str, Any], expected: Override) -> None:
    found = overrides(**{"document": {}, **request_of})

    assert found == {**overrides_of(FAST), "tokens_per_second": expected}


def test_older_spellings_are_read_only_where_they_are_asked_for() -> None:
    documents = [overrides({"tps": 9}, "m", older_spellings=older) for older in (False, True)]

    assert documents == [{}, {"tokens_per_second": Override(Source.BODY, 9)}]
    assert overrides({"tps": 9}, "m") == {}


def test_a_model_that_there_is_not_is_refused_in_the_protocol_s_words() -> None:
    def check(model: str, _names: Container[str]) -> None:
        raise RequestRefused(f"no {model} here", status=404)

    with pytest.raises(RequestRefused, match="no gpt-4o here"):
        overrides({}, "gpt-4o", check=check)
    assert overrides({}, check=check) == overrides_of(FAST)


def test_a_value_of_a_wrong_type_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        overrides({}, headers=((b"x-mock-tokens-per-second", b"soon"),))

    assert caught.value.field == "tokens_per_second"
