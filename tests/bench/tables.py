"""Tables of text: in columns of equal width, or in Markdown. Knows no figure."""

from __future__ import annotations

from dataclasses import dataclass

NONE = "-"
"""What stands where there is nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of text; the first `names` columns are names, the others numbers."""

    headings: list[str]
    rows: list[list[str]]
    names: int


def plain(table: Table) -> str:
    """The table in columns of equal width, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(table.headings, *table.rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if place < table.names else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [table.headings, *table.rows]
    ]
    return "\n".join(lines)


def markdown(table: Table) -> str:
    """The table in Markdown."""
    rule = ["---" if place < table.names else "---:" for place in range(len(table.headings))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [table.headings, rule, *table.rows])
