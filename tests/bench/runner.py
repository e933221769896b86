"""Running the chosen scenarios on one server after another, and turning what goes wrong into results."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from .cores import Cores
from .errors import BenchError
from .processes import resident_mib
from .scenarios import ANSWER_TOKENS, Scenario, warm_up
from .servers import Kind, Server, running
from .text import prose

MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Result:
    """What a scenario gave on one server: figures by name, or a sentence on why there are none."""

    scenario: str
    title: str
    server: str
    figures: dict[str, float] = field(default_factory=dict)
    problem: str = ""


def run_server(kind: Kind, chosen: Sequence[Scenario], memory: bool, cores: Cores) -> list[Result]:
    """The results of the chosen scenarios, one after another on one process of that server."""
    progress(f"{kind}: start")
    try:
        with running(kind, prose(ANSWER_TOKENS), cores) as server:
            warm_up(server)
            idle_mib = resident_mib(server.pid)
            results = [run_scenario(scenario, server) for scenario in chosen]
            return [*results, memory_result(server, idle_mib)] if memory else results
    except (BenchError, OSError) as error:
        return [Result("start", "start", kind, problem=f"{kind} could not be started: {sentence(error)}")]


def run_scenario(scenario: Scenario, server: Server) -> Result:
    """The scenario's result, with server and client on a core each."""
    progress(f"{server.kind}: {scenario.title}")
    server.cores.pin_server(server.pid)
    try:
        with server.cores.client_pinned():
            figures = scenario.measure(server)
    except (BenchError, OSError) as error:
        problem = f"{scenario.name} could not be measured on {server.kind}: {sentence(error)}"
        return Result(scenario.name, scenario.title, server.kind, problem=problem)
    return Result(scenario.name, scenario.title, server.kind, figures)


def memory_result(server: Server, idle_mib: float | None) -> Result:
    """The memory of the server's process tree after its first request and after all scenarios."""
    after_mib = resident_mib(server.pid)
    if idle_mib is None or after_mib is None:
        problem = f"{MEMORY} could not be measured on {server.kind}: it has ended, or the system does not tell."
        return Result(MEMORY, MEMORY, server.kind, problem=problem)
    figures = {"memory_idle_mib": idle_mib, "memory_after_mib": after_mib}
    return Result(MEMORY, MEMORY, server.kind, figures)


def sentence(error: Exception) -> str:
    """The error's message with one full stop."""
    return f"{str(error).removesuffix('.')}."


def progress(line: str) -> None:
    """Tell on stderr what is being measured; stdout is for the table."""
    print(line, file=sys.stderr, flush=True)
