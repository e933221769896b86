"""The bridge hands on what happened, at most once a frame."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.settings import StreamSettings
from mockpanel.core.store import Store
from mockpanel.gui.bridge import LIST_MS, Bridge
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.theme import FRAME_MS


def arrived(log: RequestLog, name: str) -> RequestRecord:
    return log.arrived(name, at=0, method="POST", path="/v1/chat/completions")


def test_many_events_make_one_batch_in_the_order_of_arrival(qtbot: QtBot) -> None:
    log = RequestLog()
    bridge = Bridge(Store(StreamSettings()), log, FrameClock(lambda: None))
    batches: list[list[RequestRecord]] = []
    bridge.requests_changed.connect(batches.append)

    with qtbot.waitSignal(bridge.requests_changed):
        records = [arrived(log, f"req_{number}") for number in range(50)]
        for record in reversed(records):
            log.ended(record, Outcome.COMPLETED, status=200)

    assert batches == [records]
    bridge.close()


def test_a_running_request_is_told_of_again_until_it_is_over(qtbot: QtBot) -> None:
    log = RequestLog()
    bridge = Bridge(Store(StreamSettings()), log, FrameClock(lambda: None))
    batches: list[list[RequestRecord]] = []
    bridge.requests_changed.connect(batches.append)

    record = arrived(log, "req_1")
    qtbot.waitUntil(lambda: len(batches) >= 3)
    log.ended(record, Outcome.COMPLETED, status=200)
    qtbot.waitUntil(lambda: bool(batches) and batches[-1] == [record] and not bridge._clock._timer.isActive())

    assert all(batch == [record] for batch in batches)
    bridge.close()


def test_what_ended_just_before_the_log_was_cleared_is_not_told_of(qtbot: QtBot) -> None:
    log = RequestLog()
    bridge = Bridge(Store(StreamSettings()), log, FrameClock(lambda: None))
    batches: list[list[RequestRecord]] = []
    bridge.requests_changed.connect(batches.append)
    record = arrived(log, "req_1")
    qtbot.waitUntil(lambda: bool(batches))
    batches.clear()

    log.ended(record, Outcome.COMPLETED, status=200)
    with qtbot.waitSignal(bridge.requests_cleared):
        log.clear()

    assert batches == []
    bridge.close()


@pytest.mark.parametrize("frame_ms", [FRAME_MS, 2 * LIST_MS])
def test_all_is_told_and_then_the_clock_rests(qtbot: QtBot, frame_ms: int) -> None:
    log, clock = RequestLog(), FrameClock(lambda: None)
    clock.show_frame(frame_ms)
    bridge = Bridge(Store(StreamSettings()), log, clock)
    changed: list[list[RequestRecord]] = []
    listed: list[list[RequestRecord]] = []
    bridge.requests_changed.connect(changed.append)
    bridge.requests_listed.connect(listed.append)

    record = arrived(log, "req_1")
    log.ended(record, Outcome.COMPLETED, status=200)
    qtbot.waitUntil(lambda: bool(changed) and bool(listed))
    qtbot.waitUntil(lambda: not clock._timer.isActive() and not bridge._listing.isActive())

    assert changed[-1] == listed[-1] == [record]
    bridge.close()


def test_changes_of_settings_come_together(qtbot: QtBot) -> None:
    store = Store(StreamSettings())
    bridge = Bridge(store, RequestLog(), FrameClock(lambda: None))

    with qtbot.waitSignal(bridge.settings_changed) as caught:
        store.update({"tokens_per_second": 1})
        store.update({"tokens_per_chunk": 2})

    assert caught.args == [store.snapshot, frozenset({"tokens_per_second", "tokens_per_chunk"})]
    bridge.close()


def test_a_closed_bridge_hears_nothing(qtbot: QtBot) -> None:
    log = RequestLog()
    bridge = Bridge(Store(StreamSettings()), log, FrameClock(lambda: None))
    bridge.close()

    arrived(log, "req_1")

    assert not bridge._clock._timer.isActive()
