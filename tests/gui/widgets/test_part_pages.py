"""Parts of an answer in the editor: tabs, pages, what is asked for, and the token just sent."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.answer_parts import CITATIONS, REASONING, REFUSAL, TEXT, PartId, Section, call_part, held_texts
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.call_page import CallPage
from mockpanel.gui.widgets.citations_page import CitationsPage
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.gui.widgets.token_page import TokenPage
from tests.gui.pads import focused

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PARTS: dict[str, Any] = {
    "mock_response": "one two",
    "mock_reasoning": "let me think",
    "mock_tool_calls": [{"name": "look", "arguments": {"city": "Paris"}}, {"name": "now"}],
}


@pytest.fixture
def editor(qtbot: QtBot) -> ResponseEditor:
    made = ResponseEditor()
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show_colours(DARK)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(editor: ResponseEditor, **values: Any) -> StreamSettings:
    """Shows an answer with the tokens of all its parts."""
    settings = StreamSettings().changed(values)
    editor.show_text(settings.mock_response)
    editor.show_parts(settings)
    for part, text in held_texts(settings).items():
        editor.show_tokens(text, tokenize(text, "o200k_base"), part)
    return settings


def tabs(editor: ResponseEditor) -> list[str]:
    bar = editor.bar.tabs
    return [bar.tabText(place) for place in range(bar.count())]


def page(editor: ResponseEditor, part: PartId) -> TokenPage:
    found = editor.pages.page_of(part)
    assert found is not None
    return found


def test_a_plain_answer_has_no_tabs(editor: ResponseEditor) -> None:
    show(editor, mock_response="one")

    assert editor.bar.tabs.isHidden()
    assert editor.bar.finish.isHidden()
    assert editor.bar.add.text() == "Add"


def test_each_part_has_a_tab_with_its_tokens_in_the_order_of_the_stream(editor: ResponseEditor) -> None:
    show(editor, **PARTS, mock_citations=[{"url": "u"}])

    assert tabs(editor) == ["Reasoning · 3", "Text · 2", "look · 5", "now · generated", "Citations · 1"]
    assert not editor.bar.tabs.isHidden()


def test_all_that_is_sent_is_counted(editor: ResponseEditor) -> None:
    show(editor, **PARTS)

    assert editor._counts.text().startswith("10 tokens and generated arguments · 35 characters")


def test_what_a_refusal_replaces_is_said_not_to_be_sent(editor: ResponseEditor) -> None:
    show(editor, **PARTS, mock_refusal="No.", mock_citations=[{"url": "u"}])

    shown = [tab.partition(" · ")[2] for tab in tabs(editor)]
    assert shown == ["3", "not sent", "not sent", "not sent", "2", "not sent"]
    assert editor._counts.text().startswith("5 tokens · 15 characters")


def test_a_finish_reason_is_shown_where_it_is_not_the_parts_own(editor: ResponseEditor, qtbot: QtBot) -> None:
    show(editor, mock_response="one", mock_finish_reason="length")
    shown = editor.bar.finish.isVisible(), editor.bar.finish.box.currentData()

    with qtbot.waitSignal(editor.changes_asked) as asked:
        editor.bar.finish.chosen.emit("stop")

    assert shown == (True, "length")
    assert asked.args == [{"mock_finish_reason": "stop"}, "Change Finish reason"]


def test_a_reasoning_is_added_typed_and_told_by_its_setting(editor: ResponseEditor) -> None:
    told: list[tuple[str, object]] = []
    editor.part_edited.connect(lambda name, value: told.append((name, value)))
    show(editor, mock_response="one")

    editor.commands["add_reasoning"].trigger()
    page(editor, REASONING).pad.insertPlainText("hm")

    assert told == [("mock_reasoning", "hm")]
    assert editor.pages.current == REASONING
    assert not editor.commands["add_reasoning"].isEnabled()


def test_a_part_that_was_just_added_stays_while_it_is_empty(editor: ResponseEditor) -> None:
    editor.commands["add_refusal"].trigger()

    show(editor, mock_response="one", tokens_per_second=5.0)

    assert editor.pages.parts == [TEXT, REFUSAL]


def test_a_part_that_is_emptied_by_hand_keeps_its_page_and_one_emptied_elsewhere_loses_it(
    editor: ResponseEditor,
) -> None:
    show(editor, mock_reasoning="hm", mock_refusal="No.")

    page(editor, REASONING).pad.replace_text("")
    show(editor)

    assert editor.pages.parts == [REASONING, TEXT]


def test_a_call_is_asked_for_and_opened_with_its_name_ready_to_type(editor: ResponseEditor) -> None:
    editor.changes_asked.connect(lambda changes, _text: show(editor, **changes))

    editor.commands["add_tool_call"].trigger()

    call = editor.pages.pages[call_part(0)]
    assert isinstance(call, CallPage)
    assert editor.pages.current == call_part(0)
    assert call.name.selectedText() == "get_weather"


def test_two_edits_that_follow_at_once_are_both_told(editor: ResponseEditor) -> None:
    told: list[Any] = []
    editor.part_edited.connect(lambda _name, value: told.append(value))
    show(editor, **PARTS)
    first, second = (editor.pages.pages[call_part(place)] for place in (0, 1))
    assert isinstance(first, CallPage)
    assert isinstance(second, CallPage)

    first.page.pad.replace_text("{}")
    second.name.setText("later")
    second.name.textEdited.emit("later")

    assert [(call["name"], call["arguments"]) for call in told[-1]] == [("look", "{}"), ("later", None)]
    assert tabs(editor)[-1] == "later · generated"


def test_a_removed_part_is_asked_for_by_its_name_and_the_text_comes_into_sight(editor: ResponseEditor) -> None:
    asked: list[tuple[dict[str, Any], str]] = []
    editor.changes_asked.connect(lambda changes, text: asked.append((changes, text)))
    show(editor, **PARTS)
    editor.pages.show_part(call_part(1))

    editor.pages.remove(call_part(1))
    editor.pages.remove(REASONING)
    show(editor, mock_response="one two", mock_tool_calls=PARTS["mock_tool_calls"][:1])

    assert [text for _, text in asked] == ["Remove now", "Remove the reasoning"]
    assert asked[1][0] == {"mock_reasoning": ""}
    assert editor.pages.current == TEXT


def test_citations_are_added_and_removed_one_by_one(editor: ResponseEditor) -> None:
    asked: list[tuple[dict[str, Any], str]] = []
    editor.changes_asked.connect(lambda changes, text: asked.append((changes, text)))
    editor.changes_asked.connect(lambda changes, _text: show(editor, **changes))

    editor.commands["add_citations"].trigger()
    editor.pages.add(Section.CITATIONS)
    editor.pages._remove_source(0)

    assert [text for _, text in asked] == ["Add a citation", "Add a citation", "Remove a citation"]
    assert len(editor.pages.settings.mock_citations) == 1
    assert editor.pages.current == CITATIONS


@pytest.mark.parametrize("seen", [False, True], ids=["from another part", "on their page"])
def test_a_source_that_is_added_is_in_view(editor: ResponseEditor, qtbot: QtBot, seen: bool) -> None:
    editor.changes_asked.connect(lambda changes, _text: show(editor, **changes))
    show(editor, mock_citations=[{"url": f"https://{place}"} for place in range(20)])
    sources = editor.pages.pages[CITATIONS]
    assert isinstance(sources, CitationsPage)
    if seen:
        editor.pages.show_part(CITATIONS)
        qtbot.waitUntil(sources.rows[-1].isVisible)

    editor.commands["add_citations"].trigger()

    row = sources.rows[-1]
    assert len(sources.rows) == 21
    qtbot.waitUntil(lambda: row.isVisible() and row.visibleRegion().boundingRect() == row.rect())


def test_the_lit_token_leads_through_the_parts_until_one_is_chosen(editor: ResponseEditor) -> None:
    show(editor, **PARTS)
    seen = []

    for token, thinking in ((0, True), (0, False), (2, False)):
        editor.show_lit(token, thinking=thinking)
        seen.append((editor.pages.current, page(editor, editor.pages.current).pad._lit))
    editor.pages.show_part(TEXT)
    editor.show_lit(3)

    assert seen == [(REASONING, 0), (TEXT, 0), (call_part(0), 0)]
    assert editor.pages.current == TEXT
    assert page(editor, call_part(0)).pad._lit == 1
    editor.show_lit(None)
    assert page(editor, call_part(0)).pad._lit is None


def test_keys_go_from_part_to_part_and_round(editor: ResponseEditor) -> None:
    show(editor, **PARTS)
    seen = []

    for name in ("next_part", "next_part", "next_part", "previous_part"):
        editor.commands[name].trigger()
        seen.append(editor.pages.current)

    assert seen == [call_part(0), call_part(1), REASONING, call_part(1)]


def test_finding_and_white_space_are_those_of_the_page_in_sight(editor: ResponseEditor) -> None:
    show(editor, **PARTS)
    editor.pages.show_part(REASONING)

    editor.commands["find"].trigger()
    editor.set_whitespace_visible(True)

    assert page(editor, REASONING).finder.isVisible()
    assert page(editor, TEXT).finder.isHidden()
    assert all(page(editor, part).pad._whitespace for part in (REASONING, TEXT, call_part(0)))


def test_a_response_from_elsewhere_brings_the_text_into_sight(editor: ResponseEditor) -> None:
    show(editor, **PARTS)
    editor.pages.show_part(REASONING)

    editor.replace_text("another")

    assert editor.pages.current == TEXT


@pytest.fixture
def among_tabs(editor: ResponseEditor, qtbot: QtBot) -> QTabWidget:
    """The editor as the window has it: behind a tab bar, and before another control."""
    window = QTabWidget()
    qtbot.addWidget(window)
    window.addTab(editor, "Response")
    window.tabBar().setAccessibleName("Tabs")
    window.resize(700, 400)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def walk(steps: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """The names of the controls that a key leads to."""
    seen = []
    for _ in range(steps):
        QTest.keyClick(focused(), key)
        assert focused().isVisible()
        seen.append(focused().accessibleName() or focused().property("text"))
    return seen


def test_tab_leads_through_the_part_in_sight_and_never_into_one_that_is_hidden(
    editor: ResponseEditor, among_tabs: QTabWidget
) -> None:
    show(editor, **PARTS)
    editor.pages.show_part(call_part(0))
    among_tabs.tabBar().setFocus()

    there = walk(6)
    QTest.keyClicks(focused(), " ")
    editor._foot.marks.setFocus()
    back = walk(7, Qt.Key.Key_Backtab)

    assert there == [
        "Parts of the answer",
        "Add to the answer",
        "Name of the tool",
        "Format",
        "Remove this tool call",
        "Arguments",
    ]
    assert back == [*reversed(there), "Tabs"]
    assert page(editor, call_part(0)).text() == ' {"city":"Paris"}'
    assert editor.text() == "one two"


def test_tab_leads_through_sources_that_were_added_later(
    editor: ResponseEditor, among_tabs: QTabWidget, qtbot: QtBot
) -> None:
    show(editor, mock_citations=[{"url": "a"}])
    editor.pages.show_part(CITATIONS)
    show(editor, mock_citations=[{"url": "a"}, {"url": "b"}])
    sources = editor.pages.pages[CITATIONS]
    assert isinstance(sources, CitationsPage)
    qtbot.waitUntil(sources.rows[1].isVisible)
    sources.rows[0].end.setFocus()

    there = walk(8)

    assert there[:2] == ["Remove this citation", "Address"]
    assert there[5:] == ["Remove this citation", "Add a citation", "Show spaces, tabs and line ends"]


def test_the_editor_gives_its_focus_to_the_part_in_sight(editor: ResponseEditor, among_tabs: QTabWidget) -> None:
    show(editor, **PARTS)
    seen = []

    for part in (TEXT, REASONING, call_part(1)):
        editor.pages.show_part(part)
        among_tabs.tabBar().setFocus()
        editor.setFocus()
        seen.append(page(editor, part).pad.hasFocus())

    assert seen == [True, True, True]


def test_a_removed_part_that_had_the_cursor_leaves_it_to_the_tabs_not_to_another_text(
    editor: ResponseEditor, among_tabs: QTabWidget
) -> None:
    editor.changes_asked.connect(lambda changes, _text: show(editor, mock_response="one", **changes))
    show(editor, mock_response="one", mock_reasoning="hm", mock_refusal="No.")
    editor.pages.show_part(REASONING)
    page(editor, REASONING).pad.setFocus()

    QTest.mouseClick(editor.pages.pages[REASONING].head.remove, Qt.MouseButton.LeftButton)  # type: ignore[union-attr]

    assert editor.pages.parts == [TEXT]
    assert editor.bar.add.hasFocus()
