"""Which file is dropped: the one on this machine, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from mockpanel.gui.widgets.dropped_file import files_for_the_window, holds_capture, is_for_the_window, local_file


def dragged(*urls: QUrl) -> QMimeData:
    data = QMimeData()
    data.setUrls(urls)
    return data


def test_one_local_file_is_found() -> None:
    assert local_file(dragged(QUrl.fromLocalFile("/folder/a ü.md"))) == Path("/folder/a ü.md")


@pytest.mark.parametrize(
    "urls",
    [[], [QUrl("https://example.org/a.md")], [QUrl.fromLocalFile("/a.md"), QUrl.fromLocalFile("/b.md")]],
    ids=["none", "elsewhere", "two"],
)
def test_nothing_else_is_a_file_to_load(urls: list[QUrl]) -> None:
    assert local_file(dragged(*urls)) is None


@pytest.mark.parametrize(("name", "profile"), [("calm.toml", True), ("CALM.TOML", True), ("a.md", False), ("a", False)])
def test_a_profile_is_left_to_the_window(name: str, profile: bool) -> None:
    assert is_for_the_window(Path(name)) is profile


def test_a_recorded_answer_is_left_to_the_window_whatever_it_is_called(tmp_path: Path) -> None:
    dump, text = tmp_path / "dump.txt", tmp_path / "text.txt"
    dump.write_text('0.5 data: {"choices": []}\n', encoding="utf-8")
    text.write_text("Just some words.", encoding="utf-8")

    assert is_for_the_window(dump)
    assert not is_for_the_window(text)


def test_what_cannot_be_read_is_judged_by_its_name(tmp_path: Path) -> None:
    assert holds_capture(tmp_path / "gone.har")
    assert not holds_capture(tmp_path)


def test_several_files_are_for_the_window_where_all_are_recorded_answers() -> None:
    har, text = QUrl.fromLocalFile("/a.har"), QUrl.fromLocalFile("/a.md")

    assert files_for_the_window(dragged(har, QUrl.fromLocalFile("/b.jsonl"))) == [Path("/a.har"), Path("/b.jsonl")]
    assert files_for_the_window(dragged(text)) == [Path("/a.md")]
    assert files_for_the_window(dragged(har, text)) == []
    assert files_for_the_window(dragged(har, QUrl("https://example.org/b.har"))) == []
