"""Sharing as it is asked for: what is refused, what is given up, and what is not loaded before it is needed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from mockpanel.core.choices import PartKind
from mockpanel.core.request_record import AnswerPart, RequestRecord
from mockpanel.core.tokens import Tokens, tokenize
from mockpanel.gui.loop import make_loop
from mockpanel.gui.sharing.share_actions import Share
from mockpanel.gui.sharing.share_desk import ShareDesk
from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.undo_notice import UndoNotice
from tests.core.records import record_of
from tests.gui.stories import until
from tests.processes import run

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

Story = Callable[[ShareDesk, UndoNotice], Awaitable[None]]


async def split(text: str, encoding: str) -> Tokens:
    return tokenize(text, encoding)


@pytest.fixture
def tell(qapp: QApplication) -> Callable[[RequestRecord | None, Story], None]:
    """Runs a story with a desk whose preview shows a record, in the loop that the app uses."""

    async def story_of(record: RequestRecord | None, story: Story) -> None:
        parent = QWidget()
        notice = UndoNotice(parent)
        desk = ShareDesk(lambda: record, lambda: None, lambda _record: "Mine / own", split, notice, parent)
        try:
            await story(desk, notice)
        finally:
            await desk.close()
            parent.deleteLater()
            notice.bar.deleteLater()

    def play(record: RequestRecord | None, story: Story) -> None:
        with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
            runner.run(story_of(record, story))

    return play


def save_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answers the question where to; returns the names that were suggested."""
    names: list[str] = []

    def ask_where(_parent: object, _title: str, name: str, chosen: Callable[[Path], object]) -> None:
        names.append(name)
        chosen(path)

    monkeypatch.setattr("mockpanel.gui.sharing.share_desk.ask_where", ask_where)
    return names


@pytest.mark.parametrize("kind", list(Share))
def test_where_there_is_nothing_it_says_so(tell: Callable[[RequestRecord | None, Story], None], kind: Share) -> None:
    async def story(desk: ShareDesk, notice: UndoNotice) -> None:
        desk.preview.of[kind].trigger()

        assert "There is no answer to share" in notice.bar.sentence.text()

    tell(None, story)


def test_an_answer_of_calls_alone_is_no_moving_picture(tell: Callable[[RequestRecord | None, Story], None]) -> None:
    calls = (AnswerPart(PartKind.TOOL_CALL, "{}", "now"),)

    async def story(desk: ShareDesk, notice: UndoNotice) -> None:
        desk.preview.of[Share.FILM].trigger()
        await until(lambda: "its answer holds no text" in notice.bar.sentence.text())

        assert not desk.dialog.isVisible()

    tell(record_of(answer="{}", parts=calls), story)


def test_a_film_that_is_given_up_leaves_no_file_and_another_can_be_made(
    tell: Callable[[RequestRecord | None, Story], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.gif"
    names = save_to(path, monkeypatch)
    record = record_of(answer="word " * 400, completion_tokens=401)
    for place in range(4, 400):
        due = 900_000_000 + place * 50_000_000
        record.ledger.add(due, due, place + 1)

    async def story(desk: ShareDesk, notice: UndoNotice) -> None:
        desk.preview.of[Share.FILM].trigger()
        await until(desk.dialog.isVisible)
        desk.dialog.save.click()
        await until(lambda: desk.dialog.progress.value() > 2)
        desk.dialog.cancel.click()
        await until(lambda: not list(tmp_path.iterdir()))
        said = notice.bar.sentence.text()
        desk.preview.of[Share.FILM].trigger()
        await until(desk.dialog.isVisible)

        assert said == "The moving picture was given up; no file was written."
        assert desk.dialog.save.isEnabled()
        assert names == ["mine-own-1.gif"]

    tell(record, story)


@pytest.mark.parametrize("kind", list(Share))
def test_a_place_that_cannot_be_written_is_told_of(
    tell: Callable[[RequestRecord | None, Story], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: Share,
) -> None:
    (tmp_path / "file").write_text("")
    save_to(tmp_path / "file" / f"it.{kind}", monkeypatch)

    async def story(desk: ShareDesk, notice: UndoNotice) -> None:
        desk.preview.of[kind].trigger()
        if kind is Share.FILM:
            await until(desk.dialog.isVisible)
            desk.dialog.save.click()
        await until(lambda: "cannot be written" in notice.bar.sentence.text())

        assert notice.bar.sentence.text().startswith(f"Error: it.{kind} cannot be written: ")

    tell(record_of(), story)


def test_pictures_are_in_the_window_s_scheme_until_that_is_chosen_otherwise(
    tell: Callable[[RequestRecord | None, Story], None],
) -> None:
    async def story(desk: ShareDesk, notice: UndoNotice) -> None:
        desk.show_colours(DARK)
        desk.preview.of[Share.FILM].trigger()
        await until(desk.dialog.isVisible)
        dark = desk.dialog.choices().dark
        desk.show_colours(LIGHT)

        assert dark
        assert not desk.dark.isChecked()

    tell(record_of(), story)


def test_neither_pillow_nor_the_sound_library_is_loaded_with_the_window() -> None:
    code = "import sys, mockpanel.gui.main_window; print({'PIL', 'miniaudio', '_cffi_backend'} & sys.modules.keys())"

    assert run([sys.executable, "-c", code], {"QT_QPA_PLATFORM": "offscreen"}).stdout == "set()\n"
