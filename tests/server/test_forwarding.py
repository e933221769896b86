"""What is passed on is the request and the answer, and nothing of one connection, this server or the client."""

from __future__ import annotations

import pytest

from mockpanel.server.forwarding import answer_headers, forwarded_query, is_decoded, passed_here, request_headers

VIA = "1.1 mockpanel-1"
ADDED = [(b"accept-encoding", b"identity"), (b"via", VIA.encode())]


def headers_of(**values: str) -> list[tuple[bytes, bytes]]:
    return [(name.replace("_", "-").encode(), value.encode()) for name, value in values.items()]


def test_a_request_keeps_its_own_headers() -> None:
    given = headers_of(content_type="application/json", user_agent="me", openai_organization="org", x_title="t")

    sent = request_headers(given, "", VIA, keep_key=True)

    assert sent == [*given, *ADDED]


def test_hop_by_hop_headers_cookies_host_and_our_own_are_not_sent() -> None:
    given = headers_of(
        host="127.0.0.1:8000",
        connection="keep-alive, X-Mine",
        x_mine="1",
        keep_alive="5",
        te="trailers",
        transfer_encoding="chunked",
        upgrade="h2c",
        proxy_authorization="Basic x",
        cookie="session=1",
        content_length="5",
        accept_encoding="gzip, br",
        origin="http://127.0.0.1:3000",
        sec_fetch_site="cross-site",
        x_forwarded_for="10.0.0.1",
        x_mock_tokens_per_second="5",
    )

    sent = request_headers(given, "", VIA, keep_key=True)

    assert sent == ADDED


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"authorization": "Bearer mine"}, {b"authorization": b"Bearer k"}),
        ({"x_api_key": "mine"}, {b"x-api-key": b"k"}),
        ({"api_key": "mine", "authorization": "Bearer mine"}, {b"api-key": b"k"}),
        ({}, {b"authorization": b"Bearer k"}),
    ],
)
def test_the_key_takes_the_place_of_the_client_s(given: dict[str, str], expected: dict[bytes, bytes]) -> None:
    sent = request_headers(headers_of(**given), "k", VIA, keep_key=True)

    assert dict(sent) == {**expected, **dict(ADDED)}


def test_the_client_s_key_goes_on_only_where_it_is_meant_for_the_upstream() -> None:
    given = headers_of(authorization="Bearer mine")

    kept, dropped = (request_headers(given, "", VIA, keep_key=keep) for keep in (True, False))

    assert (kept, dropped) == ([*given, *ADDED], ADDED)


def test_an_answer_loses_what_belongs_to_the_upstream_s_connection() -> None:
    given = headers_of(
        content_type="text/event-stream",
        connection="close",
        transfer_encoding="chunked",
        content_length="5",
        set_cookie="__cf_bm=1",
        server="cloudflare",
        date="now",
        access_control_allow_origin="*",
        x_ratelimit_remaining_requests="9",
    )

    handed = answer_headers([(name.title(), value) for name, value in given])

    assert handed == headers_of(content_type="text/event-stream", x_ratelimit_remaining_requests="9")


@pytest.mark.parametrize(("coding", "decoded"), [("gzip", True), ("GZIP, deflate", True), ("br", False), ("", False)])
def test_the_coding_is_named_where_the_body_keeps_it(coding: str, decoded: bool) -> None:
    given = headers_of(content_encoding=coding) if coding else []

    assert is_decoded(given) is decoded
    assert (answer_headers(given) == given) is (not decoded)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        (b"", ""),
        (b"api-version=2024-10-21&a=%20b", "api-version=2024-10-21&a=%20b"),
        (b"tokens_per_second=5&api-version=1", "api-version=1"),
    ],
)
def test_a_query_loses_our_settings_only(query: bytes, sent: str) -> None:
    assert forwarded_query(query) == sent


def test_a_request_that_this_server_passed_on_is_known_again() -> None:
    found = [passed_here(headers_of(via=via), VIA) for via in (f"1.1 proxy, {VIA}", "1.1 mockpanel-2")]

    assert found == [True, False]
