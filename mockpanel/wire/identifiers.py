"""Makes the identifiers of answers, requests and calls. Knows no protocol: the prefix is the caller's."""

from __future__ import annotations

import random


def new_id(prefix: str) -> str:
    """An identifier as the service makes them: a prefix and 32 letters or digits."""
    return f"{prefix}{random.getrandbits(128):032x}"
