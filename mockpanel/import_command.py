"""`mockpanel import`: takes files with recorded answers into the captures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mockpanel.arguments import BAD_ARGUMENTS, Parser, refuse
from mockpanel.core.capture_disk import read_file
from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.capture_import import read_capture
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, InvalidValue
from mockpanel.core.sentences import counted, show


def run(words: Sequence[str], folder: CaptureFolder | None = None) -> int:
    """Imports what can be, and says what cannot; returns the exit code: 0, or 2 where a file was refused."""
    arguments = make_parser().parse_args(words)
    folder = folder or CaptureFolder()
    if arguments.name and len(arguments.files) > 1:
        return refuse("--name is for one file; each of several is named by itself", BAD_ARGUMENTS)
    code = 0
    for path in map(Path, arguments.files):
        try:
            kept = _take(path, arguments.name, folder)
        except (InvalidValue, CaptureError) as error:
            code = refuse(f"{path}: {error}", BAD_ARGUMENTS)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            reason = error.strerror if isinstance(error, OSError) else error
            code = refuse(f"{path} cannot be read: {reason or error}", BAD_ARGUMENTS)
        else:
            chunks, seconds = counted(len(kept.arrivals), "chunk"), kept.arrivals[-1].seconds
            print(f"{path} is kept as {show(kept.name)}: {chunks}, {seconds:g} s")
            if kept.notes:
                print(f"  {kept.notes}")
    return code


def make_parser() -> Parser:
    """The command's arguments."""
    parser = Parser(
        prog="mockpanel import",
        description="Takes recorded answers into the captures: capture files, HAR, JSON Lines of times and texts, "
        "requests that mockpanel exported, server-sent events with times, and curl's --trace with --trace-time.",
        allow_abbrev=False,
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="A file of any of these kinds.")
    parser.add_argument("--name", metavar="TEXT", default="", help="What the capture is called (default: as its file).")
    return parser


def _take(path: Path, name: str, folder: CaptureFolder) -> Capture:
    """Keeps a file's capture; a name that was asked for must be free, any other gets a number where it is taken."""
    capture = read_capture(path.stem, read_file(path))
    return folder.save(capture.named(name)) if name else folder.add(capture)
