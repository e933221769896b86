"""The live defaults: replaced whole, announced once, never half changed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from mockpanel.core.errors import InvalidValue
from mockpanel.core.settings import Settings, StreamSettings
from mockpanel.core.store import Store

Changes = list[tuple[StreamSettings, frozenset[str]]]


@pytest.fixture
def store() -> Store:
    return Store(StreamSettings())


@pytest.fixture
def changes(store: Store) -> Changes:
    """What the store has announced."""
    seen: Changes = []

    def note(settings: StreamSettings, names: frozenset[str]) -> None:
        seen.append((settings, names))

    store.changed.connect(note)
    return seen


def test_a_change_replaces_the_snapshot_and_names_what_differs(store: Store, changes: Changes) -> None:
    new = store.update({"tokens_per_second": 50, "tokens_per_chunk": 1, "mock_response": "Hi"})

    assert store.snapshot is new
    assert (new.tokens_per_second, new.mock_response) == (50, "Hi")
    assert changes == [(new, frozenset({"tokens_per_second", "mock_response"}))]


def test_a_snapshot_taken_before_stays_as_it_was(store: Store) -> None:
    before = store.snapshot

    store.update({"tokens_per_second": 50})

    assert before.tokens_per_second == 15


def test_a_snapshot_cannot_be_written_to(store: Store) -> None:
    snapshot = store.snapshot

    with pytest.raises(ValidationError, match="frozen"):
        snapshot.tokens_per_second = 50  # type: ignore[misc]

    assert store.snapshot.tokens_per_second == 15


@pytest.mark.parametrize("same", [{}, {"tokens_per_second": 15}, {"tokens_per_second": 15.0, "mock_response": ""}])
def test_a_change_to_the_same_values_is_not_announced(store: Store, changes: Changes, same: dict[str, object]) -> None:
    before = store.snapshot

    after = store.update(same)

    assert after is before
    assert changes == []


def test_one_wrong_value_refuses_the_whole_change(store: Store, changes: Changes) -> None:
    before = store.snapshot

    with pytest.raises(InvalidValue, match=r"^tokens_per_second must be between 0 and 100000, got -3$"):
        store.update({"mock_response": "Hi", "tokens_per_second": -3})

    assert store.snapshot is before
    assert changes == []


def test_an_unknown_name_is_refused(store: Store, changes: Changes) -> None:
    with pytest.raises(InvalidValue, match=r"port.* is not a setting; the settings are mock_response, "):
        store.update({"port": 80})

    assert changes == []


def test_null_for_the_rate_means_unpaced(store: Store) -> None:
    new = store.update({"tokens_per_second": None})

    assert new.tokens_per_second == 0


def test_the_second_change_is_compared_with_the_first(store: Store, changes: Changes) -> None:
    store.update({"tokens_per_second": 50})
    store.update({"tokens_per_second": 50, "time_to_first_token": 1})

    assert [names for _, names in changes] == [{"tokens_per_second"}, {"time_to_first_token"}]


def test_a_listener_that_reads_the_store_sees_the_new_snapshot(store: Store) -> None:
    seen: list[float] = []

    def read(settings: StreamSettings, names: frozenset[str]) -> None:
        seen.append(store.snapshot.tokens_per_second)

    store.changed.connect(read)
    store.update({"tokens_per_second": 50})

    assert seen == [50]


def test_the_settings_of_a_launch_give_the_first_snapshot() -> None:
    launch = Settings(tokens_per_second=7, port=0)

    store = Store(launch.stream)

    assert type(store.snapshot) is StreamSettings
    assert store.snapshot == StreamSettings(tokens_per_second=7)
