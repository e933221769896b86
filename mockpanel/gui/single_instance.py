"""One window a user and settings folder: a second start hands over what it was asked to do, and ends."""

from __future__ import annotations

import getpass
import hashlib
import logging
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from PySide6.QtCore import QCoreApplication, QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

LONGEST_CALL_BYTES = 64 * 1024
ANSWER_MS = 5000
"""One that is just starting answers within that, and whoever calls it has said all by then."""

RETRY_S = 0.05
LONGEST_SOCKET_PATH = 100
"""Unix allows some 104 bytes."""

LONGEST_KEY = 40

_TAKEN, _REFUSED = b"ok\n", b"no\n"


class Call(BaseModel):
    """What one start says to another; what a later version adds is ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)

    files: list[str] = Field(default_factory=list)
    """Whole paths."""
    show: bool = True


def instance_key(config_folder: Path) -> str:
    """A name for this user and that folder, fit for a socket."""
    whole = f"{_user()}\0{config_folder.resolve()}"
    return "mockpanel-" + hashlib.sha256(whole.encode()).hexdigest()[:20]


class SingleInstance(QObject):
    """Holds the lock from claim() to release(). The lock of a process that died is taken over."""

    called = Signal(dict)
    """Another start asks for `files` to be opened and, with `show`, for the window."""

    def __init__(self, key: str, parent: QObject | None = None, *, folder: Path | None = None) -> None:
        super().__init__(parent)
        place = folder or _private_folder()
        self._name = key if place is None or sys.platform == "win32" else str(place / key)
        self._lock = QLockFile(str(place / f"{key}.lock")) if place else None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)

    def claim(self) -> bool:
        """Whether this is the only one; needs a QCoreApplication. Where nothing can be locked, every one is."""
        assert QCoreApplication.instance() is not None, "a socket needs Qt's event loop: make the QApplication first"
        if self._lock is None:
            log.warning("There is no folder of this user's own for a lock; a second window will not be noticed.")
            return True
        self._lock.setStaleLockTime(0)  # it is held for days; only a dead holder makes it stale
        if not self._lock.tryLock(0):
            return self._lock.error() is not QLockFile.LockError.LockFailedError  # else no lock can be made at all
        QLocalServer.removeServer(self._name)  # a crash leaves the socket behind; the lock says that nobody uses it
        if not self._server.listen(self._name):
            log.warning("Another start cannot call this one: %s", self._server.errorString())
        return True

    def release(self) -> None:
        """Lets another one start."""
        self._server.close()
        if self._lock is not None:
            self._lock.unlock()

    def hand_over(self, call: Mapping[str, Any]) -> bool:
        """Says something to the one that runs, within ANSWER_MS; False where it does not take it."""
        line = Call.model_validate(dict(call)).model_dump_json().encode() + b"\n"
        end = time.monotonic() + ANSWER_MS / 1000
        while len(line) <= LONGEST_CALL_BYTES:
            client = QLocalSocket()
            client.connectToServer(self._name)
            if client.waitForConnected(ANSWER_MS):
                client.write(line)
                answered = client.waitForReadyRead(max(1, round((end - time.monotonic()) * 1000)))
                return answered and client.readAll().data() == _TAKEN
            if time.monotonic() > end:
                break
            time.sleep(RETRY_S)  # it has its lock, but does not listen yet
        return False

    def _take(self) -> None:
        while (client := self._server.nextPendingConnection()) is not None:
            client.setReadBufferSize(LONGEST_CALL_BYTES + 1)
            client.readyRead.connect(partial(self._read, client))
            client.disconnected.connect(client.deleteLater)
            QTimer.singleShot(ANSWER_MS, client, client.abort)
            self._read(client)

    def _read(self, client: QLocalSocket) -> None:
        if not client.canReadLine():
            if client.bytesAvailable() > LONGEST_CALL_BYTES:
                self._answer(client, None)
            return
        line = bytes(client.readLine().data())
        try:
            call = Call.model_validate_json(line) if len(line) <= LONGEST_CALL_BYTES else None
        except ValidationError:
            call = None
        self._answer(client, call)

    def _answer(self, client: QLocalSocket, call: Call | None) -> None:
        client.readyRead.disconnect()
        client.write(_TAKEN if call else _REFUSED)
        client.disconnectFromServer()  # when it is written
        if call is None:
            log.warning("Another program said something to this window that was not understood.")
        else:
            self.called.emit(call.model_dump())


def _user() -> str:
    return getpass.getuser() if sys.platform == "win32" else str(os.getuid())


def _private_folder() -> Path | None:
    """A folder that nobody else can write: who listens there is this user's own program."""
    for folder in _candidates():
        try:
            if sys.platform == "win32":
                folder.mkdir(parents=True, exist_ok=True)
                return folder
            if _is_short(folder):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if _is_own(folder) and _is_safe(folder.parent):
                    return folder
        except OSError:
            continue
    return None


def _candidates() -> Iterator[Path]:
    """Places that a restart empties come first: there no lock outlives the process numbers of its time."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / "mockpanel"
    yield Path(tempfile.gettempdir()) / f"mockpanel-{_user()}"
    yield user_cache_path("mockpanel", appauthor=False)


def _is_own(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and f"{found.st_uid}" == _user() and not found.st_mode & 0o022


def _is_safe(parent: Path) -> bool:
    """Whether nobody else can move away what is in it: it is this user's, or sticky as /tmp is."""
    return _is_own(parent) or bool(parent.stat().st_mode & stat.S_ISVTX)


def _is_short(folder: Path) -> bool:
    return len(os.fsencode(folder)) + LONGEST_KEY < LONGEST_SOCKET_PATH
