"""The command line: what to measure, on which server, and where the tables go."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from types import FrameType

from .catalogue import all_scenarios
from .cores import usable_cores
from .environment import allow_open_files, describe
from .readings import Readings, readings_report
from .report import report
from .runner import MEMORY, Result, run_server
from .scenarios import MANY_STREAMS
from .servers import Kind
from .window_runner import describe_window, run_window
from .window_scenarios import QUICK, THOROUGH, window_scenarios

QUICK_SCALE = 0.2
SPARE_FILES = 100  # For all that is open besides the streams.
INTERRUPTED, TERMINATED = 130, 143  # What a shell reports for SIGINT and SIGTERM.


def main() -> int:
    """Measure, print the tables, and return 1 if something could not be measured."""
    names = [*(scenario.name for scenario in all_scenarios()), MEMORY]
    options = argument_parser(names).parse_args()
    signal.signal(signal.SIGTERM, _terminate)
    allow_open_files(max(MANY_STREAMS) + SPARE_FILES)
    if options.gui:
        return measure_window(options)
    wanted = matching(names, options.only)
    chosen = [each for each in all_scenarios(QUICK_SCALE if options.quick else 1.0) if each.name in wanted]
    cores = usable_cores()
    results: list[Result] = []
    for kind in options.server or Kind:
        possible = [scenario for scenario in chosen if scenario.compared or kind is Kind.MOCKPANEL]
        if possible or MEMORY in wanted:
            results += run_server(kind, possible, MEMORY in wanted, cores)

    environment = describe(cores, quick=options.quick)
    print(report(results, environment, as_markdown=options.markdown))
    if options.json:
        save(options.json, environment, results)
    return int(any(result.problem for result in results))


def measure_window(options: argparse.Namespace) -> int:
    """The same for the window: returns 1 also if a limit is missed."""
    scenarios = window_scenarios()
    wanted = matching([scenario.name for scenario in scenarios], options.only)
    chosen = [scenario for scenario in scenarios if scenario.name in wanted]
    results = run_window(chosen, QUICK if options.quick else THOROUGH)

    environment = describe_window(describe(usable_cores(), quick=options.quick))
    print(readings_report(results, environment, as_markdown=options.markdown))
    if options.json:
        save(options.json, environment, results)
    return int(not all(result.good for result in results))


def matching(names: Sequence[str], only: Sequence[str] | None) -> set[str]:
    """The names that match one of the patterns; all without any. Ends with a sentence where none matches."""
    wanted = {name for name in names if any(fnmatchcase(name, pattern) for pattern in only or ["*"])}
    if not wanted:
        sys.exit(f"--only must match one of {', '.join(names)}, got {', '.join(only or [])}.")
    return wanted


def argument_parser(names: Sequence[str]) -> argparse.ArgumentParser:
    """The arguments; `names` are the scenarios to choose from."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure mockpanel beside a naive FastAPI server.")
    parser.add_argument("--quick", action="store_true", help="a fifth of the time, and rougher figures")
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        help=f"only this scenario, or those that match ('one-*'); may be repeated: {', '.join(names)}",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--gui",
        action="store_true",
        help=f"measure the window under Xvfb instead: {', '.join(each.name for each in window_scenarios())}",
    )
    which.add_argument(
        "--server", action="append", type=Kind, choices=list(Kind), help="only this server; may be repeated"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to this file")
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables")
    return parser


def save(path: Path, environment: str, results: Sequence[Result | Readings]) -> None:
    """Write the results as JSON, figures by name with the unit in the name."""
    content = {"environment": environment, "results": [asdict(result) for result in results]}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _terminate(signum: int, frame: FrameType | None) -> None:
    sys.exit(TERMINATED)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
