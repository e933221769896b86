"""The control API answers this machine's own user only: by peer, by Host, by Origin, by fetch metadata."""

from __future__ import annotations

import pytest

from mockpanel.core.errors import RequestRefused
from mockpanel.server.guard import check_local
from mockpanel.server.sinks import Scope


def scope(client: str | None = "127.0.0.1", host: str = "127.0.0.1:8000", **headers: str) -> Scope:
    """A request's scope; headers by their names with underscores."""
    named = {"host": host, **headers}
    pairs = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in named.items() if value]
    return {"type": "http", "client": None if client is None else (client, 50000), "headers": pairs}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_is_let_in_under_its_own_names(client: str, host: str) -> None:
    assert check_local(scope(client, host)) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    "client", ["192.168.1.7", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "", "testclient", None]
)
def test_another_machine_is_refused(client: str | None) -> None:
    with pytest.raises(RequestRefused, match="this machine only") as refusal:
        check_local(scope(client))

    assert (refusal.value.status, refusal.value.code) == (403, "control_api_forbidden")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io",
        "192.168.1.7:8000",
        "0.0.0.0:8000",
        "[::ffff:10.0.0.1]:8000",
        "[::1",
        "[",
        "",
    ],
)
def test_a_host_that_does_not_name_this_machine_is_refused(host: str) -> None:
    with pytest.raises(RequestRefused, match="Host header") as refusal:
        check_local(scope(host=host))

    assert refusal.value.status == 403


def test_a_page_that_this_server_delivered_is_let_in() -> None:
    own = scope(origin="http://127.0.0.1:8000", sec_fetch_site="same-origin")

    assert check_local(own) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1:9000", "http://localhost:8000", "null", "", "file://"]
)
def test_a_page_of_another_origin_is_refused(origin: str) -> None:
    foreign = scope()
    foreign["headers"].append((b"origin", origin.encode()))

    with pytest.raises(RequestRefused, match="another origin") as refusal:
        check_local(foreign)

    assert refusal.value.status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_browser_calls_cross_site_is_refused_without_an_origin_too(site: str) -> None:
    with pytest.raises(RequestRefused, match="another site") as refusal:
        check_local(scope(sec_fetch_site=site))

    assert refusal.value.status == 403
