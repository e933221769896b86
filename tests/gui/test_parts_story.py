"""Whole stories of an answer of parts: edit it in the window, stream it with the real client, undo, keep it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mockpanel.core.answer_parts import REASONING, REFUSAL, TEXT, Section, call_part
from mockpanel.core.dialects.table import dialect
from mockpanel.core.settings import Settings, StreamSettings
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.state import load_state
from mockpanel.gui.widgets.call_page import CallPage
from mockpanel.gui.widgets.text_row import TextRow
from mockpanel.gui.widgets.token_page import TokenPage
from mockpanel.hosting import ServerHost
from mockpanel.runtime import start_services
from tests.gui.pads import focused
from tests.gui.stories import play, served_window, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

Story = Callable[[MainWindow, ServerHost], Awaitable[None]]

CALL = [{"name": "get_weather", "arguments": {"city": "Paris"}}]


@pytest.fixture
def tell(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Story], None]]:
    """Runs a story in a served window with a short response, in the loop that the app uses."""
    monkeypatch.setattr("mockpanel.gui.state.state_path", lambda: tmp_path / "window.json")

    async def run(story: Story) -> None:
        settings = Settings(port=0, tokens_per_second=500.0, time_to_first_token=0.02, mock_response="It is sunny.")
        services = start_services(settings)
        async with served_window(services, tmp_path) as (window, host):
            await story(window, host)

    yield lambda story: play(qapp, run(story))
    qapp.setStyleSheet("")


async def ask(host: ServerHost, *tools: str) -> ChatCompletionMessage:
    async with AsyncOpenAI(base_url=host.base_url, api_key="test") as client:
        answer = await client.chat.completions.create(
            model="mock-gpt4",
            messages=[{"role": "user", "content": "ignored"}],
            tools=[{"type": "function", "function": {"name": name}} for name in tools],
        )
        return answer.choices[0].message


def press(text: str) -> None:
    QTest.keyClicks(focused(), text)


def undo() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def page(window: MainWindow, part: object) -> TokenPage:
    found = window.editor.pages.page_of(part)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_reasoning_and_a_call_that_were_typed_are_sent_to_a_client_that_offers_the_tool(
    tell: Callable[[Story], None],
) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        store = window.services.store
        window.editor.commands["add_reasoning"].trigger()
        page(window, REASONING).pad.insertPlainText("I should look.")
        window.editor.commands["add_tool_call"].trigger()
        call = window.editor.pages.pages[call_part(0)]
        assert isinstance(call, CallPage)
        call.page.pad.insertPlainText('{"city": "Paris"')
        await until(
            lambda: store.snapshot.mock_tool_calls != () and store.snapshot.mock_tool_calls[0].arguments is not None
        )

        message = await ask(host, "get_weather")
        without = await ask(host)

        assert message.content == "It is sunny."
        assert message.model_extra is not None
        assert message.model_extra["reasoning_content"] == "I should look."
        assert [call.function.arguments for call in message.tool_calls or ()] == ['{"city": "Paris"']  # type: ignore[union-attr]
        assert without.tool_calls is None

    tell(story)


def test_a_removed_call_comes_back_with_undo_and_all_that_was_typed_in_it(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.editor.pages.add(Section.TOOL_CALL)
        page(window, call_part(0)).pad.insertPlainText('{"city":"Rome"}')
        window.editor.pages.remove(call_part(0))
        removed = window.services.store.snapshot.mock_tool_calls

        window.commands.undo.trigger()
        await until(lambda: call_part(0) in window.editor.pages.pages)

        assert removed == ()
        assert page(window, call_part(0)).text() == '{"city":"Rome"}'
        assert window.commands.redo.text() == "Redo: Remove get_weather"

    tell(story)


def test_ctrl_z_brings_a_part_back_where_the_cursor_was_in_it_and_takes_one_away_that_was_just_added(
    tell: Callable[[Story], None],
) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.activateWindow()
        pages, store = window.editor.pages, window.services.store
        window.editor.setFocus()
        press("x")  # the text has a step of its own, which is not meant
        window.editor.commands["add_tool_call"].trigger()
        undo()
        taken_away = store.snapshot.mock_tool_calls
        store.update({"mock_reasoning": "I should look."})
        await until(lambda: REASONING in pages.pages)
        pages.show_part(REASONING)
        window.editor.setFocus()

        QTest.mouseClick(pages.pages[REASONING].head.remove, Qt.MouseButton.LeftButton)  # type: ignore[union-attr]
        removed = store.snapshot.mock_reasoning
        undo()

        assert taken_away == ()
        assert removed == ""
        assert store.snapshot.mock_reasoning == "I should look."
        assert window.editor.text().startswith("x")

    tell(story)


def test_the_reasoning_is_one_setting_in_the_editor_and_under_shape(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        thinking = window.feel.shape.groups["Thinking"]
        thinking.heading.setChecked(True)
        row = thinking.rows["mock_reasoning"]
        assert isinstance(row, TextRow)

        row.field.setPlainText("First thought.")
        await until(lambda: REASONING in window.editor.pages.pages)
        shown = page(window, REASONING).text()
        page(window, REASONING).pad.replace_text("Second thought.")
        await until(lambda: row.field.toPlainText() == "Second thought.")

        assert shown == "First thought."

    tell(story)


def test_a_part_of_another_program_is_shown_and_a_refusal_replaces_the_answer(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"mock_refusal": "I cannot say."})
        await until(lambda: REFUSAL in window.editor.pages.pages and page(window, REFUSAL).count == 4)

        message = await ask(host)

        assert (message.content, message.refusal) == (None, "I cannot say.")
        assert window.editor.bar.tabs.tabText(0) == "Text · not sent"

    tell(story)


def test_the_token_just_sent_leads_through_the_parts_of_the_preview(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        call = {"name": "look", "arguments": {"places": ["Paris", "Rome"] * 8}}
        values = {"mock_response": "It is sunny. " * 8, "mock_reasoning": "Let me think of it. " * 8}
        window.services.store.update({**values, "mock_tool_calls": [call], "tokens_per_second": 100.0})
        await until(lambda: (page(window, TEXT).count or 0) > 20 and call_part(0) in window.editor.pages.pages)
        seen = [window.editor.pages.current]

        window.stage.play()
        async with asyncio.timeout(10):
            while window.stage.player.playing:
                if seen[-1] != window.editor.pages.current:
                    seen.append(window.editor.pages.current)
                await asyncio.sleep(0.005)

        assert seen == [TEXT, REASONING, TEXT, call_part(0)]

    tell(story)


def test_parts_are_kept_and_can_be_taken_for_settings_again(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        parts = {
            "mock_tool_calls": [*CALL, {"name": "now"}, {"name": "odd", "arguments": "{", "id": "call_1"}],
            "mock_citations": [{"url": "https://a", "end": 4}],
            "mock_refusal": "No.",
            "mock_finish_reason": "content_filter",
        }
        window.services.store.update(parts)
        await until(lambda: load_state()[0].settings.get("mock_refusal") == "No.")

        kept = StreamSettings().changed(load_state()[0].settings)

        assert kept == window.services.store.snapshot

    tell(story)


def test_what_cannot_be_a_part_is_said_in_its_place(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.editor.changes_asked.emit({"mock_tool_calls": [{"name": ""}]}, "Add a tool call")

        assert "mock_tool_calls[0].name must be" in window.editor._error.text()
        assert window.services.store.snapshot.mock_tool_calls == ()

    tell(story)


def test_the_preview_shows_reasoning_calls_and_text_each_in_its_way(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"mock_reasoning": "Let me think.", "mock_tool_calls": CALL})
        preview = window.stage.preview

        window.stage.play()
        await until(lambda: len(window.services.log) == 1 and not window.stage.player.playing)
        await until(lambda: preview.view.toPlainText() == "It is sunny.")

        assert preview.parts.thoughts.text.toPlainText() == "Let me think."
        cards = preview.parts.calls.cards
        assert [(card.name.text(), card.arguments.toPlainText()) for card in cards.values()] == [
            ("Calls get_weather", '{"city":"Paris"}')
        ]
        assert preview.parts.refused.isHidden()

    tell(story)


def test_a_record_of_parts_shows_them_as_they_were_played_and_leaves_them_as_they_stood(
    tell: Callable[[Story], None],
) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"mock_reasoning": "Let me think.", "mock_tool_calls": [*CALL, {"name": "now"}]})
        window.services.store.update({"tokens_per_second": 100.0})
        preview, scrubbing = window.stage.preview, window.scrub_desk.scrubbing
        window.stage.play()
        await until(lambda: len(window.services.log) == 1 and not window.stage.player.playing)
        await until(lambda: preview.view.text() == "It is sunny." and window.stage.played.outcome.over)  # type: ignore[union-attr]
        played = preview.standing()

        window.scrub_desk.open_played()
        await until(lambda: scrubbing.recorded is not None)
        made = scrubbing.recorded
        assert made is not None
        seen = []
        for ns in (made.times_ns[0], made.length_ns, made.times_ns[1]):
            scrubbing.go_to(ns)
            seen.append((preview.view.text(), [piece.name for piece in preview.parts.pieces()]))
        scrubbing.go_to(made.length_ns)
        whole = preview.parts.pieces()
        scrubbing.leave()

        assert seen == [("It", [""]), ("It is sunny.", ["", "get_weather", "now"]), ("It is", [""])]
        assert tuple(whole) == played.pieces
        assert made.text == "It is sunny."
        assert preview.standing() == played

    tell(story)


def test_in_the_smallest_window_the_controls_of_the_preview_stay_whole(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        window.services.store.update({"mock_reasoning": "Let me think.", "mock_tool_calls": [*CALL, {"name": "now"}]})
        window.resize(window.minimumSize())
        preview = window.stage.preview
        window.stage.play()
        await until(lambda: len(window.services.log) == 1 and not window.stage.player.playing)
        window.detail.show_record(window.stage.played)

        low = []
        for controls in (preview.live, preview.scrub):
            await until(lambda: preview.height() >= preview.minimumSizeHint().height())
            low += [controls.height() - controls.minimumSizeHint().height()]
            window.scrub_desk.open_played()
            await until(preview.scrub.isVisible)

        assert min(low) >= 0

    tell(story)


def test_the_preview_speaks_each_protocol_that_the_server_has_and_remembers_it(tell: Callable[[Story], None]) -> None:
    async def story(window: MainWindow, host: ServerHost) -> None:
        preview = window.stage.preview
        keys = [preview.protocol.itemData(place) for place in range(preview.protocol.count())]

        for played, key in enumerate(keys, 1):
            preview.protocol.show_key(key)
            window.stage.play()
            await until(lambda: not window.stage.player.playing)
            await until(lambda: preview.view.toPlainText() == "It is sunny.")
            assert len(window.services.log) == played

        paths = [record.path.partition("?")[0] for record in window.services.log]
        assert paths == [dialect(key).path for key in keys]
        assert {"openai-chat", "openai-completions"} <= set(keys)
        preview.protocol.activated.emit(1)
        assert window.state().preview.protocol == keys[1]

    tell(story)
