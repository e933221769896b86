"""What the formats of JSON schemas look like, longer and shorter where they can be. Pure; knows no schema."""

from __future__ import annotations

FORMATS: dict[str, tuple[str, ...]] = {
    "date": ("20{more:02}-01-15",),
    "time": ("09:30:{less:02}{part}Z",),
    "date-time": ("20{more:02}-01-15T09:30:00{part}Z",),
    "duration": ("P{zeros}{turn}D",),
    "email": ("user{turn}{word}@{labels}example.com", "u{turn}@a.co", "{turn}@a.b"),
    "idn-email": ("user{turn}{word}@{labels}example.com", "u{turn}@a.co", "{turn}@a.b"),
    "hostname": ("host{turn}{word}.{labels}example.com", "h{turn}.co", "h{turn}"),
    "idn-hostname": ("host{turn}{word}.{labels}example.com", "h{turn}.co", "h{turn}"),
    "ipv4": ("192.0.2.{less}", "1.1.1.{less}"),
    "ipv6": ("2001:db8::{less}", "::{less}"),
    "uri": ("https://example.com/{turn}{fill}", "https://a.co/{turn}", "a:{turn}"),
    "uri-reference": ("/{turn}{fill}",),
    "iri": ("https://example.com/{turn}{fill}", "https://a.co/{turn}", "a:{turn}"),
    "iri-reference": ("/{turn}{fill}",),
    "uri-template": ("https://example.com/{turn}{fill}", "/{turn}"),
    "uuid": ("3fa85f64-5717-4562-b3fc-{turn:012}",),
    "json-pointer": ("/{turn}{fill}",),
    "relative-json-pointer": ("{turn}{pointer}",),
    "regex": ("^{turn}{fill}$",),
}
"""What each looks like, the usual form first and shorter ones behind it.

`turn` counts from 1, `less` stays below 60 and `more` is a year that begins with 26; the other names stand where a text
may grow, each in its own way.
"""

LONGEST_WORD = 40
"""Characters that a name may grow by; a mailbox may have 64 in all, a host's label 63 (RFC 5321, RFC 1035)."""

LONGEST_LABEL = 50


def formatted(form: str, least: int, most: int, turn: int) -> str:
    """The `turn`-th text of a known format, of `least` to `most` characters as far as the format lets it."""
    usual = _filled(FORMATS[form][0], turn, 0)
    if len(usual) < least:
        return _filled(FORMATS[form][0], turn, least - len(usual))
    texts = (_filled(shape, turn, 0) for shape in FORMATS[form])
    return next((text for text in texts if len(text) <= most), usual)


def _filled(shape: str, turn: int, more: int) -> str:
    word = min(more, LONGEST_WORD)
    word -= more - word == 1  # a label alone has at least a letter and its dot
    return shape.format(
        turn=turn + 1,
        less=turn % 59 + 1,
        more=26 + turn % 70,
        fill="x" * more,
        zeros="0" * more,
        part=".".ljust(max(more, 2), "0") if more else "",
        pointer="/".ljust(more, "x") if more else "",
        word="x" * word,
        labels=_labels(more - word),
    )


def _labels(length: int) -> str:
    """Labels of a host's name, each with its dot."""
    letters = ["x"] * length
    for place in range(length - 1, 0, -LONGEST_LABEL):
        letters[place] = "."
    return "".join(letters)
