"""Azure's way to the same protocols: the deployment in the path is the model, whatever the body says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockpanel.core.plan import Ask
from mockpanel.wire.face import Face, Where

DEPLOYMENT = "deployment"
"""What the part of the path is called that names the deployment."""


def deployed(face: Face) -> Face:
    """The protocol under `/openai/deployments/{deployment}/` (Azure OpenAI REST API reference)."""

    def parse(document: Mapping[str, Any], where: Where) -> Ask:
        return face.parse({**document, "model": where.path[DEPLOYMENT]}, where)

    return replace(face, parse=parse)
