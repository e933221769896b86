"""Who is let in, and what the record then holds."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mockpanel.core.errors import RequestRefused
from mockpanel.core.settings import Settings, validated
from mockpanel.server.admitting import admitted, check_key, where_of
from mockpanel.server.recording import Recording
from mockpanel.server.services import Services
from mockpanel.server.sinks import Receive, Scope, Send

SECRET = "kept-to-itself-1234"


def scope_of(*headers: tuple[bytes, bytes], query: bytes = b"") -> Scope:
    return {
        "type": "http",
        "method": "POST",
        "path": "/v1/chat/completions",
        "headers": list(headers),
        "query_string": query,
    }


@pytest.mark.parametrize(
    "scope",
    [
        scope_of((b"authorization", b"Bearer " + SECRET.encode())),
        scope_of((b"authorization", b"bearer  " + SECRET.encode())),
        scope_of((b"api-key", SECRET.encode())),
        scope_of((b"x-api-key", SECRET.encode())),
        scope_of((b"x-goog-api-key", SECRET.encode())),
        scope_of(query=b"key=" + SECRET.encode()),
    ],
    ids=["Bearer", "bearer", "Azure", "Anthropic", "Google", "query"],
)
def test_the_key_may_come_in_each_protocols_way(scope: Scope) -> None:
    check_key(scope, SECRET)


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [(scope_of((b"api-key", b"another")), "Incorrect"), (scope_of(), "didn't provide")],
    ids=["wrong", "none"],
)
def test_without_the_key_nobody_comes_in(scope: Scope, sentence: str) -> None:
    with pytest.raises(RequestRefused, match=sentence) as refused:
        check_key(scope, SECRET)

    assert refused.value.status == 401
    assert SECRET not in str(refused.value)


def test_a_key_is_asked_for_only_where_one_is_set() -> None:
    check_key(scope_of(), "")


def test_what_the_address_says_is_read_once_decoded() -> None:
    where = where_of({**scope_of(query=b"alt=sse&empty=&name=a%20b"), "path_params": {"model": "m"}})

    assert where.path == {"model": "m"}
    assert where.query == {"alt": "sse", "empty": "", "name": "a b"}


def test_a_body_is_handed_on_whole_and_kept_without_credentials() -> None:
    sent = b'{"model": "x", "api_key": "sk-abcdefgh12345678"}'
    services = Services(validated(Settings, {}))
    read: list[bytes] = []

    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        read.append(await admitted(services, scope, receive))

    async def receive() -> Any:
        return {"type": "http.request", "body": sent}

    async def send(_message: Any) -> None:
        raise AssertionError("nothing is answered")

    async def main() -> None:
        await Recording(endpoint, services.log)(scope_of(), receive, send)

    asyncio.run(main())
    services.tokenizer.close()

    assert read == [sent]
    (record,) = services.log
    assert record.body == '{"model": "x", "api_key": "***"}'
