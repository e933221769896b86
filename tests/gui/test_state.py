"""What the window remembers: whole or not at all, and never fatal."""

from __future__ import annotations

from pathlib import Path

from mockpanel.gui.state import ShapeChoices, WindowState, load_state, save_state
from mockpanel.gui.theme import Scheme


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "window.json"
    state = WindowState(settings={"mock_response": "漢字\n"}, host="::1", port=1, scheme=Scheme.DARK, layout={"a": "b"})
    state.shape = ShapeChoices(open=True, groups=["Bursts"])

    save_state(state, path)

    assert load_state(path) == (state, "")
    assert [file.name for file in path.parent.iterdir()] == ["window.json"]


def test_a_first_start_has_an_empty_state(tmp_path: Path) -> None:
    assert load_state(tmp_path / "nothing.json") == (WindowState(), "")


def test_a_broken_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(b'{"port": ')

    state, told = load_state(path)

    assert state == WindowState()
    assert "set aside as window.broken.json" in told
    assert (tmp_path / "window.broken.json").read_bytes() == b'{"port": '
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_not_fatal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    save_state(WindowState(), tmp_path / "file" / "window.json")

    assert (tmp_path / "file").read_text() == "in the way"
