"""Stories of comparing in the real window: two real streams in step, blind rounds, the tally, and mock-a and mock-b."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from openai import AsyncOpenAI
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.settings import Settings
from mockpanel.core.tally import Preferred
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.state import CompareChoices, WindowState, load_state
from mockpanel.runtime import start_services
from tests.gui.stories import play, served_window, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT = "The same words for both of them."
FAST, SLOW = "Groq Llama 3.1 8B", "GPT-4 Turbo (2024)"
CHOICES = CompareChoices(a=FAST, b=SLOW)

Story = Callable[[MainWindow], Awaitable[None]]


class Tell(Protocol):
    """Runs a story in a served window."""

    def __call__(self, story: Story, choices: CompareChoices = CHOICES, mock_models: str = "") -> None: ...


@pytest.fixture
def tell(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tell]:
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: tmp_path / "window.json")

    async def run(story: Story, choices: CompareChoices, mock_models: str) -> None:
        folder = ProfileFolder(tmp_path / "profiles")
        settings = Settings(
            port=0, tokens_per_second=300.0, time_to_first_token=0.05, mock_response=TEXT, mock_models=mock_models
        )
        services = start_services(settings, folder)
        state = WindowState(compare=choices, tab=3)
        async with served_window(services, tmp_path, state, folder) as (window, _host):
            await story(window)

    def tell_one(story: Story, choices: CompareChoices = CHOICES, mock_models: str = "") -> None:
        play(qapp, run(story, choices, mock_models))

    yield tell_one
    qapp.setStyleSheet("")


def texts(window: MainWindow) -> list[str]:
    return [side.view.toPlainText() for side in window.compare.pane.sides]


async def play_round(window: MainWindow) -> None:
    """Plays both, until a vote can be given."""
    window.compare.pane.buttons.play_asked.emit()
    await until(window.compare.pane.vote.buttons[Preferred.LEFT].isEnabled)


def test_both_sides_stream_the_same_text_each_at_its_own_rate_and_begin_together(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        pane = window.compare.pane
        pane.buttons.play_asked.emit()
        await until(lambda: pane.buttons.state.text() == "Ended")
        await until(lambda: texts(window) == [TEXT, TEXT])
        await until(lambda: all("→" in side.measured.text() and side.gaps.figures() for side in pane.sides))

        left, right = (window.compare.stage.records[side] for side in (0, 1))
        assert [(record.model, record.settings.tokens_per_second) for record in (left, right) if record.settings] == [
            ("mock-a", 750),
            ("mock-b", 52),
        ]
        assert abs(left.arrived_at - right.arrived_at) < 0.05
        assert "set 750.0" in pane.sides[0].measured.words
        assert "set 52.0" in pane.sides[1].measured.words

    tell(story)


def test_the_current_settings_are_compared_as_they_are(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        window.feel.edited.emit("tokens_per_second", 400.0)
        window.compare.pane.buttons.play_asked.emit()
        await until(lambda: len(window.compare.stage.records) == 2)

        settings = window.compare.stage.records[0].settings
        assert settings is not None
        assert settings.tokens_per_second == 400
        assert window.compare.pane.sides[0].combo.currentText() == "Current settings"

    tell(story, CompareChoices(b=SLOW))


def test_a_real_client_that_asks_for_mock_a_gets_what_the_window_compares_as_a(tell: Tell) -> None:
    async def ask(window: MainWindow, model: str) -> str:
        async with AsyncOpenAI(base_url=window.host.base_url, api_key="test") as client:
            answer = await client.chat.completions.with_raw_response.create(
                model=model, messages=[{"role": "user", "content": "x"}], extra_body={"simulate_latency": False}
            )
            return answer.headers["x-mock-tokens-per-second"]

    async def story(window: MainWindow) -> None:
        before = [await ask(window, model) for model in ("mock-a", "mock-b")]
        window.compare.pane.swap_asked.emit()
        await asyncio.sleep(0)
        after = [await ask(window, model) for model in ("mock-a", "mock-b")]
        window.compare.pane.chosen.emit(0, "")
        live = await ask(window, "mock-a")

        assert (before, after, live) == (["750", "52"], ["52", "750"], "300")

    tell(story)


def test_what_another_program_lets_the_models_stand_for_is_compared(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        async with httpx.AsyncClient(trust_env=False) as http:
            root = window.host.base_url.removesuffix("/v1")
            await http.put(root + "/mock/models", json={"mock-a": "painful", "mock-b": "gpt-4o-2024"})

        assert window.compare.models.names == ("Painful", "GPT-4o (2024)")
        assert window.compare.pane.sides[0].combo.currentText() == "Painful"

    tell(story)


def test_the_launch_beats_what_was_remembered(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        assert window.compare.models.names == ("Painful", SLOW)

    tell(story, mock_models="mock-a=painful")


def test_an_own_profile_is_compared_as_soon_as_it_is_saved_and_no_longer_when_it_is_gone(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        window.feel.edited.emit("tokens_per_second", 77.0)
        window.profile_bar.save_as_asked.emit("Mine")
        window.compare.pane.chosen.emit(1, "Mine")
        window.compare.pane.buttons.play_asked.emit()
        await until(lambda: len(window.compare.stage.records) == 2)
        settings = window.compare.stage.records[1].settings
        window.profile_bar.delete_asked.emit()

        assert settings is not None
        assert settings.tokens_per_second == 77
        assert window.compare.models.names == (FAST, "")

    tell(story)


def test_both_pause_and_go_on(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        pane = window.compare.pane
        window.commands.all.groups["Compare"][0].trigger()
        await until(lambda: all(texts(window)))
        pane.buttons.play_asked.emit()
        paused = pane.buttons.state.text()
        await asyncio.sleep(0.1)
        before = texts(window)
        await asyncio.sleep(0.2)
        stood = texts(window) == before
        pane.buttons.play_asked.emit()
        await until(lambda: texts(window) == [TEXT, TEXT])

        assert (paused, stood) == ("Paused", True)

    tell(story, CompareChoices(a=SLOW, b="GPT-3.5 (2023)"))


def test_a_blind_round_is_hidden_voted_by_key_revealed_and_counted(tell: Tell, tmp_path: Path) -> None:
    async def story(window: MainWindow) -> None:
        pane = window.compare.pane
        pane.blind.click()
        await play_round(window)
        hidden = [side.title.text() for side in pane.sides]
        log = window.requests.isVisible()
        window.activateWindow()
        pane.buttons.play.setFocus()
        QTest.keyClick(pane.buttons.play, Qt.Key.Key_1)

        (played,) = window.compare.tally.keeper.rounds
        assert (hidden, log) == (["Left", "Right"], False)
        assert {played.left, played.right} == {FAST, SLOW}
        assert played.winner == played.left
        assert {played.left_settings["tokens_per_second"], played.right_settings["tokens_per_second"]} == {750, 52}
        assert [side.title.text() for side in pane.sides] == [f"Left: {played.left}", f"Right: {played.right}"]
        assert pane.vote.words.text() == f"{played.left} left, {played.right} right: {played.winner} preferred."
        assert f"{played.winner} 1" in pane.tally.words.text()
        assert window.profiles.name == ""

    tell(story)
    kept = json.loads((tmp_path / "tally.json").read_text(encoding="utf-8"))
    assert len(kept["rounds"]) == 1
    assert load_state()[0].compare == CHOICES.model_copy(update={"blind": True})


def test_rounds_go_on_by_themselves_where_they_are_not_revealed(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        pane = window.compare.pane
        for count in range(4):
            await (play_round(window) if not count else until(lambda: len(window.compare.stage.records) == 2))
            await until(pane.vote.buttons[Preferred.LEFT].isEnabled)
            pane.vote.buttons[Preferred.NEITHER].click()
            await until(lambda: not pane.vote.buttons[Preferred.LEFT].isEnabled())

        rounds = window.compare.tally.keeper.rounds
        assert [played.left for played in rounds].count(FAST) == 2
        assert pane.tally.words.text() == "4 blind rounds"
        assert pane.sides[0].title.text() == "Left"

    tell(story, CHOICES.model_copy(update={"blind": True, "reveal": False}))


def test_a_round_that_is_played_again_keeps_its_sides_and_can_be_voted_once(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        compare = window.compare
        await play_round(window)
        order = compare.rounds.order
        compare.pane.buttons.restart_asked.emit()
        await until(lambda: not compare.pane.vote.buttons[Preferred.LEFT].isEnabled())
        await until(compare.pane.vote.buttons[Preferred.LEFT].isEnabled)
        again = compare.rounds.order
        compare.vote(Preferred.RIGHT)
        compare.vote(Preferred.LEFT)

        assert order == again
        assert len(compare.tally.keeper.rounds) == 1

    tell(story, CHOICES.model_copy(update={"blind": True}))


def test_a_cleared_tally_comes_back_by_the_notice(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        compare = window.compare
        await play_round(window)
        compare.vote(Preferred.LEFT)
        compare.pane.tally.actions_of["clear"].trigger()
        cleared, told = len(compare.tally.keeper.rounds), window.notice.sentence.text()
        window.notice.action.click()

        assert (cleared, told) == (0, "1 round cleared.")
        assert len(compare.tally.keeper.rounds) == 1

    tell(story, CHOICES.model_copy(update={"blind": True}))


@pytest.mark.parametrize(
    ("choices", "text", "sentence"),
    [
        (CHOICES, "", "The response is empty; write one, then compare."),
        (CompareChoices(a=FAST, b=FAST, blind=True), TEXT, "A and B are the same; end blind rounds, and choose two"),
    ],
)
def test_what_cannot_be_compared_is_told_in_its_place(
    tell: Tell, choices: CompareChoices, text: str, sentence: str
) -> None:
    async def story(window: MainWindow) -> None:
        window.editor.replace_text(text)
        window.compare.pane.buttons.play_asked.emit()
        await until(window.compare.pane.error.isVisible)

        assert window.compare.pane.error.text().startswith(sentence)

    tell(story, choices)


def test_a_stopped_server_is_told_of(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        await window.host.stop()
        window.compare.stage.step()
        await until(window.compare.pane.error.isVisible)

        assert window.compare.pane.error.text() == "The server is stopped; start it to play."

    tell(story)


def test_the_comparison_is_presented_where_it_is_chosen_and_requests_come_back_with_other_tabs(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        pane = window.compare.pane
        comparing = [window.requests.isVisible(), window.stage.gaps.isVisible()]
        window.commands.present.trigger()
        during = [pane.isVisible(), window.strip.isVisible(), window.feel.isVisible(), window.requests.isVisible()]
        window.commands.present.trigger()
        after = [window.requests.isVisible(), window.feel.isVisible()]
        window.tabs.setCurrentWidget(window.stage.preview)

        assert comparing == [False, False]
        assert during == [True, True, False, False]
        assert after == [False, True]
        assert [window.requests.isVisible(), window.stage.gaps.isVisible()] == [True, True]

    tell(story)


def test_it_plays_again_and_again_where_that_is_wanted(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        window.compare.pane.buttons.play_asked.emit()
        await until(lambda: len(window.services.log) == 4)

    tell(story, CHOICES.model_copy(update={"loop": True, "b": "Groq Llama 3.3 70B"}))


def test_its_commands_bring_it_in_sight_and_are_all_in_the_palette(tell: Tell) -> None:
    async def story(window: MainWindow) -> None:
        actions = {action.text(): action for action in window.commands.all.groups["Compare"]}
        window.tabs.setCurrentWidget(window.editor)
        actions["Swap A and B"].trigger()
        swapped, shown = window.compare.models.names, window.tabs.currentWidget()
        actions["Blind comparison"].trigger()
        actions["Play both from the start"].trigger()
        await until(lambda: window.compare.stage.is_ready)
        actions["Vote: no difference"].trigger()
        actions["Next blind round"].trigger()
        await until(lambda: window.compare.rounds.hidden)
        actions['Copy model: "mock-b"'].trigger()

        assert (swapped, shown) == ((SLOW, FAST), window.compare.pane)
        assert [played.preferred for played in window.compare.tally.keeper.rounds] == [Preferred.NEITHER]
        assert QApplication.clipboard().text() == 'model: "mock-b"'

    tell(story)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_tally_is_exported_to_a_file_of_the_users_choice(
    tell: Tell, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"out.{kind}"
    monkeypatch.setattr("mockpanel.gui.tally_desk.ask_where", lambda _parent, _title, _name, done: done(path))

    async def story(window: MainWindow) -> None:
        await play_round(window)
        window.compare.vote(Preferred.LEFT)
        window.compare.pane.tally.actions_of[kind].trigger()
        await until(lambda: window.notice.sentence.text() == f"Written to out.{kind}.")

    tell(story, CHOICES.model_copy(update={"blind": True}))
    assert SLOW in path.read_text(encoding="utf-8")
