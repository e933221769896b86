"""What the clients are told, and what they must tell."""

from __future__ import annotations

from typing import Any

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字.\r\nDone."
THOUGHTS = "They greet me 👩‍🚀."
ASKED = "Say it."
CITY = "Köln"
CALLS: list[dict[str, Any]] = [{"name": "weather", "arguments": {"city": CITY}}]
TOO_SLOW = {"tokens_per_second": -3}
TOO_SLOW_SENTENCE = "tokens_per_second must be between 0 and 100000"


def weather(city: str) -> str:
    """Tells the weather of a city."""
    return f"Sunny in {city}."
