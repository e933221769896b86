"""`python -m resources.packaging`: what `python dev.py package` runs."""

from __future__ import annotations

import argparse
import subprocess
import sys

from resources.packaging import build
from resources.packaging.archives import ROOT


def main() -> int:
    """Builds what was asked for and, with --check, proves it."""
    arguments = read_arguments()
    if arguments.only != "app":
        build.build_distributions()
    if arguments.only == "wheel":
        return 0
    app = build.build_app()
    packages = list(build.pack(app))
    build.tell(app, packages)
    if not arguments.check:
        return 0
    if sys.platform != "linux":
        return build.try_out(app)
    return subprocess.run([sys.executable, "-m", "tests.package_check"], cwd=ROOT, check=False).returncode


def read_arguments() -> argparse.Namespace:
    """What to build, and whether to check it."""
    parser = argparse.ArgumentParser(prog="python dev.py package", description=__doc__)
    parser.add_argument("--only", choices=("app", "wheel"), help="the app, or wheel and source distribution (both)")
    parser.add_argument("--check", action="store_true", help="unpack the app elsewhere, start it and use it")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
