"""All about one capture; what is no business of an example cannot be asked for."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.capture_figures import figures_of, whole_ledger
from mockpanel.core.capture_folder import Kept
from mockpanel.core.captures import Capture
from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.capture_detail import CaptureDetail
from tests.core.replays import timed_capture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

SEA = timed_capture((0.5, "The"), (1.0, " sea"), (1.5, "."), name="Sea")


@pytest.fixture
def detail(qtbot: QtBot) -> CaptureDetail:
    made = CaptureDetail()
    qtbot.addWidget(made)
    return made


def show(detail: CaptureDetail, capture: Capture = SEA, *, built_in: bool = False) -> None:
    detail.show_capture(Kept(capture, built_in))
    ledger = whole_ledger(capture, tokenize(capture.text, "cl100k_base"), tokenize("", "cl100k_base"))
    detail.show_figures(figures_of(capture, ledger), ledger)


def test_name_and_figures_are_shown(detail: CaptureDetail) -> None:
    show(detail)

    assert detail.name.text() == "Sea"
    assert detail.figures.text().startswith("2.000 tokens/s")
    assert ("p50", "500.0\u202fms") in detail.strip.figures()


def test_it_says_what_replaying_does_before_anything_was_replayed(detail: CaptureDetail) -> None:
    assert detail.replay.toolTip().startswith("Play its rhythm")


def test_another_one_begins_without_figures(detail: CaptureDetail) -> None:
    show(detail)
    detail.show_fitting()
    detail.show_capture(Kept(SEA.named("Ocean"), False))

    assert detail.figures.text() == ""
    assert detail.pages.currentWidget() is detail.strip


def test_the_same_one_shown_again_leaves_a_fit_in_sight(detail: CaptureDetail) -> None:
    show(detail)
    detail.show_fitting()
    show(detail)

    assert detail.pages.currentWidget() is detail.fit


@pytest.mark.parametrize("built_in", [True, False])
def test_an_example_can_be_neither_renamed_nor_deleted(detail: CaptureDetail, built_in: bool) -> None:
    show(detail, built_in=built_in)

    possible = {name for name, action in detail.actions_of.items() if action.isEnabled()}
    assert possible == {"duplicate", "copy", "export"} | (set() if built_in else {"rename", "delete"})


def test_of_none_nothing_can_be_asked(detail: CaptureDetail) -> None:
    detail.show_capture(None)

    assert not any(action.isEnabled() for action in detail.actions_of.values())
    assert not detail.replay.isEnabled()


def test_one_button_replays_it_and_stops_that(qtbot: QtBot, detail: CaptureDetail) -> None:
    show(detail)
    detail.show_replayed(False)
    with qtbot.waitSignal(detail.replay_asked) as on:
        detail.replay.click()
    detail.show_replayed(True)

    with qtbot.waitSignal(detail.replay_asked) as off:
        detail.replay.click()

    assert (on.args, off.args) == ([True], [False])


def test_a_new_name_is_asked_for_in_place(qtbot: QtBot, detail: CaptureDetail) -> None:
    show(detail)
    detail.show_colours(DARK)
    detail.actions_of["rename"].trigger()
    detail.popup.line.setText("Ocean")

    with qtbot.waitSignal(detail.rename_asked) as told:
        detail.popup.done.click()

    assert told.args == ["Ocean"]


def test_notes_and_origin_make_way_for_a_fit(detail: CaptureDetail) -> None:
    show(detail, Capture("Sea", SEA.arrivals, "gpt-4o", "api.example.org", "", "Broken off."))
    told = detail.origin.text(), detail.notes.isHidden()
    detail.show_fitting()

    assert told == ("gpt-4o · api.example.org", False)
    assert detail.notes.isHidden()
