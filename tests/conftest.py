"""Fixtures that all tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from mockpanel.server import services
from mockpanel.server.tokenizer import Tokenizer
from tests.pooled_tokenizer import PooledTokenizer, end_idle
from tests.running import RunningServer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("mockpanel", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("mockpanel")


@pytest.fixture(scope="session", autouse=True)
def pooled_tokenizers() -> Iterator[None]:
    """Servers of one run hand their tokenizer's process on; tests of the tokenizer itself have their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "Tokenizer", PooledTokenizer)
        yield
    end_idle()


@pytest.fixture
def own_tokenizers(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what is to be seen of the process itself: each server starts and ends its own."""
    monkeypatch.setattr(services, "Tokenizer", Tokenizer)


@pytest.fixture(scope="session")
def server() -> Iterator[RunningServer]:
    """One server for all tests that leave its defaults as they are: unpaced, first token at once."""
    with RunningServer(tokens_per_second=0, time_to_first_token=0) as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[RunningServer]:
    """A server of the test's own, to change as it likes."""
    with RunningServer(tokens_per_second=0, time_to_first_token=0) as running:
        yield running


def pytest_collection_finish() -> None:
    """What was imported and collected stays: every server that a test starts would look through all of it again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The window's tests come first, while no server of the session runs in another thread."""
    items.sort(key=lambda item: "tests/gui/" not in item.nodeid)
