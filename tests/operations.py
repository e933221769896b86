"""What the app says of its own endpoints: the operations of its OpenAPI description."""

from __future__ import annotations

import warnings
from typing import Any

from mockpanel.core.settings import Settings
from mockpanel.server.app import create_app
from mockpanel.server.services import Services

Operation = tuple[str, str]
"""A method and a path."""


def described() -> dict[Operation, dict[str, Any]]:
    """All operations, without the HEAD that comes with a GET."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a test of its own looks at them, and not the collection of all tests
        paths = create_app(Services(Settings())).openapi()["paths"]
    return {
        (method.upper(), path): operation
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method != "head"
    }
