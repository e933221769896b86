"""Who may use the control API: programs on this machine, and pages that this server itself delivered.

A page on the internet can reach 127.0.0.1 through its visitor's browser, and can give its own name that address (DNS
rebinding). So the peer must be this machine, the Host header must name it, and an Origin must be the server's own.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from mockpanel.core.errors import RequestRefused
from mockpanel.server.sinks import Scope

_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"}


def check_local(scope: Scope) -> None:
    """Raises RequestRefused (403) for anything that may not come from this machine's own user."""
    client = scope.get("client")
    if client is None or not _is_loopback(client[0]):
        raise _refusal("The control API answers this machine only.")
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if _FORWARDED & headers.keys():
        raise _refusal("The control API answers no request that a proxy passed on.")
    host = headers.get(b"host", "")
    if not _names_this_machine(host):
        raise _refusal("The control API answers under localhost, 127.0.0.1 or [::1] only; check the Host header.")
    origin = headers.get(b"origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        raise _refusal("The control API answers no page of another origin.")
    if headers.get(b"sec-fetch-site", "none") not in ("none", "same-origin"):
        raise _refusal("The control API answers no page of another site.")


def _names_this_machine(host: str) -> bool:
    found = _HOST.fullmatch(host)
    return found is not None and (found["name"].lower() == "localhost" or _is_loopback(found["name"].strip("[]")))


def _is_loopback(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def _refusal(sentence: str) -> RequestRefused:
    return RequestRefused(sentence, status=403, code="control_api_forbidden")
