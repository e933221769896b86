"""Whole stories of captures in the window: dropped, replayed to the real client, fitted, kept, taken from an API."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from openai import AsyncOpenAI
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.settings import Settings
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.state import load_state
from mockpanel.gui.widgets.capture_row import CaptureRow
from mockpanel.hosting import ServerHost
from mockpanel.runtime import start_services
from tests.core.replays import timed_capture
from tests.gui.stories import play, served_window, until
from tests.running import RunningServer
from tests.server.upstreams import FakeUpstream

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

Story = Callable[[MainWindow, ServerHost], Awaitable[None]]

SEA = timed_capture((0.1, "The"), (0.15, " sea"), (0.3, " is"), (0.31, " wide"), (0.36, "."), name="Sea")
KEY = "sk-a-secret-of-its-own"


@pytest.fixture
def tell(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Story], None]]:
    """Runs a story in a served window whose captures are in sight, in the loop that the app uses."""
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: tmp_path / "window.json")

    async def run(story: Story) -> None:
        services = start_services(Settings(port=0, tokens_per_second=200.0, time_to_first_token=0.01))
        services.captures = CaptureFolder(tmp_path / "captures")
        services.captures.save(SEA)
        async with served_window(services, tmp_path) as (window, host):
            window.tabs.setCurrentWidget(window.life.pane)
            await until(lambda: window.life.pane.detail.figures.text() != "")
            await story(window, host)

    yield lambda story: play(qapp, run(story))
    qapp.setStyleSheet("")


async def ask(host: ServerHost, key: str = "test") -> list[tuple[float, str]]:
    """What the real client gets, with the seconds since it asked."""
    async with AsyncOpenAI(base_url=host.base_url, api_key=key) as client:
        asked = time.monotonic()
        stream = await client.chat.completions.create(
            model="mock-gpt4", messages=[{"role": "user", "content": "ignored"}], stream=True
        )
        pieces = [(time.monotonic() - asked, chunk.choices[0].delta.content or "") async for chunk in stream]
    return [piece for piece in pieces if piece[1]]


def drop(window: MainWindow, path: Path) -> None:
    """Drops a file onto the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(QPoint(5, 5)), copy, data, button, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def names(window: MainWindow) -> list[str]:
    return [line.name for line in window.life.pane.list.lines.lines]


def test_a_dropped_dump_is_told_of_listed_and_undone(tell: Callable[[Story], None], tmp_path: Path) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        events = [(0.4, "Salt"), (0.9, " water")]
        lines = [
            f"{at} data: {json.dumps({'choices': [{'index': 0, 'delta': {'content': text}}]})}" for at, text in events
        ]
        path = tmp_path / "water.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        window.tabs.setCurrentWidget(window.editor)

        drop(window, path)
        await until(lambda: "water" in names(window))
        await until(window.notice.isVisible)
        told, chosen, tab = window.notice.sentence.text(), window.life.pane.list.name, window.tabs.currentWidget()
        window.notice.action.click()
        await until(lambda: "water" not in names(window))
        window.commands.redo.trigger()
        await until(lambda: "water" in names(window))

        assert told == ("water.txt is server-sent events with times: 2 chunks in 0.9\u202fs, kept as “water”.")
        assert chosen == "water"
        assert tab is window.life.pane
        assert window.services.captures.find("water").text == "Salt water"

    tell(story)


def test_a_dropped_file_that_is_no_capture_is_refused_in_a_sentence(
    tell: Callable[[Story], None], tmp_path: Path
) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        path = tmp_path / "broken.jsonl"
        path.write_text('{"mockpanel_capture": 1}\n{"seconds": -1, "text": "x"}\n', encoding="utf-8")

        drop(window, path)
        await until(window.notice.isVisible)

        sentence = window.notice.sentence.text()
        assert sentence.startswith("Error: broken.jsonl is no capture: line 2: seconds must be a number between 0")
        assert "broken" not in names(window)

    tell(story)


def test_a_capture_is_replayed_to_the_real_client_in_its_own_time_and_switched_off(
    tell: Callable[[Story], None],
) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        life, store = window.life, window.services.store
        life.pane.list.choose("Sea")

        life.pane.detail.replay.click()
        tab = window.tabs.currentWidget()
        await until(lambda: window.stage.preview.standing().text == SEA.text)
        came = await ask(host)
        window.tabs.setCurrentWidget(life.pane)
        await until(lambda: life.pane.detail.replay.text() == "Stop replaying")
        marks = [line.mark for line in life.pane.list.lines.lines if line.name == "Sea"]
        life.pane.detail.replay.click()

        assert tab is window.stage.preview
        assert [text for _, text in came] == [each.text for each in SEA.arrivals]
        gaps = [later[0] - sooner[0] for sooner, later in pairwise(came)]
        wanted = [later.seconds - sooner.seconds for sooner, later in pairwise(SEA.arrivals)]
        assert gaps == pytest.approx(wanted, abs=0.03)
        assert marks == ["replayed"]
        assert store.snapshot.replay == ""

    tell(story)


def test_the_shape_section_names_captures_and_foresees_their_rhythm(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        shape = window.feel.shape
        shape.show_open(True, ["Replay"])
        row = shape.groups["Replay"].rows["replay"]
        assert isinstance(row, CaptureRow)
        box = row.box
        await until(lambda: box.count() > 1)

        box.setCurrentIndex(box.findData("Sea"))
        box.activated.emit(box.currentIndex())
        await until(lambda: bool(shape.strip._rows) and shape.strip._forecast.replays)
        await until(lambda: "As captured" in shape.words.text())
        rows = [row.planned_ns / 1e9 for row in shape.strip._forecast.rows]
        window.services.store.update({"replay_speed": 2.0})
        await until(lambda: shape.strip._forecast.rows[0].planned_ns < 6e7)
        shape.groups["Replay"].off.click()

        assert rows == pytest.approx([each.seconds for each in SEA.arrivals])
        assert window.services.store.snapshot.replay == ""

    tell(story)


def test_settings_are_fitted_used_taken_back_and_kept_as_a_profile(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        store, detail = window.services.store, window.life.pane.detail
        store.update({"jitter": 0.5})
        window.life.pane.list.choose("Stalling laptop")

        detail.fitting.click()
        await until(detail.fit.use.isEnabled)
        words = detail.fit.nearness.text()
        detail.fit.use.click()
        used = store.snapshot
        window.commands.undo.trigger()
        back = store.snapshot
        detail.fit.save_asked.emit("Laptop, fitted")

        assert words.startswith("A gap is off by ")
        assert used.stall_chance > 0
        assert used.tokens_per_second == pytest.approx(7, rel=0.05)
        assert (back.jitter, back.stall_chance, back.tokens_per_second) == (0.5, 0, 200)
        assert window.profiles.name == "Laptop, fitted"
        assert store.snapshot == used
        assert window.profiles.profile is not None
        assert "Stalling laptop" in window.profiles.profile.about["source"]

    tell(story)


def test_a_recorded_request_is_kept_as_a_capture(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"mock_response": "One two three."})
        await ask(host)
        await until(lambda: bool(window.requests.shown_records()) and window.requests.shown_records()[0].outcome.over)
        record = window.requests.shown_records()[0]

        window.requests.capture_asked.emit(record)
        await until(lambda: any(name.startswith("mock-gpt4 2") for name in names(window)))

        name = next(name for name in names(window) if name.startswith("mock-gpt4 2"))
        kept = window.services.captures.find(name)
        assert kept.text == "One two three."
        assert kept.arrivals[0].seconds == pytest.approx(record.ledger.time_to_first_token, abs=1e-6)
        assert window.notice.sentence.text() == f"Request 1 is kept as the capture “{name}”."

    tell(story)


def test_a_replayed_capture_keeps_its_place_when_it_is_renamed_and_deleted(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        store, detail = window.services.store, window.life.pane.detail
        store.update({"replay": "Sea"})

        detail.rename_asked.emit("Ocean")
        await until(lambda: "Ocean" in names(window))
        renamed = store.snapshot.replay
        await until(lambda: window.life.pane.list.name == "Ocean")
        detail.actions_of["delete"].trigger()
        await until(lambda: "Ocean" not in names(window))
        deleted = store.snapshot.replay
        window.commands.undo.trigger()
        await until(lambda: "Ocean" in names(window))
        window.commands.undo.trigger()
        await until(lambda: "Sea" in names(window))

        assert (renamed, deleted, store.snapshot.replay) == ("Ocean", "", "Sea")

    tell(story)


def test_a_name_that_is_taken_is_refused_beside_it(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        detail = window.life.pane.detail
        detail.actions_of["rename"].trigger()

        detail.popup.line.setText("clumped GATEWAY")
        detail.popup.done.click()

        assert detail.popup.error.text() == 'the capture name "clumped GATEWAY" is taken; choose another'
        assert detail.popup.isVisible()

    tell(story)


def test_a_capture_is_copied_duplicated_and_exported(
    tell: Callable[[Story], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.jsonl"
    monkeypatch.setattr("mockpanel.gui.captures.life_desk.ask_where", lambda *given: given[-1](path))

    async def story(window: MainWindow, host: ServerHost) -> None:
        detail = window.life.pane.detail

        detail.actions_of["copy"].trigger()
        detail.actions_of["export"].trigger()
        await until(lambda: path.exists() and QGuiApplication.clipboard().text() != "")
        detail.actions_of["duplicate"].trigger()
        await until(lambda: window.life.pane.list.name == "Sea copy")

        assert path.read_text(encoding="utf-8") == QGuiApplication.clipboard().text() == capture_text(SEA)
        assert detail.actions_of["delete"].isEnabled()

    tell(story)


def test_record_mode_captures_from_another_server_and_says_so_all_the_time(
    tell: Callable[[Story], None], tmp_path: Path
) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        life = window.life
        with RunningServer(
            tokens_per_second=100, time_to_first_token=0.02, mock_response="From there.", api_key=KEY
        ) as far:
            life.pane.heading.setChecked(True)
            life.pane.source.url.setText(far.base_url)
            life.pane.source.key.setText(KEY)

            life.pane.source.switch.click()
            sign = life.sign.isVisible(), life.sign.words.text()
            window.presenting.present(True)
            presented = life.sign.isVisible()
            window.presenting.present(False)
            await window.services.upstream.prepare()  # which imports what the client looks at while it is imported
            came = await ask(host)
            await until(life.sign.last.isVisible)
            life.sign.last.click()
            await until(lambda: life.pane.list.name.startswith("mock-gpt4"))
            life.sign.stop.click()

            assert "".join(text for _, text in came) == "From there."
            assert sign == (
                True,
                f"Capturing from 127.0.0.1:{far.port}: every request is passed on there, the preview's too.",
            )
            kept = window.services.captures.find(life.pane.list.name)
            assert kept.text == "From there."
            assert presented
            assert not life.sign.isVisible()
            assert not window.services.upstream.has_key
            assert life.pane.source.key.echoMode() is QLineEdit.EchoMode.Password
            await window.keeper.close()
            assert load_state(tmp_path / "window.json")[0].capture.url == far.base_url
            assert KEY not in (tmp_path / "window.json").read_text(encoding="utf-8")

    tell(story)


def test_one_answer_is_captured_without_record_mode(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        life = window.life
        with RunningServer(tokens_per_second=100, time_to_first_token=0.02, api_key=KEY) as far:
            source = life.pane.source
            source.url.setText(far.base_url)
            source.key.setText(KEY)
            source.model.setText("some-model")
            source.prompt.setText("Say this back")

            source.ask.click()
            waiting = source.ask.text()
            await until(lambda: life.pane.list.name.startswith("some-model"))

            assert waiting == "Cancel"
            assert window.services.captures.find(life.pane.list.name).text == "Say this back"
            assert not window.services.upstream.on
            assert len(window.services.log) == 0

    tell(story)


def test_a_request_that_the_api_does_not_answer_is_told_of_in_place(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.life.source.start("http://127.0.0.1:9/v1", "")

        window.stage.play()
        await until(lambda: window.life.pane.source.error.text() != "")

        assert window.life.pane.source.error.text().startswith("Request 1: 127.0.0.1:9 cannot be reached: ")

    tell(story)


def test_an_answer_that_does_not_come_is_given_up(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        source = window.life.pane.source
        with FakeUpstream(0.3) as far:
            source.url.setText(far.url)
            source.ask.click()
            await until(lambda: far.requests != [])

            source.ask.click()
            await until(lambda: source.ask.text() == "Capture one answer")

        assert source.told.isHidden()
        assert source.error.isHidden()
        assert names(window)[0] == "Sea"

    tell(story)


def test_while_record_mode_is_on_a_replay_is_not_sent_to_the_real_api(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        with FakeUpstream() as far:
            window.life.source.start(far.url, "")

            window.life.pane.detail.replay.click()
            window.life.source.stop()

            assert far.requests == []
        assert "requests are passed on and nothing is replayed" in window.notice.sentence.text()
        assert window.services.store.snapshot.replay == "Sea"

    tell(story)


def test_all_of_it_can_be_had_by_commands(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        actions = {action.text(): action for action in window.commands.all}
        window.tabs.setCurrentWidget(window.editor)

        actions["Capture from an API …"].trigger()
        focused = window.life.pane.source.url.hasFocus()
        actions["Fit settings to the chosen capture"].trigger()
        await until(window.life.pane.detail.fit.use.isEnabled)
        actions["Replay the chosen capture, or stop"].trigger()
        replayed = window.services.store.snapshot.replay
        actions["Stop replaying"].trigger()

        assert window.tabs.currentWidget() is window.stage.preview
        assert focused
        assert replayed == "Sea"
        assert window.services.store.snapshot.replay == ""

    tell(story)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "nonsense",
            'API must be a base URL such as https://api.openai.com/v1, of up to 2000 characters, got "nonsense"',
        ),
        ("http://me:word@127.0.0.1/v1", "API must hold no user name or password; give the key on its own"),
    ],
)
def test_a_wrong_address_is_refused_in_its_place(tell: Callable[[Story], None], url: str, sentence: str) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        source = window.life.pane.source
        source.url.setText(url)

        source.switch.click()
        started = source.error.text()
        source.show_error("")
        source.ask.click()

        assert started == source.error.text() == sentence
        assert not window.services.upstream.on
        assert window.life.source.choices().url == ""

    tell(story)


def test_an_api_that_is_out_of_reach_is_told_of_in_its_place(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        source = window.life.pane.source
        source.url.setText("http://127.0.0.1:9/v1")

        source.ask.click()
        await until(lambda: source.ask.text() == "Capture one answer")

        assert source.error.text().startswith("127.0.0.1:9 cannot be reached: ")

    tell(story)


def test_an_address_beyond_this_machine_without_encryption_is_warned_of(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        source = window.life.pane.source

        source.url.setText("http://api.example.org/v1")
        warned = source.warning.text()
        source.url.setText("https://api.example.org/v1")

        assert warned == (
            "http to api.example.org is not encrypted: the key and all texts can be read on the way; use https."
        )
        assert source.warning.isHidden()

    tell(story)
