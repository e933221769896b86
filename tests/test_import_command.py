"""`mockpanel import` keeps what can be kept, and says of every other file why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpanel.cli import main
from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.import_command import run
from tests.core.captures import capture_of


@pytest.fixture
def folder(tmp_path: Path) -> CaptureFolder:
    return CaptureFolder(tmp_path / "captures")


@pytest.fixture
def pairs(tmp_path: Path) -> str:
    """A file of times and texts."""
    path = tmp_path / "pairs.jsonl"
    path.write_text('[0.5, "Hel"]\n[0.75, "lo"]\n')
    return str(path)


def test_files_are_kept_under_their_own_names(
    folder: CaptureFolder, pairs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text(capture_text(capture_of("Hi", name="Mine", notes="By hand.")))

    code = run([pairs, str(own), pairs], folder)

    assert code == 0
    assert folder.names()[:3] == ["Mine", "pairs", "pairs 2"]
    assert capsys.readouterr().out.splitlines() == [
        f'{pairs} is kept as "pairs": 2 chunks, 0.75 s',
        f'{own} is kept as "Mine": 1 chunk, 0.5 s',
        "  By hand.",
        f'{pairs} is kept as "pairs 2": 2 chunks, 0.75 s',
    ]


def test_a_name_is_given_once_and_never_taken_from_another(
    folder: CaptureFolder, pairs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [run([pairs, "--name", "Mine"], folder), run([pairs, "--name", "mine"], folder)]

    assert codes == [0, 2]
    assert folder.find("Mine").text == "Hello"
    assert capsys.readouterr().err == f'mockpanel: {pairs}: the capture name "mine" is taken; choose another\n'


def test_one_bad_file_keeps_no_other_out(
    folder: CaptureFolder, pairs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, none = tmp_path / "bad.txt", tmp_path / "none.har"
    bad.write_text("nothing of this kind")

    code = run([str(bad), str(none), str(tmp_path), pairs], folder)

    assert code == 2
    assert folder.names()[0] == "pairs"
    assert capsys.readouterr().err.splitlines() == [
        f"mockpanel: {bad}: the file holds no event with a text and a time",
        f"mockpanel: {none} cannot be read: No such file or directory",
        f"mockpanel: {tmp_path}: {tmp_path} is not a file",
    ]


def test_one_name_for_several_files_is_refused(
    folder: CaptureFolder, pairs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run([pairs, pairs, "--name", "a"], folder)

    assert code == 2
    assert capsys.readouterr().err == "mockpanel: --name is for one file; each of several is named by itself\n"


def test_the_front_door_leads_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "mockpanel: the following arguments are required: FILE\nTry 'mockpanel import --help'.\n"
    )
