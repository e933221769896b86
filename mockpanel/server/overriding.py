"""What a request sets for itself: its own extras, over the profile that its model's name stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockpanel.core.model_names import overrides_of
from mockpanel.core.plan import Override
from mockpanel.server.services import Services
from mockpanel.server.sinks import Scope
from mockpanel.wire.models import CheckModel, check_model
from mockpanel.wire.overrides import collect


async def overrides_for(
    services: Services,
    scope: Scope,
    document: Mapping[str, Any],
    model: str,
    check: CheckModel = check_model,
    *,
    older_spellings: bool = False,
) -> dict[str, Override]:
    """The overrides of one request; raises RequestRefused for no model, InvalidValue for a value of a wrong type."""
    profile = await services.profile_of(model, check)
    own = collect(document, scope["headers"], scope["query_string"], older_spellings=older_spellings)
    return (overrides_of(profile) if profile else {}) | own
