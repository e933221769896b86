"""Linux's timers by the numbers that are passed to the kernel; and the module on machines that have none."""

from __future__ import annotations

import importlib.util
import os
import select
import sys
import time
from types import ModuleType

import pytest

from mockpanel.server import linux_timers
from tests.server.fakes import MS

on_linux = pytest.mark.skipif(not linux_timers.available(), reason="timerfd is Linux's own")


def imported_anew() -> ModuleType:
    """The module, run once more under another name."""
    spec = importlib.util.spec_from_file_location("linux_timers_anew", linux_timers.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@on_linux
def test_a_timer_becomes_readable_at_its_time_and_not_before() -> None:
    timer = linux_timers.Timerfd()
    due_ns = time.monotonic_ns() + 20 * MS

    timer.set(due_ns)
    readable, _, _ = select.select([timer.fd], [], [], 2)
    woke_ns = time.monotonic_ns()
    timer.close()

    assert readable == [timer.fd]
    assert woke_ns >= due_ns


@on_linux
def test_a_timer_that_was_cleared_is_silent_until_it_is_set_again() -> None:
    timer = linux_timers.Timerfd()
    timer.set(1)
    select.select([timer.fd], [], [], 2)

    timer.clear()
    silent, _, _ = select.select([timer.fd], [], [], 0)
    timer.set(1)
    again, _, _ = select.select([timer.fd], [], [], 2)
    timer.close()

    assert silent == []
    assert again == [timer.fd]


@on_linux
def test_clearing_a_timer_that_never_fired_does_not_block() -> None:
    timer = linux_timers.Timerfd()

    timer.clear()
    timer.close()

    assert timer.fd > 0


@on_linux
def test_a_time_before_the_start_of_the_clock_fires_at_once() -> None:
    timer = linux_timers.Timerfd()

    timer.set(-5)
    readable, _, _ = select.select([timer.fd], [], [], 2)
    timer.close()

    assert readable == [timer.fd]


@on_linux
def test_the_descriptor_is_not_inherited_by_child_processes() -> None:
    timer = linux_timers.Timerfd()

    inheritable = os.get_inheritable(timer.fd)
    timer.close()

    assert not inheritable


def test_the_timer_slack_can_be_tightened_on_every_machine() -> None:
    linux_timers.tighten_timer_slack()

    assert linux_timers.available() == sys.platform.startswith("linux")


def test_the_module_can_be_imported_where_the_unix_flags_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for flag in ("O_NONBLOCK", "O_CLOEXEC"):
        monkeypatch.delattr(os, flag, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")

    module = imported_anew()

    assert module.available() is False
