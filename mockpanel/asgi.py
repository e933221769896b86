"""The app for an ASGI server of your own: `uvicorn mockpanel.asgi:app`. Settings come from the environment."""

from __future__ import annotations

import os

from mockpanel.launch import settle
from mockpanel.server.app import create_app
from mockpanel.server.services import Services

app = create_app(Services(settle({}, os.environ)))
