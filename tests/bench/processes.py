"""What the system knows of a process: children, CPU time, memory. Knows nothing without /proc."""

import os
import time
from pathlib import Path

PROC = Path("/proc")
# Fields of /proc/PID/stat behind the command's name (proc(5)).
PARENT, USER_TICKS, SYSTEM_TICKS = 1, 11, 12


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the command's name; none if the process is gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    parents = {int(entry.name): stat(int(entry.name)) for entry in PROC.glob("[0-9]*")}
    found = [pid]
    for parent in found:
        found += [child for child, fields in parents.items() if fields and int(fields[PARENT]) == parent]
    return found


def threads(pid: int) -> list[int]:
    """The ids of the process's threads."""
    return [int(entry.name) for entry in (PROC / str(pid) / "task").glob("[0-9]*")]


def cpu_seconds(pid: int) -> float | None:
    """The processor time that the process has used so far."""
    fields = stat(pid)
    return (int(fields[USER_TICKS]) + int(fields[SYSTEM_TICKS])) / os.sysconf("SC_CLK_TCK") if fields else None


def resident_mib(pid: int) -> float | None:
    """The resident memory of the process and all below it; pages that they share count in each."""
    pages = [_resident_pages(each) for each in tree(pid)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20 if pages[0] else None


def _resident_pages(pid: int) -> int:
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1])
    except OSError:
        return 0


def memory_mib(pid: int) -> dict[str, float]:
    """The process's resident memory (rss), its share of it (pss), and what is its alone (uss); none without Linux."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    sizes = {name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return {"rss": sizes["Rss"], "pss": sizes["Pss"], "uss": sizes["Private_Clean"] + sizes["Private_Dirty"]}


class CpuMeter:
    """The share of one core that the server, its tree and this process use between two samples."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._tree = tree(pid)
        self._samples: list[tuple[float, float | None, float, float]] = []

    def sample(self) -> None:
        """Note what was used until now."""
        whole = sum(cpu_seconds(pid) or 0.0 for pid in self._tree)
        self._samples.append((time.monotonic(), cpu_seconds(self._pid), whole, time.process_time()))

    @property
    def span_ns(self) -> tuple[int, int]:
        """When the two samples were taken."""
        (start, *_), (end, *_) = self._samples[:2]
        return int(start * 1e9), int(end * 1e9)

    def figures(self) -> dict[str, float]:
        """The shares in percent; none without two samples of a living process."""
        if len(self._samples) < 2:
            return {}
        (start, server_from, tree_from, client_from), (end, server_to, tree_to, client_to) = self._samples[:2]
        if server_from is None or server_to is None:
            return {}
        scale = 100 / (end - start)
        return {
            "server_cpu_percent": (server_to - server_from) * scale,
            "tree_cpu_percent": (tree_to - tree_from) * scale,
            "client_cpu_percent": (client_to - client_from) * scale,
        }
