"""The preview: what it shows, what it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import REFUSED, Piece
from mockpanel.core.play_state import PlayState
from mockpanel.core.smoothing import Smoothing
from mockpanel.gui.answer_view import AnswerView
from mockpanel.gui.icons import Icon
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.preview_pane import PreviewPane

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

MARKDOWN = """# Head

A **bold** word.

- one
- two

```py
x = 1

y = 2
```

| a | b |
|---|---|
| 1 | 2 |

> said

End."""


@pytest.fixture
def pane(qtbot: QtBot) -> PreviewPane:
    made = PreviewPane()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_an_empty_preview_says_what_to_do(pane: PreviewPane) -> None:
    assert "Press Play" in pane.view.placeholderText()
    assert pane.buttons.state.text() == "Ready"


def test_a_preview_that_waits_does_not_ask_for_play(pane: PreviewPane) -> None:
    pane.show_state(PlayState.WAITING)

    assert pane.view.placeholderText() == ""


def test_text_that_came_appears_within_a_frame_or_two(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.append("Hello, ")
    pane.append("wörld 漢😀\nnext")

    qtbot.waitUntil(lambda: pane.view.toPlainText() == "Hello, wörld 漢😀\nnext")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PlayState.IDLE, "Play"),
        (PlayState.WAITING, "Pause"),
        (PlayState.PLAYING, "Pause"),
        (PlayState.PAUSED, "Go on"),
        (PlayState.FINISHED, "Play"),
    ],
)
def test_the_first_button_says_what_can_be_done_and_asks_for_it(
    qtbot: QtBot, pane: PreviewPane, state: PlayState, words: str
) -> None:
    pane.show_state(state)

    with qtbot.waitSignal(pane.play_asked):
        pane.buttons.play.click()
    assert pane.buttons.play.text() == words


def test_the_other_buttons_ask_too(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.show_state(PlayState.PLAYING)

    for button, signal in ((pane.buttons.step, pane.step_asked), (pane.buttons.restart, pane.restart_asked)):
        with qtbot.waitSignal(signal):
            button.click()
    with qtbot.waitSignal(pane.loop_toggled) as looped:
        pane.buttons.loop.click()
    assert looped.args == [True]


def test_a_typewriter_shows_letters_one_by_one_and_says_how_far_behind_it_is(qtbot: QtBot, pane: PreviewPane) -> None:
    with qtbot.waitSignal(pane.smoothing_chosen) as chosen:
        pane.smoothing.setCurrentIndex(pane.smoothing.findData(Smoothing.CHARACTERS))
    pane.show_state(PlayState.PLAYING)

    pane.append("x" * 60)
    qtbot.waitUntil(lambda: 0 < len(pane.view.toPlainText()) < 60)
    behind = pane.buttons.state.text()
    qtbot.waitUntil(lambda: pane.view.toPlainText() == "x" * 60)

    assert chosen.args == ["characters"]
    assert "characters behind" in behind


def test_another_smoothing_loses_nothing(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.show_options(smoothing=Smoothing.WORDS, markdown=False, zoom=150, loop=True)
    pane.append("some words and an unfini")

    pane.show_options(smoothing=Smoothing.RAW, markdown=False, zoom=100, loop=False)

    qtbot.waitUntil(lambda: pane.view.toPlainText() == "some words and an unfini")


def test_an_error_stands_in_place_until_it_goes_on(pane: PreviewPane) -> None:
    pane.show_error("No server answers at 127.0.0.1:8000; start it, then play again.")
    shown = pane.error.isVisible()

    pane.show_state(PlayState.WAITING)

    assert (shown, pane.error.isVisible()) == (True, False)


def test_the_text_can_be_larger(qtbot: QtBot, pane: PreviewPane) -> None:
    before = pane.view.font().pointSizeF()

    with qtbot.waitSignal(pane.zoom_chosen) as zoomed:
        pane.zoom.larger.click()

    assert zoomed.args == [110]
    assert pane.view.font().pointSizeF() == pytest.approx(before * 1.1, abs=0.2)


def test_tooltips_name_the_shortcuts(pane: PreviewPane) -> None:
    pane.show_keys({Icon.STEP: "Ctrl+."})

    assert pane.buttons.step.toolTip() == "Show one chunk more (Ctrl+.)"
    assert all(button.accessibleName() for button in (*pane.buttons.stops[1:], *pane.zoom.stops, pane.record))


def test_markdown_is_rendered_and_plain_again(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.show_text(MARKDOWN)

    pane.markdown.setChecked(True)
    rendered = pane.view.toPlainText()
    pane.markdown.setChecked(False)

    assert "**" not in rendered
    assert "bold" in rendered
    assert pane.view.toPlainText() == MARKDOWN


@pytest.mark.parametrize("size", [1, 3, 17])
def test_growing_markdown_looks_as_if_it_came_at_once(qtbot: QtBot, size: int) -> None:
    growing, whole = AnswerView(), AnswerView()
    for view in (growing, whole):
        qtbot.addWidget(view)
        view.show_markdown(True)
        view.show_colours(DARK)

    for place in range(0, len(MARKDOWN), size):
        growing.append_text(MARKDOWN[place : place + size])
        growing.flush()
    whole.show_text(MARKDOWN)

    assert growing.toHtml() == whole.toHtml()
    assert growing.text() == whole.text() == MARKDOWN


@pytest.mark.parametrize(
    "name", ["https://example.org/x.png", "file:///etc/hostname", "/etc/hostname", "data:image/png;base64,AA=="]
)
def test_nothing_is_ever_loaded(qtbot: QtBot, name: str) -> None:
    view = AnswerView()
    qtbot.addWidget(view)

    assert view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name)) is None


@pytest.mark.parametrize("markdown", [False, True])
def test_a_megabyte_in_one_line_comes_whole_and_in_slices(qtbot: QtBot, markdown: bool) -> None:
    view = AnswerView()
    qtbot.addWidget(view)
    view.show_markdown(markdown)
    text = "word " * (10_000 if markdown else 200_000)

    view.show_text(text)
    slices = 1
    while view._waiting:
        view.flush()
        slices += 1

    assert slices > 10
    assert view.toPlainText().replace("\n", "").replace(" ", "") == text.replace(" ", "")


def test_a_record_has_controls_of_its_own_and_escape_asks_to_leave(pane: PreviewPane) -> None:
    asked: list[bool] = []
    pane.scrub.leave_asked.connect(lambda: asked.append(True))

    pane.show_recorded(True)
    pane.show_moment("One two")
    longer = pane.view.text()
    pane.show_moment("One")
    QTest.keyClick(pane.view, Qt.Key.Key_Escape)
    recorded = (pane.live.isVisible(), pane.scrub.isVisible(), pane.smoothing.isEnabled())
    pane.show_recorded(False)

    assert (longer, pane.view.text()) == ("One two", "One")
    assert asked == [True]
    assert recorded == (False, True, False)
    assert (pane.live.isVisible(), pane.scrub.isVisible(), pane.smoothing.isEnabled()) == (True, False, True)


PARTS = (
    Piece(PartKind.REASONING, "I should look. " * 30),
    *(Piece(PartKind.TOOL_CALL, '{"city":"Paris"}' * 9, place, f"tool_{place}") for place in range(5)),
)


def cut_in_height(pane: PreviewPane) -> list[QWidget]:
    """Controls and boxes that are lower than they may be, or that reach out of the pane."""
    calls = pane.parts.calls
    boxes = (pane.buttons.play, pane.record, pane.smoothing, *pane.zoom.stops, pane.scrub.leave, pane.scrub.speed)
    texts = (pane.view, pane.parts.thoughts.text, *(card.arguments for card in calls.cards.values()))
    low = [box for box in boxes if box.isVisible() and box.height() < box.minimumSizeHint().height()]
    low += [text for text in texts if text.height() < text.minimumHeight()]
    return low + [box for box in boxes if box.isVisible() and not inside(pane, box)]


def inside(pane: PreviewPane, box: QWidget) -> bool:
    return pane.rect().contains(QRect(box.mapTo(pane, QPoint()), box.size()))


@pytest.mark.parametrize("recorded", [False, True])
def test_in_a_low_window_the_parts_scroll_and_the_controls_stay_whole(
    qtbot: QtBot, pane: PreviewPane, recorded: bool
) -> None:
    pane.parts.thoughts.heading.setChecked(True)
    pane.show_recorded(recorded)
    pane.add([*PARTS, REFUSED])

    pane.resize(600, 0)
    qtbot.waitUntil(lambda: pane.place.verticalScrollBar().maximum() > 0)

    assert pane.height() <= 180
    assert pane.view.height() == pane.view.minimumHeight()
    assert cut_in_height(pane) == []


def test_the_part_that_grows_comes_into_sight(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.parts.thoughts.heading.setChecked(True)
    pane.resize(600, 0)
    bar, parts = pane.place.verticalScrollBar(), pane.parts

    pane.add(PARTS[:1])
    qtbot.waitUntil(lambda: not parts.thoughts.text.visibleRegion().isEmpty())
    pane.add(PARTS[1:])

    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    assert not parts.calls.cards[4].visibleRegion().isEmpty()


def test_who_looks_elsewhere_is_not_led_back_by_what_comes(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.resize(600, 0)
    bar = pane.place.verticalScrollBar()
    pane.add(PARTS)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)

    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    pane.add(PARTS[-1:])

    assert (bar.value(), pane.place._timer.isActive()) == (0, False)


def test_tab_goes_through_the_parts_in_the_order_in_which_they_stand(pane: PreviewPane) -> None:
    pane.add(PARTS)
    parts = pane.parts
    order: list[QWidget] = [pane.share]

    while order[-1] is not pane.smoothing and (following := order[-1].nextInFocusChain()) is not None:
        order.append(following)
    stops = [widget for widget in order if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]

    cards = [card.arguments for card in parts.calls.cards.values()]
    assert stops == [pane.share, parts.thoughts.heading, parts.thoughts.text, pane.view, *cards, pane.smoothing]


def test_all_that_stood_in_the_preview_can_be_shown_again(pane: PreviewPane) -> None:
    pane.append("Some text")
    pane.add([*PARTS, REFUSED])
    pane.show_state(PlayState.FINISHED)
    pane.show_error("The connection broke off.")
    before = pane.standing()

    pane.show_text("")
    pane.show_recorded(True)
    pane.show_moment("So", PARTS[:1])
    pane.show_recorded(False)
    pane.show_standing(before)

    assert pane.standing() == before
    assert before.pieces == (*PARTS, REFUSED)
    assert (pane.error.isVisible(), pane.parts.refused.isVisible()) == (True, True)


@pytest.mark.parametrize("text", ["One two\nthree 🦜 four\n\nfive", "x" * 40_000 + " y\nz"])
def test_text_that_is_cut_off_leaves_what_stood_there_before(qtbot: QtBot, text: str) -> None:
    view = AnswerView()
    qtbot.addWidget(view)
    for markdown in (False, True):
        view.show_markdown(markdown)
        for end in (len(text) - 1, len(text) // 2, 3, 0):
            view.show_text(text[:end])
            meant = view.toPlainText()
            view.show_text(text)

            view.cut_text(end)

            assert view.text() == text[:end]
            assert view.toPlainText() == meant
            assert not view.document().isUndoAvailable()


def test_an_end_that_is_in_sight_stays_there_when_the_view_becomes_lower(qtbot: QtBot) -> None:
    view = AnswerView()
    qtbot.addWidget(view)
    view.resize(300, 600)
    view.show()
    view.show_text("word " * 300)
    bar = view.verticalScrollBar()

    view.resize(300, 120)
    lowered = bar.value() == bar.maximum() > 0
    bar.setValue(0)
    view.resize(300, 100)

    assert lowered
    assert bar.value() == 0
