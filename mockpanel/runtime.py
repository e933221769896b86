"""Builds what a front end needs, in the order that starts fastest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.settings import Settings
from mockpanel.server.services import Services

if TYPE_CHECKING:
    from mockpanel.server.lifecycle import MockServer


def start_services(settings: Settings, profiles: ProfileFolder | None = None) -> Services:
    """Services whose tokenizer already loads, in its own process, while the caller goes on importing.

    `profiles` are the user's own, where they are not in the usual folder.
    """
    services = Services(settings, profiles)
    services.prepare()
    return services


def build_server(services: Services, on_ready: Callable[[], None], *, owns_services: bool = True) -> MockServer:
    """The server over some services; `on_ready` is called once it serves. Imports FastAPI, which takes 0.3 s."""
    from mockpanel.server.app import create_app
    from mockpanel.server.lifecycle import MockServer

    return MockServer(create_app(services, owns_services=owns_services), on_ready)
