"""Clients for Node: each file of tests in node/ is one client, and is run by Node's own test runner."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.running import RunningServer

FOLDER = Path(__file__).parent / "node"
NODE = shutil.which("node")
CLIENTS = sorted(FOLDER.glob("*.test.mjs"))


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_the_client_s_own_tests_pass(server: RunningServer, path: Path) -> None:
    environment = {**os.environ, "MOCKPANEL_ROOT_URL": server.root_url}

    result = subprocess.run(
        [str(NODE), "--test", "--test-reporter=spec", path.name],
        cwd=FOLDER,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr
