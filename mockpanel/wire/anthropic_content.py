"""Conversations of the Anthropic Messages API: what of messages, system and tools counts, and what may be echoed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from mockpanel.core.errors import InvalidValue
from mockpanel.core.literals import compact
from mockpanel.core.plan import Prompt
from mockpanel.core.sentences import show

Content = str | list[dict[str, Any]]

TOKENS_PER_MESSAGE = 3
TOKENS_PER_REPLY = 3
"""What the format adds to the texts' own tokens. The service does not tell; this comes near what it counts."""

TOKENS_PER_IMAGE = 1568
"""The most that the service counts for one image (Claude docs, vision)."""

TOKENS_PER_FILE = 1500
"""For a document that is not plain text: about one page (Claude docs, PDF support)."""


class Message(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="allow", strict=True)

    role: Literal["user", "assistant", "system"]
    content: Content


class Conversation:
    """Collects what counts of a request. A block that is not as the API has it raises InvalidValue with its place."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._overhead = TOKENS_PER_REPLY
        self._echo = ""

    @property
    def prompt(self) -> Prompt:
        """All of it, with the text of the last user message that has one."""
        return Prompt(tuple(self._texts), self._echo, self._overhead)

    def add_message(self, message: Message, place: str) -> None:
        """Counts a message with its role."""
        self._overhead += TOKENS_PER_MESSAGE
        self._texts.append(message.role)
        self.add_content(message.content, place)
        said = _said(message.content)
        if said and (message.role == "user" or not self._echo):
            self._echo = said

    def add_content(self, content: Any, place: str) -> None:
        """Counts a text, or a list of content blocks."""
        if isinstance(content, str):
            self._texts.append(content)
            return
        if not isinstance(content, list):
            raise InvalidValue(place, f"{place} must be a string or a list of blocks, got {show(content)}")
        for number, block in enumerate(content):
            self._add_block(block, f"{place}[{number}]")

    def add_system(self, system: Content) -> None:
        """Counts the system prompt, which is a message of its own."""
        self._overhead += TOKENS_PER_MESSAGE
        self.add_content(system, "system")

    def add_tools(self, tools: list[dict[str, Any]]) -> None:
        """Counts the tools as they are written."""
        self._texts.append(compact(tools))

    def _add_block(self, block: Any, place: str) -> None:
        kind = block.get("type") if isinstance(block, Mapping) else None
        if not isinstance(kind, str):
            raise InvalidValue(f"{place}.type", f"{place}.type must be a string, got {show(kind)}")
        match kind:
            case "text" | "thinking":
                self._texts.append(_text(block, kind, place))
            case "tool_use" | "server_tool_use":
                self._texts += (_text(block, "name", place), compact(block.get("input") or {}))
            case "tool_result" | "search_result":
                self.add_content(block.get("content") or "", f"{place}.content")
            case "image":
                self._overhead += TOKENS_PER_IMAGE
            case "document":
                self._add_document(block, place)
            case _:
                return  # what the service's own tools left behind, or what is newer than this list: welcome

    def _add_document(self, block: Mapping[str, Any], place: str) -> None:
        self._texts += (text for name in ("title", "context") if isinstance(text := block.get(name), str))
        source = block.get("source")
        if not isinstance(source, Mapping):
            raise InvalidValue(f"{place}.source", f"{place}.source must be an object, got {show(source)}")
        match source.get("type"):
            case "text":
                self._texts.append(_text(source, "data", f"{place}.source"))
            case "content":
                self.add_content(source.get("content"), f"{place}.source.content")
            case _:
                self._overhead += TOKENS_PER_FILE


def _text(block: Mapping[str, Any], name: str, place: str) -> str:
    text = block.get(name)
    if not isinstance(text, str):
        raise InvalidValue(f"{place}.{name}", f"{place}.{name} must be a string, got {show(text)}")
    return text


def _said(content: Content) -> str:
    """The text of a message without what tools returned, documents and thoughts."""
    if isinstance(content, str):
        return content
    return "".join(block["text"] for block in content if block["type"] == "text")
