"""The workflows: right by their schema, and with nothing in them that is not run here too."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
import yaml

from tests.processes import ROOT, run

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
OURS = re.compile(r"^(\S+ )*(python dev\.py \w+( --\w+( \w+)?)*|\.ci/run)$")
"""A command that people run as well, perhaps with more rights."""

OF_THE_RELEASE = ("gh release create ", "test -f ")
"""What only there is something to do for: attach, and compare the tag."""


def steps(name: str) -> list[dict[str, Any]]:
    """All steps of a workflow."""
    tree = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    return [step for job in tree["jobs"].values() for step in job["steps"]]


def plain(command: str) -> str:
    """A command without what stands for more rights."""
    return re.sub(r'\$\{\{ matrix\.as \}\} |sudo -E env "PATH=\$PATH" ', "", command)


def test_they_are_right_by_the_schema_of_workflows() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]

    result = run([*checker, *map(str, FILES)])

    assert len(FILES) == 2
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_they_run_our_own_commands_only(name: str) -> None:
    commands = [plain(step["run"]) for step in steps(name) if "run" in step]

    assert commands
    others = [command for command in commands if not command.startswith(OF_THE_RELEASE)]
    assert [command for command in others if not OURS.match(command)] == []


def test_the_release_builds_checks_and_publishes() -> None:
    commands = [plain(step.get("run", "")) for step in steps("release.yml")]
    actions = [step.get("uses", "").partition("@")[0] for step in steps("release.yml")]

    assert {"python dev.py package --only app --check", "python dev.py package --only wheel"} <= set(commands)
    assert "pypa/gh-action-pypi-publish" in actions
    assert "password" not in (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8").replace(
        "no password", ""
    )
