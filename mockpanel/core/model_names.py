"""Which profile a model's name means, and what it then sets for a request. Looks at no folder."""

from __future__ import annotations

from collections.abc import Mapping

from mockpanel.core.plan import Override, Source
from mockpanel.core.profile_names import key
from mockpanel.core.profiles import Profile, values_of


def by_any_name(profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """Profiles by the key of each name that a request may call them: their own, then their file's."""
    found = {key(profile.name): profile for profile in profiles.values()}
    for stem, profile in profiles.items():
        found.setdefault(key(stem), profile)
    return found


def overrides_of(profile: Profile) -> dict[str, Override]:
    """What a request of that model sets; whatever else it brings along beats it."""
    return {name: Override(Source.MODEL, value) for name, value in values_of(profile).items()}
