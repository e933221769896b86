"""The rows of the OpenAPI description: no path twice, tags that are known, and errors as each protocol writes them."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from mockpanel.core.errors import RequestRefused
from mockpanel.core.settings import STREAM_NAMES
from mockpanel.server.endpoints import ENDPOINTS, ERRORS, EVENTS, LINES, PLAIN
from mockpanel.server.protocols import refusal_body_of

REFUSED = RequestRefused("tokens_per_second must be …, got -1", status=400, param="tokens_per_second", code="x")


def test_no_operation_is_described_twice() -> None:
    rows = [("post", endpoint.path) for endpoint in ENDPOINTS] + [(method, path) for method, path, _ in PLAIN]

    assert len(set(rows)) == len(rows)
    assert all(path.startswith("/") for _, path in rows)


def test_every_row_is_of_a_protocol_whose_errors_are_known() -> None:
    titles = [title for _, _, title in PLAIN]

    assert {endpoint.tag for endpoint in ENDPOINTS} == {"OpenAI", *ERRORS}
    assert {title.partition(" ")[0] for title in titles} <= set(ERRORS)


def test_what_a_row_heeds_are_settings_and_what_it_streams_a_known_type() -> None:
    assert all(set(endpoint.extras) <= set(STREAM_NAMES) for endpoint in ENDPOINTS)
    assert {endpoint.streamed for endpoint in ENDPOINTS} == {EVENTS, LINES, ""}


@pytest.mark.parametrize("tag", ERRORS)
def test_the_errors_that_are_described_are_those_that_are_sent(tag: str) -> None:
    paths = [endpoint.path for endpoint in ENDPOINTS if endpoint.tag == tag]
    validator = Draft202012Validator(ERRORS[tag])

    errors = [json.loads(refusal_body_of(path)(REFUSED, "req_1")) for path in paths]

    assert paths
    assert all(validator.is_valid(error) for error in errors)
    assert not validator.is_valid({"error": {}})
