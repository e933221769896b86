"""The settings as a request that brings them along: body, headers, cURL, Python, JavaScript. Pure text.

What a request sets itself no later change of the live defaults moves: that is what a pasted one is for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from mockpanel.core.literals import compact
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.sdks.request import MASK
from mockpanel.core.settings import STREAM_NAMES, StreamSettings, specs
from mockpanel.core.snippets import Snippet, snippet

PATH = "/v1/chat/completions"
QUESTION = {"model": "gpt-4o", "stream": True, "messages": [{"role": "user", "content": "Hello"}]}
"""Any model and question will do; a strict server knows this one."""

PLAIN_IN_HEADERS = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")
"""What a header holds as it is; the server reads the rest percent-encoded."""


class SettingsForm(StrEnum):
    """What the settings can be copied as."""

    BODY = "request body"
    HEADERS = "headers"
    CURL = "cURL"
    PYTHON = "Python"
    JAVASCRIPT = "JavaScript"


_SNIPPETS = {
    SettingsForm.CURL: Snippet.CURL,
    SettingsForm.PYTHON: Snippet.PYTHON,
    SettingsForm.JAVASCRIPT: Snippet.JAVASCRIPT,
}


def setting_values(settings: StreamSettings, *, whole: bool = False) -> dict[str, Any]:
    """The settings by name as JSON has them: those that differ from the defaults, or the whole of them."""
    standard = StreamSettings()
    values = settings.model_dump(mode="json", include=set(STREAM_NAMES))
    differs = {name for name in STREAM_NAMES if getattr(settings, name) != getattr(standard, name)}
    # An empty text in a request is an empty answer, where an empty default is none; an empty list is none as well.
    named = STREAM_NAMES if whole else tuple(name for name in STREAM_NAMES if name in differs)
    return {name: values[name] for name in named if values[name] not in ("", [])}


def settings_snippet(form: SettingsForm, settings: StreamSettings, base_url: str, *, whole: bool = False) -> str:
    """The settings as text to be pasted; a request goes to the server at `base_url` (`http://127.0.0.1:8000/v1`)."""
    values = setting_values(settings, whole=whole)
    match form:
        case SettingsForm.BODY:
            return json.dumps(values, indent=2, ensure_ascii=False)
        case SettingsForm.HEADERS:
            return "\n".join(f"{name}: {value}" for name, value in header_values(values).items())
        case _:
            return snippet(_SNIPPETS[form], _request(values), base_url)


def header_values(values: Mapping[str, Any]) -> dict[str, str]:
    """Settings as request headers, their texts percent-encoded where a header could not carry them."""
    return {spec.header: _header_text(values[spec.name]) for spec in specs(StreamSettings) if spec.name in values}


def _header_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return quote(compact(value), safe=PLAIN_IN_HEADERS)
    text = str(value).removesuffix(".0") if isinstance(value, float) else str(value)
    # At its ends a header loses its spaces.
    return quote(text, safe="" if text != text.strip() else PLAIN_IN_HEADERS)


def _request(values: Mapping[str, Any]) -> RequestRecord:
    record = RequestRecord("", 0, 0.0, "POST", PATH)
    record.headers = (("Content-Type", "application/json"), ("Authorization", f"Bearer {MASK}"))
    record.body = json.dumps({**QUESTION, **values}, indent=2, ensure_ascii=False)
    return record
