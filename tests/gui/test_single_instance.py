"""One window a user and folder: seen with real processes, which come at once, crash and talk."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import binary
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mockpanel.gui import single_instance
from mockpanel.gui.single_instance import LONGEST_CALL_BYTES, LONGEST_KEY, SingleInstance, instance_key
from tests.processes import Started, run

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.skipif(sys.platform == "win32", reason="the sockets are Unix'"),
]

START = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from mockpanel.gui.single_instance import SingleInstance
app = QCoreApplication([])
one = SingleInstance("test", folder=Path(sys.argv[1]))
if len(sys.argv) > 2:
    print("ready", flush=True)
    while not Path(sys.argv[2]).exists():
        pass
if one.claim():
    one.called.connect(lambda call: print("called", json.dumps(call), flush=True))
    print("claimed", flush=True)
    app.exec()
else:
    print("handed over" if one.hand_over({"files": ["/tmp/ä.md"], "show": True}) else "no answer", flush=True)
"""


def start(folder: Path, *arguments: str) -> list[str]:
    """The command of a process that wants to be the only one."""
    return [sys.executable, "-c", START, str(folder), *arguments]


@pytest.fixture
def one(qapp: QApplication, tmp_path: Path) -> Iterator[SingleInstance]:
    """The only one, in this process."""
    made = SingleInstance("test", folder=tmp_path)
    assert made.claim()
    yield made
    made.release()


@pytest.fixture(scope="module")
def junk_one(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SingleInstance, Path]]:
    """One for many calls, and its folder."""
    folder = tmp_path_factory.mktemp("one")
    made = SingleInstance("test", folder=folder)
    assert made.claim()
    yield made, folder
    made.release()


def answer(folder: Path, said: bytes, qtbot: QtBot) -> bytes:
    """What the one in this process answers to some bytes."""
    client = QLocalSocket()
    client.connectToServer(str(folder / "test"))
    assert client.waitForConnected(1000)
    client.write(said)
    qtbot.waitUntil(lambda: client.bytesAvailable() >= len(b"ok\n"))
    answered = bytes(client.readAll().data())
    client.abort()
    return answered


def test_a_second_start_hands_over_and_a_crashed_one_is_succeeded(tmp_path: Path) -> None:
    with Started(start(tmp_path)) as first:
        first.out.wait_for("claimed")

        second = run(start(tmp_path))
        call = first.out.wait_for("called")
        first.signal(signal.SIGKILL)
        first.wait()
        left = sorted(path.name for path in tmp_path.iterdir())
        with Started(start(tmp_path)) as third:
            third.out.wait_for("claimed")

    assert second.stdout == "handed over\n"
    assert json.loads(call.removeprefix("called ")) == {"files": ["/tmp/ä.md"], "show": True}
    assert left == ["test", "test.lock"]


def test_of_many_simultaneous_starts_one_wins(tmp_path: Path) -> None:
    gate, folder = tmp_path / "gate", tmp_path / "run"
    folder.mkdir()

    with ExitStack() as stack:
        all_of_them = [stack.enter_context(Started(start(folder, str(gate)))) for _ in range(4)]
        for process in all_of_them:
            process.out.wait_for("ready")
        gate.touch()
        told = [process.out.wait_for("claimed|handed over|no answer") for process in all_of_them]

    assert sorted(told) == ["claimed", *["handed over"] * 3]


def test_two_in_one_process_never_both_win(one: SingleInstance, tmp_path: Path) -> None:
    assert not SingleInstance("test", folder=tmp_path).claim()


def test_another_folder_is_another_one(one: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance("other", folder=tmp_path)

    assert other.claim()
    other.release()


def test_what_was_released_can_be_claimed_again(one: SingleInstance, tmp_path: Path) -> None:
    one.release()
    other = SingleInstance("test", folder=tmp_path)

    assert other.claim()
    other.release()


def test_only_this_user_can_call(one: SingleInstance, tmp_path: Path) -> None:
    assert (tmp_path / "test").stat().st_mode & 0o077 == 0


def test_a_call_that_grew_beyond_the_bounds_is_not_sent(one: SingleInstance) -> None:
    assert not one.hand_over({"files": ["x" * LONGEST_CALL_BYTES]})


def test_nobody_answers_where_nobody_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "ANSWER_MS", 100)

    assert not SingleInstance("test", folder=tmp_path).hand_over({})


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=binary(max_size=30))
def test_junk_is_refused_and_the_next_call_is_taken(
    junk: bytes, junk_one: tuple[SingleInstance, Path], qtbot: QtBot
) -> None:
    one, folder = junk_one
    line = junk.replace(b"\n", b"") + b"\n"

    refused = answer(folder, line, qtbot)
    with qtbot.waitSignal(one.called) as called:
        taken = answer(folder, b'{"files": ["/a"], "later": 1}\n', qtbot)

    assert refused == b"no\n"
    assert taken == b"ok\n"
    assert called.args == [{"files": ["/a"], "show": True}]


@pytest.mark.parametrize(
    "said",
    [
        b"x" * (LONGEST_CALL_BYTES + 1),
        b"[" * 60_000 + b"\n",
        b'{"files": "/a"}\n',
        b'{"show": 1}\n',
        b"null\n",
        b"\xff\n",
    ],
    ids=lambda said: repr(said[:20]),
)
def test_what_is_no_call_is_refused(said: bytes, one: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(one.called):
        assert answer(tmp_path, said, qtbot) == b"no\n"


def test_a_call_may_come_in_pieces(one: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    client = QLocalSocket()
    client.connectToServer(str(tmp_path / "test"))
    with qtbot.waitSignal(one.called) as called:
        for piece in (b'{"fi', b'les": ["/a"]', b"}", b"\n"):
            client.write(piece)
            client.waitForBytesWritten(1000)
            qtbot.wait(1)

    assert called.args == [{"files": ["/a"], "show": True}]
    client.abort()


def test_who_connects_and_says_nothing_is_let_go(
    one: SingleInstance, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "ANSWER_MS", 20)
    client = QLocalSocket()
    client.connectToServer(str(tmp_path / "test"))

    qtbot.waitUntil(lambda: client.state() is QLocalSocket.LocalSocketState.UnconnectedState)


def test_the_key_tells_folders_apart_and_fits_a_socket(tmp_path: Path) -> None:
    key = instance_key(tmp_path)

    assert key == instance_key(tmp_path / "x" / "..")
    assert key != instance_key(tmp_path / "x")
    assert re.fullmatch(r"[a-z0-9-]+", key)
    assert len(key) + len(".lock") < LONGEST_KEY


@pytest.mark.parametrize(("mode", "used"), [(0o777, False), (0o770, False), (0o1777, True), (0o755, True)])
def test_a_folder_that_others_can_write_is_not_used(mode: int, used: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory() as short:
        first, second = Path(short) / "a", Path(short) / "b"
        first.mkdir()
        second.mkdir()
        first.chmod(mode)
        monkeypatch.setattr(single_instance, "_candidates", lambda: iter([first / "m", second / "m"]))

        found = single_instance._private_folder()

    assert found is not None
    assert found.parent == (first if used else second)


def test_a_folder_of_its_own_is_found_here() -> None:
    folder = single_instance._private_folder()

    assert folder is not None
    assert folder.is_dir()


def test_where_no_folder_is_this_user_s_own_every_start_is_a_window_s(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(single_instance, "_private_folder", lambda: None)

    claimed = [SingleInstance("test").claim() for _ in range(2)]

    assert claimed == [True, True]
    assert "a second window will not be noticed" in caplog.messages[0]
