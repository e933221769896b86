"""The documentation works without a network."""

from __future__ import annotations

import re

import httpx


def test_the_root_leads_to_the_documentation(http: httpx.Client) -> None:
    answer = http.get("/", follow_redirects=True)

    assert answer.status_code == 200
    assert answer.url.path == "/docs"
    assert "mockpanel" in answer.text


def test_the_documentation_loads_nothing_from_elsewhere(http: httpx.Client) -> None:
    page = http.get("/docs").text

    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    answers = {address: http.get(address).status_code for address in addresses}

    assert len(addresses) >= 3
    assert all(address.startswith("/") for address in addresses)
    assert answers == dict.fromkeys(addresses, 200)


def test_an_asset_that_does_not_exist_is_an_error_object(http: httpx.Client) -> None:
    answer = http.get("/docs/assets/nothing.js")

    assert answer.status_code == 404
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


def test_no_file_outside_the_assets_can_be_read(http: httpx.Client) -> None:
    answers = [http.get(f"/docs/assets/{path}") for path in ("%2e%2e/__init__.py", "..%2f__init__.py", "%2fetc/passwd")]

    assert {answer.status_code for answer in answers} == {404}
