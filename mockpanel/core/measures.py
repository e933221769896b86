"""How a measured quantity is written: with its unit, thin grouping and no false digits."""

from __future__ import annotations

THIN = "\u202f"
"""Narrow and unbreakable: groups digits, and stands before a unit."""

_MS_NS = 1_000_000
_S_NS = 1_000_000_000


def grouped(value: float, decimals: int = 0) -> str:
    """1 234.5, with a true minus sign."""
    text = f"{value:,.{decimals}f}".replace(",", THIN)
    return text.replace("-", "\u2212")


def rate(per_second: float) -> str:
    """Four digits, or more where the number is larger: 5.203, 44.98, 236.1, 1 800."""
    decimals = 3 if per_second < 9.9995 else 2 if per_second < 99.995 else 1 if per_second < 999.95 else 0
    return grouped(per_second, decimals)


def duration(ns: float) -> str:
    """0.52 ms, 22.1 ms, 1 279 ms, 12.3 s."""
    ms = ns / _MS_NS
    if abs(ms) >= 10_000:
        return f"{grouped(ns / _S_NS, 1)}{THIN}s"
    decimals = 2 if abs(ms) < 0.995 else 1 if abs(ms) < 999.95 else 0
    return f"{grouped(ms, decimals)}{THIN}ms"


def long_time(seconds: float) -> str:
    """3.1 s, 12 min, 1.9 h: how long somebody waits."""
    if seconds < 120:
        return f"{seconds:.1f}{THIN}s"
    minutes = seconds / 60
    return f"{minutes:.0f}{THIN}min" if minutes < 120 else f"{grouped(minutes / 60, 1)}{THIN}h"


def difference(ns: float) -> str:
    """A duration with its sign: +0.5 ms."""
    return ("+" if ns >= 0 else "") + duration(ns)
