"""What the front door and its commands share: a parser that refuses with one sentence, and the exit codes."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

BAD_ARGUMENTS = 2
FAILED = 1


class Parser(argparse.ArgumentParser):
    """An argument parser that refuses with one sentence."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with that sentence."""
        sys.stderr.write(f"mockpanel: {message}\nTry '{self.prog} --help'.\n")
        raise SystemExit(BAD_ARGUMENTS)


def refuse(error: object, code: int) -> int:
    """Says what was wrong; returns the exit code."""
    sys.stderr.write(f"mockpanel: {error}\n")
    return code
