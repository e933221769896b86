"""The command line: the README's pictures, or with --all every screen in every size and scheme."""

import argparse
import sys
from pathlib import Path

from tests.bench.errors import BenchError
from tests.processes import ROOT

from .scenes import shoot_all, shoot_readme

README_FOLDER = ROOT / "resources" / "screenshots"


def main() -> int:
    """Takes the pictures, and returns 1 where that could not be."""
    options = argument_parser().parse_args()
    try:
        if options.all:
            shoot_all(options.all)
        else:
            shoot_readme(README_FOLDER)
    except BenchError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    return 0


def argument_parser() -> argparse.ArgumentParser:
    """The arguments."""
    parser = argparse.ArgumentParser(prog="screenshots", description="Take pictures of the real window under Xvfb.")
    parser.add_argument("--all", type=Path, metavar="DIR", help="every screen, in every size and scheme, into a folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
