"""The API that requests are passed on to in record mode: its address, its key, and how it is asked. Saves nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from psygnal import Signal
from pydantic import SecretStr

from mockpanel.core.base_urls import checked_base_url, cleartext_warning, host_of, origin_of
from mockpanel.core.captures import Arrival
from mockpanel.core.errors import RequestRefused
from mockpanel.core.fields import header_text
from mockpanel.server.certificates import trusted
from mockpanel.server.masking import MASK, mask_across, mask_values
from mockpanel.wire.identifiers import new_id

if TYPE_CHECKING:
    import httpx

    from mockpanel.server.forwarding import Headers

CONNECT_S = 10.0
SILENCE_S = 600.0
"""How long it may say nothing; a reasoning model thinks for minutes."""

TIMEOUTS = {"connect": CONNECT_S, "read": SILENCE_S, "write": SILENCE_S, "pool": CONNECT_S}

CODE = "capture_failed"


class Upstream:
    """Off without a base URL. The key is in memory only: nothing shows it."""

    changed = Signal()
    """Emitted when another API is pointed at, or none."""

    def __init__(self, base_url: str = "", key: SecretStr | None = None) -> None:
        self.base_url = base_url
        self.name = f"1.1 {new_id('mockpanel-')}"
        """How this server calls itself in Via (RFC 9110, 7.6.3), by which it knows what it passed on itself."""
        self._key = key or SecretStr("")
        self._client: httpx.AsyncClient | None = None

    @property
    def on(self) -> bool:
        """Whether requests are passed on."""
        return bool(self.base_url)

    @property
    def host(self) -> str:
        """The host, with its port where the URL has one."""
        return host_of(self.base_url)

    @property
    def has_key(self) -> bool:
        """Whether there is a key of its own."""
        return bool(self.key)

    @property
    def key(self) -> str:
        """The key itself, for the request's header alone."""
        return self._key.get_secret_value()

    @property
    def warning(self) -> str:
        """What the user should know of the way there; empty where nothing."""
        return cleartext_warning(self.base_url)

    def point(self, base_url: str, key: str | None = None) -> None:
        """Passes requests on to another API; raises InvalidValue and changes nothing.

        Without a key the one before stays, if the API is on the same server: a key goes to nobody else.
        """
        url = checked_base_url("capture_from", base_url)
        if key is not None:
            self._key = SecretStr(header_text("capture_api_key", key))
        elif origin_of(url) != origin_of(self.base_url):
            self._key = SecretStr("")
        self.base_url = url
        self.changed.emit()

    def switch_off(self) -> None:
        """Passes nothing on any more, and forgets the key."""
        self.base_url, self._key = "", SecretStr("")
        self.changed.emit()

    def without_key(self, data: bytes) -> bytes:
        """What came from there, with the key masked, should it be in it."""
        return data.replace(self.key.encode(), MASK.encode()) if self.has_key else data

    def without_secrets(self, text: str) -> str:
        """A sentence or a name that came from there, without the key or what looks like one."""
        return mask_values(self.without_key(text.encode()).decode())

    def without_key_across(self, arrivals: Sequence[Arrival]) -> tuple[Arrival, ...]:
        """Chunks that came from there, with the key masked, should it be in one of them or reach over several."""
        texts = [""] * len(arrivals)
        for reasoning in (False, True):
            places = [place for place, each in enumerate(arrivals) if each.reasoning is reasoning]
            for place, text in zip(places, mask_across([arrivals[at].text for at in places], self.key), strict=True):
                texts[place] = text
        return tuple(replace(each, text=text) for each, text in zip(arrivals, texts, strict=True))

    async def ask(self, path: str, query: str, headers: Headers, body: bytes) -> tuple[httpx.Response, int]:
        """The answer to a POST, its body still to be read and to be closed, and when the request went out.

        The time is that of time.monotonic_ns, behind what it takes to connect. Raises RequestRefused (502 or 504).
        """
        client = await self._opened()
        import httpx

        parts, departure = urlsplit(self.base_url + path), _Departure()
        extensions = {"timeout": TIMEOUTS, "trace": departure.note}
        url = parts._replace(query=query).geturl()
        try:
            request = httpx.Request("POST", url, headers=headers, content=body, extensions=extensions)
            return await client.send(request, stream=True), departure.at_ns
        except httpx.TimeoutException:
            raise RequestRefused(f"{parts.netloc} did not answer in time.", status=504, code=CODE) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RequestRefused(self.told(error, "cannot be reached"), status=502, code=CODE) from None

    def told(self, error: Exception, what: str) -> str:
        """What went wrong on the way, as a sentence without the key."""
        reason = self.without_secrets(str(error)).rstrip(".")
        return f"{self.host} {what}: {reason or type(error).__name__}."

    async def close(self) -> None:
        """Closes what connections are kept."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def prepare(self) -> None:
        """Makes the first request as quick as the rest."""
        await self._opened()

    async def _opened(self) -> httpx.AsyncClient:
        """The client, made at the first request: in a thread, since httpx and its certificates take 0.1 s to load."""
        if self._client is None:
            made = await asyncio.to_thread(_make_client)
            if self._client is None:
                self._client = made
        return self._client


class _Departure:
    """When a request's head goes out: httpcore says so to what stands under `trace` in the extensions."""

    def __init__(self) -> None:
        self.at_ns = time.monotonic_ns()

    async def note(self, event: str, _info: object) -> None:
        if event.endswith(".send_request_headers.started"):
            self.at_ns = time.monotonic_ns()


def _make_client() -> httpx.AsyncClient:
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
    return httpx.AsyncClient(verify=trusted(), trust_env=False, follow_redirects=False, limits=limits)
