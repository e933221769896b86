"""Which headers and parameters are passed on, to the upstream API and back to the client. Pure: sends nothing."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from mockpanel.core.settings import STREAM_NAMES

Headers = list[tuple[bytes, bytes]]

HOP_BY_HOP = {
    *(b"connection", b"keep-alive", b"proxy-connection", b"proxy-authenticate", b"proxy-authorization"),
    *(b"proxy-authentication-info", b"te", b"trailer", b"transfer-encoding", b"upgrade"),
}
"""What belongs to one connection (RFC 9110, 7.6.1), with what older proxies sent."""

NOT_SENT = {
    *(b"host", b"content-length", b"accept-encoding", b"expect", b"cookie", b"origin", b"referer", b"via"),
    *(b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"),
}
"""Of the request: what httpx makes anew, and what tells of the client."""

NOT_RETURNED = {
    *(b"content-length", b"set-cookie", b"date", b"server", b"alt-svc", b"strict-transport-security"),
    *(b"x-request-id", b"vary"),
}
"""Of the answer: what this server says itself, and what would bind the client to the upstream's host."""

BEARER = b"authorization"
KEY_HEADERS = (BEARER, b"api-key", b"x-api-key")
DECODED = {b"gzip", b"x-gzip", b"deflate"}
"""The encodings that httpx undoes without further packages."""


def request_headers(headers: Iterable[tuple[bytes, bytes]], key: str, via: str, *, keep_key: bool) -> Headers:
    """The headers to send. The key takes the place of the client's own, which goes on only if it is to be kept."""
    given = list(headers)
    gone = HOP_BY_HOP | NOT_SENT | _named_by_connection(given) | ({*KEY_HEADERS} if key or not keep_key else set())
    kept = [(name, value) for name, value in given if name not in gone and not _is_ours(name)]
    if key:
        used = next((name for name, _ in given if name in KEY_HEADERS), BEARER)
        kept.append((used, b"Bearer %b" % key.encode() if used == BEARER else key.encode()))
    return [*kept, (b"accept-encoding", b"identity"), (b"via", via.encode())]


def answer_headers(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers to hand to the client, names in lower case."""
    given = [(name.lower(), value) for name, value in headers]
    gone = HOP_BY_HOP | NOT_RETURNED | _named_by_connection(given)
    if is_decoded(given):
        gone |= {b"content-encoding"}
    return [(name, value) for name, value in given if name not in gone and not name.startswith(b"access-control-")]


def is_decoded(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the answer's body is encoded in a way that is undone here; any other goes through as it is."""
    codings = [
        coding.strip().lower()
        for name, value in headers
        if name.lower() == b"content-encoding"
        for coding in value.split(b",")
    ]
    return bool(codings) and all(coding in DECODED for coding in codings)


def forwarded_query(query: bytes) -> str:
    """The query string without mockpanel's own settings."""
    text = query.decode("latin-1")
    pairs = parse_qsl(text, keep_blank_values=True)
    if not any(name in STREAM_NAMES for name, _ in pairs):
        return text
    return urlencode([(name, value) for name, value in pairs if name not in STREAM_NAMES])


def passed_here(headers: Iterable[tuple[bytes, bytes]], via: str) -> bool:
    """Whether a request was passed on by this server before."""
    return any(name == b"via" and via.encode() in value for name, value in headers)


def _named_by_connection(headers: Headers) -> set[bytes]:
    """What the Connection header says belongs to the connection too."""
    return {
        word.strip().lower() for name, value in headers if name.lower() == b"connection" for word in value.split(b",")
    }


def _is_ours(name: bytes) -> bool:
    return name.startswith((b"x-mock-", b"sec-"))
