"""Starting a server as a process of its own, finding its port, and stopping it whatever happens."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from .cores import Cores
from .errors import BenchError

ROOT = Path(__file__).parents[2]
BASE_URL = re.compile(r"http://127\.0\.0\.1:(\d+)")
START_S = 20.0
STOP_S = 5.0
POLL_S = 0.05


class Kind(StrEnum):
    """The servers that are compared."""

    MOCKPANEL = "mockpanel"
    NAIVE = "naive"

    @property
    def command(self) -> list[str]:
        """What starts it, up to the flags that both know."""
        if self is Kind.MOCKPANEL:
            return [sys.executable, "-m", "mockpanel", "--no-gui"]
        return [sys.executable, "-m", f"{__package__}.naive"]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready: its main process, its port on this machine, and the cores to measure it on."""

    kind: Kind
    pid: int
    port: int
    cores: Cores


@contextmanager
def running(kind: Kind, answer: str, cores: Cores) -> Iterator[Server]:
    """A server that answers with that text; stopped at the end. Raises BenchError if it does not start."""
    with TemporaryDirectory() as folder:
        answer_file, output_file = Path(folder, "answer.txt"), Path(folder, "output.txt")
        answer_file.write_text(answer, encoding="utf-8", newline="")
        flags = ["--port", "0", "--mock-response-file", str(answer_file)]
        flags += ["--tokens-per-second", "50", "--time-to-first-token", "0.2"]
        with output_file.open("wb") as output:
            process = subprocess.Popen(
                [*kind.command, *flags],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the bench alone, which then stops the server.
            )
        try:
            yield Server(kind, process.pid, wait_for_port(process, output_file), cores)
        finally:
            stop(process)


def environment() -> dict[str, str]:
    """This process's environment without the user's own settings for mockpanel."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MOCKPANEL_")}


def wait_for_port(process: subprocess.Popen[bytes], output_file: Path) -> int:
    """The port in the line that the server prints when it is ready. Raises BenchError if it prints none."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        ended = process.poll() is not None
        output = output_file.read_text(encoding="utf-8", errors="replace")
        if found := BASE_URL.search(output.rpartition("\n")[0]):
            return int(found[1])
        if ended:
            last = (output.strip().splitlines() or ["no output"])[-1]
            raise BenchError(f"it ended with exit code {process.returncode}: {last}")
        time.sleep(POLL_S)
    raise BenchError(f"it printed no base URL within {START_S:.0f} s")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop, and end whatever of its process group is left after STOP_S."""
    process.terminate()
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
    finally:
        if sys.platform == "win32":
            process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):  # The group is gone, or (macOS) all zombies.
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
