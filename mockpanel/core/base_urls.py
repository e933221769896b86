"""The address of an upstream API: what it may be, its host, what to warn of. Plain functions that look nothing up."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from mockpanel.core.errors import InvalidValue
from mockpanel.core.fields import whole_characters
from mockpanel.core.sentences import show

LONGEST_URL = 2000
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


def checked_base_url(field: str, text: str) -> str:
    """The base URL without a slash at its end; raises InvalidValue. It holds no credentials, query or fragment."""
    text = whole_characters(field, text).strip()
    parts = _split(text)
    if parts is not None and "@" in parts.netloc:  # not shown: it may be a password
        raise InvalidValue(field, f"{field} must hold no user name or password; give the key on its own")
    wrong = parts is None or not parts.hostname or parts.query or parts.fragment
    if wrong or len(text) > LONGEST_URL or _UNSAFE.search(text):
        raise InvalidValue(
            field,
            f"{field} must be a base URL such as https://api.openai.com/v1, of up to {LONGEST_URL} characters, "
            f"got {show(text)}",
        )
    return text.rstrip("/")


def host_of(url: str) -> str:
    """Host and port of a checked base URL."""
    return urlsplit(url).netloc


def origin_of(url: str) -> tuple[str, str]:
    """What two URLs share that lead to the same server."""
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()


def cleartext_warning(url: str) -> str:
    """A sentence where texts and key would cross a network unencrypted; empty where they do not."""
    parts = urlsplit(url)
    if not url or parts.scheme.lower() == "https" or _is_this_machine(parts.hostname or ""):
        return ""
    return f"http to {parts.netloc} is not encrypted: the key and all texts can be read on the way; use https."


def _split(text: str) -> SplitResult | None:
    """The parts of an http or https URL whose port is one; None for anything else."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme.lower() in ("http", "https") else None


def _is_this_machine(name: str) -> bool:
    if name.lower() == "localhost" or name.lower().endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
