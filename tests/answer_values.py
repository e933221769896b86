"""Three values of every setting that says what is answered beside the text, none of them the default."""

from __future__ import annotations

from typing import Any

from mockpanel.core.answer_settings import Citation, ToolCall

ANSWER_VALUES: dict[str, tuple[Any, Any, Any]] = {
    "mock_tool_calls": (
        (ToolCall(name="one", arguments={"of": "one"}),),
        (ToolCall(name="two", arguments={"of": "two"}),),
        (ToolCall(name="three", arguments={"of": "three"}),),
    ),
    "mock_refusal": ("one", "two", "three"),
    "mock_citations": (
        (Citation(url="https://example.com/one"),),
        (Citation(url="https://example.com/two"),),
        (Citation(url="https://example.com/three"),),
    ),
    "mock_finish_reason": ("stop", "length", "content_filter"),
}
"""Lists as they are in the settings."""

ANSWER_TEXTS: dict[str, tuple[str, str, str]] = {
    **{name: values for name, values in ANSWER_VALUES.items() if isinstance(values[0], str)},
    "mock_tool_calls": (
        '[{"name": "one", "arguments": {"of": "one"}}]',
        '[{"name": "two", "arguments": {"of": "two"}}]',
        '[{"name": "three", "arguments": {"of": "three"}}]',
    ),
    "mock_citations": (
        '[{"url": "https://example.com/one"}]',
        '[{"url": "https://example.com/two"}]',
        '[{"url": "https://example.com/three"}]',
    ),
}
"""The same as they are written in a flag, a header or the environment."""
