"""Whole stories in the window: edit, drag, stream with the real client, see it logged."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from openai import AsyncOpenAI, RateLimitError
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabBar, QWidget

from mockpanel.core.answer_parts import Section
from mockpanel.core.faults import FaultKind
from mockpanel.core.film_choices import FilmKind
from mockpanel.core.settings import Settings
from mockpanel.gui.audio_line import AudioLine, NoSound
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.sharing.share_actions import Share
from mockpanel.gui.state import load_state
from mockpanel.hosting import ServerHost, ServerState
from mockpanel.runtime import start_services
from tests.gui.stories import ask, play, served_window, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Story = Callable[[MainWindow, ServerHost], Awaitable[None]]


@pytest.fixture
def tell(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Story], None]]:
    """Runs a story in a served window, in the loop that the app uses."""
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: tmp_path / "window.json")

    async def run(story: Story) -> None:
        services = start_services(Settings(port=0, tokens_per_second=200.0, time_to_first_token=0.05))
        async with served_window(services, tmp_path) as (window, host):
            await story(window, host)

    yield lambda story: play(qapp, run(story))
    qapp.setStyleSheet("")


def test_an_edited_text_is_streamed_at_the_edited_rate_and_logged(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.editor.show_text("Typed in the window ✅.\n")
        window.editor.edited.emit(window.editor.text())
        window.feel.edited.emit("tokens_per_second", 100.0)
        store = window.services.store
        await until(lambda: store.snapshot.mock_response != "" and store.snapshot.tokens_per_second == 100)

        text = await ask(host)
        await until(lambda: any(record.outcome.over for record in window.requests.shown_records()))

        assert text == "Typed in the window ✅.\n"
        record = window.requests.shown_records()[0]
        assert record.settings is not None
        assert record.settings.tokens_per_second == 100
        assert record.completion_tokens == record.sent_tokens

    tell(story)


def test_the_preview_plays_through_the_server_and_shows_what_was_measured(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"mock_response": "A preview of some words."})
        await until(lambda: window.editor.text() == "A preview of some words.")

        window.stage.preview.play_asked.emit()
        await until(lambda: any(record.outcome.over for record in window.requests.shown_records()))
        await until(lambda: "→" in window.stage.measured.text() and "200" in window.stage.measured.words)

        await until(lambda: "[DONE]" in window.stage.wire.text())

        assert len(window.services.log) == 1

    tell(story)


def test_a_wrong_value_is_refused_in_its_place_and_the_old_one_stays(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.feel.edited.emit("tokens_per_second", -3.0)

        assert window.services.store.snapshot.tokens_per_second == 200

    tell(story)


def test_the_server_is_stopped_and_moved_while_its_settings_stay(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        first = host.base_url
        window.server_bar.stop_asked.emit()
        await until(lambda: host.state is ServerState.STOPPED)
        window.stage.preview.play_asked.emit()
        window.server_bar.start_asked.emit("127.0.0.1", 0)
        await until(lambda: host.state is ServerState.SERVING)

        assert host.base_url != ""
        assert (await ask(host)) == "ignored"
        assert first.startswith("http://127.0.0.1:")

    tell(story)


def test_a_profile_sets_its_values_and_a_change_is_marked(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.strip.chosen.emit("Reading pace")
        await until(lambda: window.services.store.snapshot.tokens_per_second == 5.2)
        unmarked = window.profile_bar.mark.isHidden()
        window.feel.edited.emit("tokens_per_second", 7.0)
        await until(lambda: not window.profile_bar.mark.isHidden())

        assert unmarked

    tell(story)


def test_what_to_remember_is_told_whole(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        state = window.state()

        assert state.settings["tokens_per_second"] == 200
        assert {"window", "upper", "lower", "whole"} <= state.layout.keys()

    tell(story)


def test_an_edit_is_undone_and_done_again(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        store = window.services.store

        window.feel.edited.emit("tokens_per_second", 42.0)
        window.commands.undo.trigger()
        undone = store.snapshot.tokens_per_second
        window.commands.redo.trigger()

        assert undone == 200
        assert store.snapshot.tokens_per_second == 42

    tell(story)


def test_a_saved_profile_is_chosen_deleted_and_had_back(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.feel.edited.emit("tokens_per_second", 77.0)
        window.profile_bar.save_as_asked.emit("Mine")
        window.profile_bar.delete_asked.emit()
        deleted = [profile.name for profile in window.profiles.own]
        window.notice.action.click()

        assert deleted == []
        assert [profile.name for profile in window.profiles.own] == ["Mine"]
        assert window.profiles.own[0].values["tokens_per_second"] == 77

    tell(story)


def test_a_number_key_chooses_a_profile_of_the_strip(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.activateWindow()
        window.requests.view.setFocus()

        QTest.keyClick(window.requests.view, Qt.Key.Key_1)

        await until(lambda: window.profiles.name == "Reading pace")
        assert window.services.store.snapshot.tokens_per_second == 5.2

    tell(story)


def test_armed_trouble_hits_one_request_and_the_log_says_so(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.trouble.buttons[FaultKind.RATE_LIMIT].click()
        armed = window.trouble.words.text()
        async with AsyncOpenAI(base_url=host.base_url, api_key="test", max_retries=0) as client:
            with pytest.raises(RateLimitError):
                await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
        text = await ask(host)
        await until(lambda: len(window.requests.shown_records()) == 2)

        assert armed == "Armed: 429 with Retry-After 20 s"
        assert not window.trouble.buttons[FaultKind.RATE_LIMIT].isChecked()
        assert text == "ignored"
        assert [record.fault is not None for record in window.services.log] == [True, False]

    tell(story)


def test_a_request_of_the_log_is_sent_again_as_it_was(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        async with AsyncOpenAI(base_url=host.base_url, api_key="test") as client:
            await client.chat.completions.create(
                model="first",
                messages=[{"role": "user", "content": "x"}],
                extra_body={"mock_response": "Its own text."},
            )
        await until(lambda: len(window.requests.shown_records()) == 1)

        window.requests.replay_asked.emit(window.requests.shown_records()[0])
        await until(lambda: len(window.requests.shown_records()) == 2 and not window.stage.player.playing)
        await until(lambda: "Its own text." in window.stage.preview.view.toPlainText())

        first, second = window.services.log
        assert (first.body, second.model, second.stream) == (second.body, "first", False)

    tell(story)


async def play_to_the_end(window: MainWindow, text: str) -> None:
    """Plays a text in the preview, until its request is over."""
    window.services.store.update({"mock_response": text})
    await until(lambda: window.editor.text() == text)
    window.stage.play()
    await until(lambda: window.stage.player.playing)
    await until(lambda: not window.stage.player.playing and all(one.outcome.over for one in window.services.log))


def test_what_was_played_is_gone_through_again_out_of_its_record(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        text = "A preview of some words."
        await play_to_the_end(window, text)
        preview, scrubbing = window.stage.preview, window.scrub_desk.scrubbing

        preview.record.click()
        await until(lambda: scrubbing.record is not None)
        shown = preview.scrub.isVisible()
        scrubbing.go_to(0)
        texts = [preview.view.text()]
        for key in (Qt.Key.Key_F6, Qt.Key.Key_F6, Qt.Key.Key_F6):
            QTest.keyClick(window, key)
            texts.append(preview.view.text())
        QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        texts.append(preview.view.text())
        QTest.keyClick(window, Qt.Key.Key_F5)
        await until(lambda: preview.view.text() == text and preview.scrub.play.text() == "Play")
        QTest.keyClick(window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)

        assert shown
        assert texts == ["", "A", "A preview", "A preview of", "A preview"]
        assert not preview.scrub.isVisible()
        assert preview.view.text() == text
        assert len(window.services.log) == 1

    tell(story)


def test_a_press_on_the_gaps_goes_to_that_moment_and_playing_leaves_the_record(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        await play_to_the_end(window, "One two three.")
        await ask(host)
        await until(lambda: sum(record.outcome.over for record in window.requests.shown_records()) == 2)
        window.requests.view.selectRow(0)
        scrubbing, gaps = window.scrub_desk.scrubbing, window.stage.gaps

        window.request_desk.timing.time_pressed.emit(0.0)
        await until(lambda: scrubbing.record is not None)
        chosen = scrubbing.record
        first = scrubbing.recorded
        assert first is not None
        gaps.time_pressed.emit(float(first.length_ns))
        text = window.stage.preview.view.text()
        place = gaps._position_ns
        window.stage.play()

        assert chosen is window.requests.chosen_record
        assert text == "One two three."
        assert place == first.length_ns
        assert scrubbing.record is None
        await until(lambda: not window.stage.player.playing)
        assert window.stage.preview.view.text() == "One two three."

    tell(story)


def test_a_record_whose_details_were_dropped_says_so(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        await ask(host)
        await until(lambda: any(record.outcome.over for record in window.requests.shown_records()))
        window.services.log._drop_details(next(iter(window.services.log)))
        window.requests.view.selectRow(0)

        window.requests.commands.scrub.trigger()
        window.sharing.request.of[Share.FILM].trigger()

        assert window.notice.sentence.text() == "Error: Request 1 cannot be shared: the log no longer holds its answer."
        assert window.scrub_desk.scrubbing.record is None

    tell(story)


@pytest.mark.parametrize("kind", list(FilmKind))
def test_an_answer_is_saved_as_a_moving_picture(
    tell: Callable[[Story], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: FilmKind
) -> None:
    path = tmp_path / f"answer.{kind}"
    monkeypatch.setattr("mockpanel.gui.sharing.share_desk.ask_where", lambda *asked: asked[-1](path))

    async def story(window: MainWindow, host: ServerHost) -> None:
        await play_to_the_end(window, "A film of some words.")
        dialog = window.sharing.dialog

        window.sharing.preview.of[Share.FILM].trigger()
        await until(dialog.isVisible)
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
        dialog.save.click()
        await until(path.exists)
        await until(lambda: not dialog.isVisible())

        assert window.notice.sentence.text() == f"{path.name} is written, in {tmp_path}."
        with Image.open(path) as film:
            assert film.size == (720, 405)

    tell(story)


def test_the_gaps_are_saved_as_a_picture(
    tell: Callable[[Story], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask_where(_parent: object, _title: str, name: str, chosen: Callable[[Path], object]) -> None:
        asked.append(name)
        chosen(tmp_path / name)

    monkeypatch.setattr("mockpanel.gui.sharing.share_desk.ask_where", ask_where)

    async def story(window: MainWindow, host: ServerHost) -> None:
        window.strip.chosen.emit("Reading pace")
        window.feel.edited.emit("tokens_per_second", 200.0)
        await play_to_the_end(window, "Gaps of words.")

        for kind in (Share.PNG, Share.SVG):
            window.sharing.preview.of[kind].trigger()
            await until((tmp_path / asked[-1]).exists)

        assert asked == ["gaps-reading-pace-1.png", "gaps-reading-pace-1.svg"]

    tell(story)


def test_sound_that_cannot_be_is_refused_and_stays_off(
    tell: Callable[[Story], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_line: AudioLine) -> None:
        raise NoSound("There is no sound here: no device.")

    monkeypatch.setattr(AudioLine, "start", fail)

    async def story(window: MainWindow, host: ServerHost) -> None:
        button = window.stage.preview.sound
        button.switch.trigger()
        await until(lambda: not button.on)

        assert window.notice.sentence.text() == "Error: There is no sound here: no device."
        assert not window.state().preview.sound

    tell(story)


def test_what_is_played_and_gone_through_is_heard(
    tell: Callable[[Story], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[float] = []
    monkeypatch.setattr(AudioLine, "start", lambda _line: None)
    monkeypatch.setattr(AudioLine, "click", lambda _line, at_s: heard.append(at_s))

    async def story(window: MainWindow, host: ServerHost) -> None:
        window.stage.preview.sound.switch.trigger()
        await until(lambda: window.sound.clicker.running)
        await play_to_the_end(window, "One two three four.")
        live = len(heard)
        window.scrub_desk.open_played()
        await until(lambda: len(heard) == 2 * live)

        assert live == 5
        assert window.state().preview.sound

    tell(story)


def test_presenting_leaves_preview_and_profiles_and_brings_all_back(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        before = window.state().layout
        window.commands.present.trigger()
        during = [window.strip, window.stage.preview, window.feel, window.requests, window.server_bar, window.status]
        shown = [widget.isVisible() for widget in during]
        remembered = window.state().layout
        still = window.presenting.on
        window.commands.present.trigger()

        assert still
        assert remembered == before
        assert shown == [True, True, False, False, False, False]
        assert all(widget.isVisible() for widget in (window.feel, window.requests, window.server_bar, window.status))
        assert window.tabs.currentWidget() is window.editor

    tell(story)


def test_an_error_in_the_windows_own_work_is_told_of(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        errors: list[BaseException] = []
        window.task_failed.connect(errors.append)

        async def fail() -> None:
            raise RuntimeError("broken")

        window.run(fail(), "fail")
        await until(lambda: bool(errors))

        assert str(errors[0]) == "broken"

    tell(story)


def test_what_was_typed_survives(tell: Callable[[Story], None], tmp_path: Path) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.editor.replace_text("not saved anywhere ✎")

        await until(lambda: load_state()[0].settings.get("mock_response") == "not saved anywhere ✎")

    tell(story)


def test_cleared_requests_come_back_by_the_notice(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        await ask(host)
        await until(lambda: any(record.outcome.over for record in window.requests.shown_records()))

        window.requests.commands.clear.trigger()
        await until(lambda: not window.requests.shown_records())
        told = window.notice.sentence.text()
        window.notice.action.click()
        await until(lambda: len(window.requests.shown_records()) == 1)

        assert told == "1 request cleared."
        assert len(window.services.log) == 1

    tell(story)


def test_a_speed_that_was_changed_on_the_way_stands_beside_what_was_measured(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"mock_response": "word " * 60, "tokens_per_second": 60.0})
        await until(lambda: window.editor.text().startswith("word"))
        window.stage.play()
        await until(lambda: len(window.services.log) == 1 and next(iter(window.services.log)).ledger.tokens > 5)

        window.feel.edited.emit("tokens_per_second", 600.0)
        await until(lambda: not window.stage.player.playing)
        await until(lambda: next(iter(window.services.log)).outcome.over)
        ledger = next(iter(window.services.log)).ledger
        await until(lambda: window.stage.measured._figures[1] == ledger.tokens_per_second)

        assert window.stage.measured._figures[0] == ledger.planned_tokens_per_second
        assert ledger.planned_tokens_per_second != pytest.approx(60, rel=0.2)

    tell(story)


def letters(window: MainWindow) -> list[str]:
    """Of all that is in sight, the keys that are pressed with Alt."""
    widgets = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    texts = [action.text() for action in window.menuBar().actions()]
    texts += [label.text() for label in widgets if isinstance(label, QLabel) and label.buddy() is not None]
    texts += [button.text() for button in widgets if isinstance(button, QAbstractButton)]
    bars = [bar for bar in widgets if isinstance(bar, QTabBar)]
    texts += [bar.tabText(place) for bar in bars for place in range(bar.count())]
    keys = [QKeySequence.mnemonic(text).toString() for text in texts]
    keys += [key.toString() for action in window.commands.all for key in action.shortcuts()]
    return [key for key in keys if re.fullmatch(r"Alt\+\w", key)]


def test_no_two_things_in_sight_have_one_letter_and_every_tab_bar_has_a_name(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.editor.bar.finish_action.trigger()
        window.editor.pages.add(Section.TOOL_CALL)
        seen = []

        for place in range(window.tabs.count()):
            window.tabs.setCurrentIndex(place)
            found = letters(window)
            seen.append([key for key in found if found.count(key) > 1])

        assert seen == [[]] * window.tabs.count()
        assert window.tabs.tabBar().accessibleName()

    tell(story)


def test_nothing_is_cut_off_sideways_at_the_smallest_size(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.resize(960, 640)
        window.feel.shape.show_open(True, list(window.feel.shape.groups))
        await asyncio.sleep(0.1)

        left = window._left
        content = left.widget()
        assert content is not None
        assert window.width() == 960
        assert left.viewport().width() >= content.minimumSizeHint().width()

    tell(story)
