"""A server for other people's clients, which must look nowhere else for what they need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import mockpanel
from tests.running import RunningServer

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # litellm fetches a list of prices where it is imported
os.environ["TIKTOKEN_CACHE_DIR"] = str(Path(mockpanel.__file__).parent / "resources" / "encodings")


@pytest.fixture(scope="session")
def server() -> Iterator[RunningServer]:
    """One server for all: unpaced, first token at once."""
    with RunningServer(tokens_per_second=0, time_to_first_token=0) as running:
        yield running


@pytest.fixture
def tuned(server: RunningServer) -> Iterator[RunningServer]:
    """The same server for a test that changes its defaults; they are set back afterwards."""
    yield server
    server.update(**server.settings.stream.model_dump())
