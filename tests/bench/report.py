"""The results as aligned plain text, or as Markdown for the README."""

from collections.abc import Sequence
from dataclasses import dataclass

from .limits import limits_of
from .readings import readings_table
from .runner import Result
from .tables import NONE, Table, markdown, plain

LEGEND = (
    "Rate error: median and worst stream. TTFT: first content after the request, less what was asked.\n"
    "Schedule: how far token k was from (the first + k / rate). Gap sd: standard deviation of the gaps.\n"
    "CPU of one core while all streams run: the server, the server with its children (tree), the client.\n"
    "One stream is read by a client that never sleeps, so that its own waking does not count.\n"
    "Shapes: against the planned times. What stands beside something else was measured in turn with it."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """How a figure is shown: its name in the results, its heading, and its format."""

    name: str
    heading: str
    format: str

    def show(self, result: Result | None) -> str:
        """The figure as text; a dash where the result has none."""
        if result is None or self.name not in result.figures:
            return NONE
        return format(result.figures[self.name], self.format)


PACED = (
    Figure("rate_error_percent", "rate error %", "+.3f"),
    Figure("worst_rate_error_percent", "worst %", "+.3f"),
    Figure("ttft_error_p50_ms", "TTFT p50 ms", ".2f"),
    Figure("ttft_error_p99_ms", "TTFT p99 ms", ".2f"),
    Figure("schedule_error_p50_ms", "schedule p50 ms", ".2f"),
    Figure("schedule_error_p99_ms", "schedule p99 ms", ".2f"),
    Figure("gap_deviation_ms", "gap sd ms", ".2f"),
    Figure("server_cpu_percent", "CPU %", ".0f"),
    Figure("cpu_us_per_token", "CPU us/token", ".1f"),
    Figure("tree_cpu_percent", "tree %", ".0f"),
    Figure("client_cpu_percent", "client %", ".0f"),
)
OTHER = (
    Figure("tokens_per_second", "tokens/s, first to last", ",.0f"),
    Figure("whole_tokens_per_second", "tokens/s, whole request", ",.0f"),
    Figure("requests_per_second", "requests/s", ",.0f"),
    Figure("latency_p50_ms", "latency p50 ms", ".2f"),
    Figure("latency_p99_ms", "latency p99 ms", ".2f"),
    Figure("memory_idle_mib", "MiB after the first request", ".0f"),
    Figure("memory_after_mib", "MiB after all runs", ".0f"),
)


def paced_table(results: Sequence[Result]) -> Table:
    """A row for each scenario and server; columns without a figure are left out."""
    names = {figure.name for figure in PACED}
    paced = [result for result in results if names & result.figures.keys()]
    figures = [figure for figure in PACED if any(figure.name in result.figures for result in paced)]
    order = list(dict.fromkeys(result.scenario for result in paced))
    paced.sort(key=lambda result: order.index(result.scenario))
    rows = [[result.title, result.server, *(figure.show(result) for figure in figures)] for result in paced]
    return Table(["scenario", "server", *(figure.heading for figure in figures)], rows, names=2)


def other_table(results: Sequence[Result]) -> Table:
    """A row for each other figure, a column for each server."""
    servers = list(dict.fromkeys(result.server for result in results))
    titles = {result.scenario: result.title for result in results}
    found = {(result.scenario, result.server): result for result in results}
    rows = [
        [title, figure.heading, *(figure.show(found.get((scenario, server))) for server in servers)]
        for scenario, title in titles.items()
        for figure in OTHER
        if any(figure.name in result.figures for result in results if result.scenario == scenario)
    ]
    return Table(["scenario", "figure", *servers], rows, names=2)


def report(results: Sequence[Result], environment: str, *, as_markdown: bool) -> str:
    """Where it was measured, the tables that have rows, and a sentence for each problem."""
    show = markdown if as_markdown else plain
    parts = [environment]
    if (paced := paced_table(results)).rows:
        parts += [show(paced), LEGEND]
    if (other := other_table(results)).rows:
        parts.append(show(other))
    if (limits := readings_table(limits_of(results))).rows:
        parts.append(show(limits))
    return "\n\n".join([*parts, *(result.problem for result in results if result.problem)])
