"""The container file: small, without rights, and true to the project. No engine runs here, so it is only read."""

from __future__ import annotations

import re
import tomllib

from mockpanel.core.settings import SPECS
from resources.packaging.container.server_needs import WINDOW, server_needs
from tests.processes import ROOT

FOLDER = ROOT / "resources" / "packaging" / "container"
FILE = (FOLDER / "Containerfile").read_text(encoding="utf-8")


def test_the_server_needs_all_but_the_window_s_packages() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    needs = server_needs(pyproject)

    every = tomllib.loads(pyproject)["project"]["dependencies"]
    assert {need for need in every if need not in needs} == {need for need in every if need.lower().startswith(WINDOW)}
    assert len(every) - len(needs) == len(WINDOW)


def test_it_runs_without_rights_and_looks_after_itself() -> None:
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", FILE, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n  CMD \[.*/health", FILE, re.MULTILINE)
    assert "curl" not in FILE
    assert 'ENTRYPOINT ["/app/bin/mockpanel", "--no-gui"]' in FILE


def test_it_sets_settings_that_there_are() -> None:
    named = set(re.findall(r"MOCKPANEL_(\w+)=", FILE))

    assert named == {"HOST", "PORT"}
    assert {name.lower() for name in named} <= set(SPECS)


def test_all_that_it_copies_is_there_and_let_through() -> None:
    sources = [word for line in re.findall(r"^COPY ([^-].*) \S+$", FILE, re.MULTILINE) for word in line.split()]
    let_through = (FOLDER / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()

    assert sources
    assert all((ROOT / source).exists() for source in sources)
    assert {f"!{source}" for source in sources} <= set(let_through)
