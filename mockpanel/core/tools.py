"""The tools that a request offers, and how it wants them used. Knows no protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ToolChoice(StrEnum):
    """Whether the answer may call tools."""

    AUTO = "auto"
    NONE = "none"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name and the JSON schema of its arguments."""

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What a request says of tools. Where one is `forced` by name, it is that one; `answered` after a tool's result."""

    tools: tuple[Tool, ...] = ()
    choice: ToolChoice = ToolChoice.AUTO
    forced: str = ""
    parallel: bool = True
    answered: bool = False

    def find(self, name: str) -> Tool | None:
        """The tool of a name."""
        return next((tool for tool in self.tools if tool.name == name), None)

    def wants(self, name: str) -> bool:
        """Whether the tool of a name is offered, and no other one is forced."""
        return self.find(name) is not None and self.forced in ("", name)

    @property
    def demanded(self) -> Tool | None:
        """The tool that the answer must call: the forced one, or where any is required the first."""
        if self.forced:
            return self.find(self.forced) or Tool(self.forced)
        return self.tools[0] if self.choice is ToolChoice.REQUIRED and self.tools else None


NO_TOOLS = Toolbox()
"""What a request without tools says of them."""
