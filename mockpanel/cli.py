"""The front door: reads the arguments and picks a front end, which it imports only then."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from pydantic import SecretStr

from mockpanel import __version__
from mockpanel.arguments import BAD_ARGUMENTS, FAILED, Parser, refuse
from mockpanel.core.errors import InvalidValue, MockpanelError, ProfileError, StartError
from mockpanel.core.sentences import number
from mockpanel.core.settings import ENVIRONMENT_PREFIX, SPECS, Settings, Spec
from mockpanel.launch import PROFILE, settle

COMMANDS = ("capture", "import")

EPILOG = """Every flag can also be set by environment (--tokens-per-second as MOCKPANEL_TOKENS_PER_SECOND) and
by a profile file (tokens_per_second = 12). Flags beat environment beats profile beats the defaults.

mockpanel capture URL takes down how a real API streams, mockpanel import FILE... takes what was recorded elsewhere:
see mockpanel capture --help and mockpanel import --help."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs mockpanel and returns its exit code: 0, 1 if it could not start, 2 for bad arguments."""
    open_standard_files()
    words = sys.argv[1:] if argv is None else list(argv)
    if words and words[0] in COMMANDS:
        return _command(words[0], words[1:])
    arguments = make_parser().parse_args(words)
    flags = {name: text for name, text in vars(arguments).items() if isinstance(text, str)}
    try:
        settings = settle(flags, os.environ)
    except (InvalidValue, ProfileError) as error:
        return refuse(error, BAD_ARGUMENTS)
    try:
        if arguments.gui and has_display():
            return _open_window(flags)
        return _serve(settings, gui=arguments.gui)
    except MockpanelError as error:
        return refuse(error, FAILED)


def open_standard_files() -> None:
    """Opens on nothing what of standard input, output and error is closed: uvloop aborts where a socket is there."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def make_parser() -> argparse.ArgumentParser:
    """The parser, with a flag for every setting; it keeps texts, which are read and checked with the other layers."""
    parser = Parser(
        prog="mockpanel",
        description="An OpenAI-compatible mock server that streams real tokens at exactly the asked rate.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"mockpanel {__version__}")
    parser.add_argument("--no-gui", dest="gui", action="store_false", help="Serve without a window.")
    parser.add_argument(
        "--profile",
        metavar="NAME|FILE",
        help="A built-in profile, one of your own, or a TOML file with settings (no default).",
    )
    parser.add_argument(
        "--mock-response-file", metavar="FILE", help="Read the response from a UTF-8 file, byte for byte (no default)."
    )
    for spec in SPECS.values():
        _add_flag(parser, spec)
    return parser


def _add_flag(parser: argparse.ArgumentParser, spec: Spec) -> None:
    text = explain(spec).replace("%", "%%")
    if spec.kind is bool:
        group = parser.add_mutually_exclusive_group()
        group.add_argument(spec.flag, dest=spec.name, action="store_const", const="true", help=text)
        group.add_argument(
            "--no-" + spec.flag[2:], dest=spec.name, action="store_const", const="false", help="The opposite."
        )
        return
    parser.add_argument(spec.flag, dest=spec.name, metavar=_metavar(spec), help=text)


def explain(spec: Spec) -> str:
    """A setting in one line: what it is, its unit, bounds and default."""
    facts = []
    if spec.low is not None and spec.high is not None:
        facts.append(f"{number(spec.low)} to {number(spec.high)} {spec.unit}")
    elif spec.kind is not bool:
        facts.append(spec.unit)
    facts.append(f"default {_default(spec)}")
    return f"{spec.help} ({'; '.join(facts)})"


def _default(spec: Spec) -> str:
    default = Settings.model_fields[spec.name].default
    if isinstance(default, SecretStr) or default in ("", ()):
        return "empty"
    return f"{default:g}" if isinstance(default, float) else str(default).lower()


def _metavar(spec: Spec) -> str:
    return "NUMBER" if spec.kind in (int, float) else "TEXT"


def _command(name: str, words: Sequence[str]) -> int:
    if name == "import":
        from mockpanel import import_command

        return import_command.run(words)
    from mockpanel import capture_command

    return capture_command.run(words, os.environ)


def _open_window(flags: Mapping[str, str]) -> int:
    from mockpanel.gui.early import check_display, explain_start_error

    try:
        check_display(os.environ)
        from mockpanel.gui import app
    except ImportError as error:
        raise StartError(explain_start_error(error)) from error
    profile = flags.get(PROFILE) or os.environ.get(ENVIRONMENT_PREFIX + PROFILE.upper(), "")
    return app.run(lambda remembered: settle(flags, os.environ, remembered), profile)


def _serve(settings: Settings, *, gui: bool) -> int:
    if gui:
        sys.stderr.write("mockpanel: there is no display to open a window on; serving as with --no-gui.\n")
    from mockpanel import headless

    return headless.run(settings)


def has_display() -> bool:
    """Whether a window could be opened: always on macOS and Windows, elsewhere where X11 or Wayland is running."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
