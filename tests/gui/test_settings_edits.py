"""Edits can be undone one by one; a drag is one edit; what is refused is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication

from mockpanel.core.errors import InvalidValue
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import UNSHAPED
from mockpanel.core.store import Store
from mockpanel.gui import settings_edits
from mockpanel.gui.settings_edits import edit_settings
from tests.shape_values import SHAPE_VALUES

EDITS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"tokens_per_second": st.floats(0, 1000)}),
        st.fixed_dictionaries({"time_to_first_token": st.floats(0, 30), "tokens_per_chunk": st.integers(1, 9)}),
    ),
    max_size=8,
)


@given(EDITS)
def test_undoing_all_is_the_start_and_redoing_all_is_the_end(
    qapp: QApplication, edits: list[dict[str, object]]
) -> None:
    store, stack = Store(StreamSettings()), QUndoStack()
    for changes in edits:
        edit_settings(stack, store, changes)
    end = store.snapshot

    while stack.canUndo():
        stack.undo()
    start = store.snapshot
    while stack.canRedo():
        stack.redo()

    assert start == StreamSettings()
    assert store.snapshot == end


def test_a_drag_is_undone_in_one_step(qapp: QApplication) -> None:
    store, stack = Store(StreamSettings()), QUndoStack()

    for rate in (16.0, 17.0, 18.0):
        edit_settings(stack, store, {"tokens_per_second": rate})

    assert stack.count() == 1
    assert stack.undoText() == "Change Speed"
    stack.undo()
    assert store.snapshot.tokens_per_second == 15


def test_edits_that_lie_apart_are_undone_one_by_one(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_edits, "MERGE_S", -1.0)
    store, stack = Store(StreamSettings()), QUndoStack()

    edit_settings(stack, store, {"tokens_per_second": 16.0})
    edit_settings(stack, store, {"tokens_per_second": 17.0})
    stack.undo()

    assert store.snapshot.tokens_per_second == 16


def test_what_is_refused_or_changes_nothing_is_no_edit(qapp: QApplication) -> None:
    store, stack = Store(StreamSettings()), QUndoStack()

    with pytest.raises(InvalidValue):
        edit_settings(stack, store, {"tokens_per_second": -1})
    edit_settings(stack, store, {"tokens_per_second": 15.0})

    assert stack.count() == 0
    assert store.snapshot == StreamSettings()


def test_every_setting_has_an_edit_that_can_be_undone_however_many_there_are(qapp: QApplication) -> None:
    store, stack = Store(StreamSettings()), QUndoStack()
    changes = {name: values[0] for name, values in SHAPE_VALUES.items()}

    for name, value in changes.items():
        edit_settings(stack, store, {name: value})
    edit_settings(stack, store, UNSHAPED)

    assert stack.count() == len(changes) + 1
    assert all(0 <= stack.command(place).id() < 2**31 for place in range(stack.count()))
    stack.undo()
    assert {name: getattr(store.snapshot, name) for name in changes} == changes


def test_a_step_with_a_name_of_its_own_stays_apart_from_the_drag_before_it(qapp: QApplication) -> None:
    store, stack = Store(StreamSettings()), QUndoStack()

    edit_settings(stack, store, {"jitter": 0.3})
    edit_settings(stack, store, {"jitter": 0.4})
    edit_settings(stack, store, {"jitter": 0.0, "burst_pause": 0.0}, "Switch off jitter")
    named = stack.undoText()
    stack.undo()

    assert named == "Switch off jitter"
    assert store.snapshot.jitter == 0.4
