"""What all tests of the window need."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="package")
def garbage_is_collected_in_qts_thread_only() -> Iterator[None]:
    """Objects of Qt must go in the thread that made them, and a test's server allocates in a thread of its own."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture(autouse=True, scope="module")
def no_widget_outlives_its_file() -> Iterator[None]:
    """Each one that is left would be dressed again with every window that is shown."""
    yield
    gc.collect()
