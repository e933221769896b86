"""What goes wrong becomes a sentence with the scenario's name; the rest goes on."""

import os
import sys

import pytest

from .cores import Cores
from .errors import BenchError
from .runner import run_scenario, run_server
from .scenarios import Scenario
from .servers import Kind, Server

HERE = Server(Kind.NAIVE, os.getpid(), port=1, cores=Cores(()))


def refuse(server: Server) -> dict[str, float]:
    raise BenchError("a stream was cut after 3 content events")


def test_figures_are_kept_under_the_scenario() -> None:
    result = run_scenario(Scenario("one-1", "One", lambda server: {"x": float(server.port)}), HERE)

    assert (result.scenario, result.server, result.figures, result.problem) == (
        "one-1",
        "naive",
        {"x": 1.0},
        "",
    )


def test_a_problem_names_scenario_and_server() -> None:
    result = run_scenario(Scenario("one-1", "One", refuse), HERE)

    assert result.problem == ("one-1 could not be measured on naive: a stream was cut after 3 content events.")


def test_a_server_that_does_not_start_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kind, "command", property(lambda kind: [sys.executable, "-S", "-c", "print('No.')"]))

    results = run_server(Kind.MOCKPANEL, [], memory=True, cores=Cores(()))

    assert [result.problem for result in results] == ["mockpanel could not be started: it ended with exit code 0: No."]
