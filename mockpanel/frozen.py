"""The front door of the built app: its helper processes come in here too, and a refusal nobody would read is shown."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import stat
import sys
import traceback
from collections.abc import Sequence

from mockpanel.server.tokenizer_process import CONSOLE_PROGRAM, TOKENIZER_ARGUMENT

FAILED = 1
LONGEST_SHOWN = 2000
"""What is shown of all that a start wrote to standard error: its end."""

LIBRARY_PATH = "LD_LIBRARY_PATH"


def main() -> int:
    """Runs the app, or the part of it that one of its own processes was started for."""
    multiprocessing.freeze_support()
    give_back_the_environment()
    arguments = sys.argv[1:]
    if arguments == [TOKENIZER_ARGUMENT]:
        from mockpanel.server import tokenizer_process

        tokenizer_process.main()
    if is_console_program():
        return run(["--no-gui", *arguments])
    return run(arguments) if is_read(sys.stderr) else run_watched(arguments)


def run(arguments: Sequence[str]) -> int:
    """The command mockpanel."""
    from mockpanel.cli import main as front_door

    return front_door(arguments)


def run_watched(arguments: Sequence[str]) -> int:
    """The command mockpanel, where nobody reads standard error: what it says of a failed start is shown in a window."""
    words = LastWords()
    with contextlib.redirect_stderr(words):
        try:
            code = run(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else FAILED
        except Exception:
            words.write(traceback.format_exc())
            code = FAILED
    if code:
        show(words.text.strip())
    return code


def show(sentence: str) -> None:
    """Keeps a sentence in the log file, and shows it in a window where one can be opened."""
    from mockpanel.log_file import log_path

    with contextlib.suppress(OSError):
        log_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with log_path().open("a", encoding="utf-8") as file:
            file.write(f"{sentence}\n")
    from mockpanel.cli import has_display

    if has_display():
        with contextlib.suppress(ImportError):  # Qt itself may be what cannot be loaded
            from mockpanel.gui.refusal import show_refusal

            show_refusal(sentence)


def give_back_the_environment() -> None:
    """What the app starts gets the user's environment: a browser must not load the app's libraries.

    PyInstaller 6 starts the app with a library path of its own and keeps the user's under another name. The app's own
    processes set theirs up again, where they are told to.
    """
    kept = os.environ.pop(f"{LIBRARY_PATH}_ORIG", None)
    if kept is not None:
        os.environ[LIBRARY_PATH] = kept
    else:
        os.environ.pop(LIBRARY_PATH, None)
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def is_console_program() -> bool:
    """Whether this is the program beside the window's, which serves without one."""
    return os.path.splitext(os.path.basename(sys.executable))[0] == CONSOLE_PROGRAM


def is_read(stream: object) -> bool:
    """Whether somebody may read what a stream is told: nobody reads none, a null device or a desktop's log."""
    try:
        status = os.fstat(stream.fileno())  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return False
    if stat.S_ISSOCK(status.st_mode):  # systemd's journal
        return False
    null = os.stat(os.devnull) if os.name != "nt" else None
    return null is None or (status.st_dev, status.st_ino) != (null.st_dev, null.st_ino)


class LastWords(io.TextIOBase):
    """A text stream that keeps the end of what is written to it."""

    text = ""

    def write(self, text: str, /) -> int:
        """Takes a text."""
        self.text = (self.text + text)[-LONGEST_SHOWN:]
        return len(text)


if __name__ == "__main__":
    raise SystemExit(main())
