"""Which members of an object may stand together, where a schema does not allow all of them at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any

from mockpanel.core.schema_checks import Checker
from mockpanel.core.schema_members import needed_names, with_partners
from mockpanel.core.schema_reading import Schema

MOST_MEMBERS = 200
"""A larger object is left as it is."""

Allows = Callable[[dict[str, Any]], bool]
Group = Sequence[str]
"""Names that come and go together."""


def with_fewer(words: Schema, tried: list[Any], checker: Checker) -> dict[str, Any] | None:
    """The first of some objects that its schema's words allow with fewer of the members that need not be there."""
    needed = needed_names(words)
    for made in tried:
        names = [name for name in made if name not in needed] if isinstance(made, dict) else []
        groups = [[name for name in with_partners(words, [first]) if name not in needed] for first in names]
        found = pruned(made, groups, partial(checker.allows, words, unsure=False)) if groups else None
        if found is not None:
            return found
    return None


def pruned(made: dict[str, Any], groups: Sequence[Group], allows: Allows) -> dict[str, Any] | None:
    """The object with as many of some groups of members as is allowed; None where no such object is found.

    What is in no group stays. Left out is as little as may be, from the last on.
    """
    if len(made) > MOST_MEMBERS:
        return None
    spare = {name for group in groups for name in group}
    needed = made.keys() - spare
    for first in _beginnings(groups):
        kept = needed.union(*first)
        if allows(_only(made, kept)):
            return _only(made, _grown(made, kept, [group for group in groups if group not in first], allows))
    return None


def _beginnings(groups: Sequence[Group]) -> Iterator[Sequence[Group]]:
    """None of the groups, each one alone, all but one."""
    yield ()
    yield from ([group] for group in groups)
    for place in reversed(range(len(groups))):
        yield [*groups[:place], *groups[place + 1 :]]


def _grown(made: dict[str, Any], kept: set[str], groups: Sequence[Group], allows: Allows) -> set[str]:
    """The names that are kept, and those of the groups that are allowed beside them; halves are tried as a whole."""
    more = kept.union(*groups)
    if not groups or allows(_only(made, more)):
        return more
    if len(groups) == 1:
        return kept
    middle = len(groups) // 2
    return _grown(made, _grown(made, kept, groups[:middle], allows), groups[middle:], allows)


def _only(made: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if name in names}
