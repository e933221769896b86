"""Snippets that are pasted and run: they send the recorded request again and print its answer."""

from __future__ import annotations

import json
import subprocess
import sys

import httpx
import pytest

from mockpanel.core.dialects.table import DIALECTS, Dialect
from mockpanel.core.snippets import Snippet, snippet
from tests.core.records import record_of
from tests.running import RunningServer

TEXT = "Sent again, é 😀."


@pytest.mark.parametrize("protocol", DIALECTS, ids=lambda protocol: protocol.key)
def test_the_previews_own_request_can_be_pasted_as_python(server: RunningServer, protocol: Dialect) -> None:
    url = server.root_url + protocol.target
    if httpx.post(url, content=protocol.body([])).status_code in (404, 405):
        pytest.skip("the server does not speak it")
    body = json.loads(protocol.body(["look"])) | {"mock_response": TEXT}
    record = record_of(path=protocol.target, body=json.dumps(body), headers=(("x-mock-tokens-per-chunk", "2"),))
    source = snippet(Snippet.PYTHON, record, server.base_url)

    said = subprocess.run([sys.executable, "-X", "utf8", "-c", source], capture_output=True, check=True).stdout.decode()

    assert said == TEXT
    last = list(server.services.log)[-1]
    assert last.overrides.keys() >= {"mock_response", "tokens_per_chunk"}
