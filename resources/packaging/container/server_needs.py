"""Prints the dependencies in a pyproject.toml without the window's, a line each. Standard library only."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

WINDOW = ("pyside6", "qasync", "qtawesome")
"""What only the window needs; Qt alone would be two thirds of the image."""


def server_needs(pyproject: str) -> list[str]:
    """What the server needs."""
    needs: list[str] = tomllib.loads(pyproject)["project"]["dependencies"]
    return [need for need in needs if not need.lower().startswith(WINDOW)]


if __name__ == "__main__":
    sys.stdout.write("\n".join(server_needs(Path(sys.argv[1]).read_text(encoding="utf-8"))) + "\n")
