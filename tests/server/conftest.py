"""Clients of the shared server."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from openai import OpenAI

from tests.running import RunningServer


@pytest.fixture
def client(server: RunningServer) -> Iterator[OpenAI]:
    """The official client, which does not try again."""
    with OpenAI(base_url=server.base_url, api_key="test", max_retries=0) as made:
        yield made


@pytest.fixture
def http(server: RunningServer) -> Iterator[httpx.Client]:
    """A plain HTTP client of the whole server."""
    with httpx.Client(base_url=server.root_url, trust_env=False) as made:
        yield made


@pytest.fixture(scope="module")
def locked() -> Iterator[httpx.Client]:
    """A plain HTTP client of a server with the key s3cret."""
    with (
        RunningServer(api_key="s3cret", tokens_per_second=0, time_to_first_token=0) as running,
        httpx.Client(base_url=running.root_url, trust_env=False) as made,
    ):
        yield made
