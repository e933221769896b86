"""Where a request carries its own settings: body beats header beats query, under every spelling."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Override, Source, resolve
from mockpanel.core.settings import SPECS, STREAM_NAMES, StreamSettings
from mockpanel.wire.overrides import OLDER_SPELLINGS, collect
from tests.answer_values import ANSWER_TEXTS
from tests.core.plans import settings_with
from tests.core.texts import CHARACTERS
from tests.shape_values import SHAPE_VALUES

VALUES: dict[str, tuple[Any, Any, Any]] = {
    "mock_response": ("from body", "from header", "from query"),
    "tokens_per_second": (1.5, 2.5, 3.5),
    "time_to_first_token": (0.1, 0.2, 0.3),
    "tokenizer_model": ("gpt-4", "gpt-4o", "gpt2"),
    "tokens_per_chunk": (1, 2, 3),
    "simulate_latency": (True, False, True),
    **SHAPE_VALUES,
    **ANSWER_TEXTS,
}
"""For each setting what the body, the header and the query say."""


def header(name: str, value: object) -> tuple[bytes, bytes]:
    """A request's header as ASGI servers hand it over: the name in lower case."""
    return SPECS[name].header.lower().encode(), str(value).encode()


@pytest.mark.parametrize("name", STREAM_NAMES)
@given(given_in=st.sets(st.sampled_from(Source)))
def test_body_beats_header_beats_query(name: str, given_in: set[Source]) -> None:
    in_body, in_header, in_query = VALUES[name]
    body = {name: in_body} if Source.BODY in given_in else {}
    headers = [header(name, in_header)] if Source.HEADER in given_in else []
    query = urlencode({name: in_query}).encode() if Source.QUERY in given_in else b""

    found = collect(body, headers, query)

    order = zip((Source.BODY, Source.HEADER, Source.QUERY), VALUES[name], strict=True)
    expected = [Override(source, value) for source, value in order if source in given_in][:1]
    assert list(found.values()) == expected
    assert set(found) <= {name}


def test_every_setting_can_come_from_its_own_place() -> None:
    body = {"mock_response": "Hi", "tokens_per_second": 50}
    headers = [header("time_to_first_token", 1), header("tokenizer_model", "gpt-4o")]
    query = b"tokens_per_chunk=4&simulate_latency=off&other=1"

    found = collect(body, headers, query)

    assert resolve(StreamSettings(), found) == settings_with(
        mock_response="Hi",
        tokens_per_second=50,
        time_to_first_token=1,
        tokenizer_model="gpt-4o",
        tokens_per_chunk=4,
        simulate_latency=False,
    )
    assert [override.source for override in found.values()] == ["query", "query", "header", "header", "body", "body"]


def test_a_request_that_brings_nothing_overrides_nothing() -> None:
    found = collect(
        {"model": "gpt-4", "messages": [], "x_mock_tps": 3}, [(b"host", b"x"), (b"x-mock-nothing", b"1")], b"a=b&tps"
    )

    assert found == {}


@pytest.mark.parametrize(("older", "name"), OLDER_SPELLINGS.items())
def test_an_older_spelling_in_a_body_is_the_setting(older: str, name: str) -> None:
    value = VALUES[name][0]

    found = collect({older: value}, [header(name, VALUES[name][1])])

    assert found == {name: Override(Source.BODY, value)}


@pytest.mark.parametrize(("older", "name"), OLDER_SPELLINGS.items())
def test_the_settings_own_name_beats_an_older_spelling(older: str, name: str) -> None:
    own, other, _ = VALUES[name]

    found = collect({name: own, older: other})

    assert found == {name: Override(Source.BODY, own)}


def test_the_older_spellings_are_the_promised_ones() -> None:
    spellings = dict(OLDER_SPELLINGS)

    assert spellings == {
        "text": "mock_response",
        "response": "mock_response",
        "tps": "tokens_per_second",
        "ttft": "time_to_first_token",
        "encoding_name": "tokenizer_model",
    }


@pytest.mark.parametrize("name", [name for name in STREAM_NAMES if name != "tokens_per_second"])
def test_null_in_a_body_is_not_given(name: str) -> None:
    found = collect({name: None}, [header(name, VALUES[name][1])])

    assert found == {name: Override(Source.HEADER, VALUES[name][1])}


@pytest.mark.parametrize("spelling", ["tokens_per_second", "tps"])
def test_null_for_the_rate_means_unpaced(spelling: str) -> None:
    found = collect({spelling: None}, [header("tokens_per_second", 5)])

    assert found == {"tokens_per_second": Override(Source.BODY, None)}
    assert resolve(StreamSettings(), found).tokens_per_second == 0


def test_an_older_spelling_counts_where_the_settings_own_name_is_null() -> None:
    found = collect({"mock_response": None, "text": "Hi"})

    assert found == {"mock_response": Override(Source.BODY, "Hi")}


@pytest.mark.parametrize(
    ("body", "headers", "query"),
    [
        ({"mock_response": ""}, [], b""),
        ({}, [(b"x-mock-response", b"")], b""),
        ({}, [], b"mock_response="),
        ({}, [], b"mock_response"),
    ],
    ids=["body", "header", "query", "bare query"],
)
def test_an_empty_response_is_given_and_not_missing(
    body: dict[str, Any], headers: list[tuple[bytes, bytes]], query: bytes
) -> None:
    found = collect(body, headers, query)

    assert found["mock_response"].value == ""


def test_the_response_may_be_named_in_full_in_a_header() -> None:
    found = collect({}, [(b"x-mock-mock-response", b"Hi")])

    assert found == {"mock_response": Override(Source.HEADER, "Hi")}


@given(st.text(CHARACTERS, max_size=50))
def test_any_text_can_come_percent_encoded_in_a_header_or_a_query(text: str) -> None:
    encoded = quote(text, safe="").encode()

    found = [collect({}, [(b"x-mock-response", encoded)]), collect({}, (), b"mock_response=" + encoded)]

    assert [overrides["mock_response"].value for overrides in found] == [text, text]


def test_a_text_may_come_as_raw_utf8_in_a_header() -> None:
    found = collect({}, [(b"x-mock-response", "漢字 😀 50%".encode())])

    assert found["mock_response"].value == "漢字 😀 50%"


def test_a_text_may_come_as_raw_utf8_in_a_query() -> None:
    found = collect({}, (), "mock_response=漢字+😀".encode())

    assert found["mock_response"].value == "漢字 😀"


def test_a_header_that_is_not_utf8_is_read_as_latin1() -> None:
    found = collect({}, [(b"x-mock-response", b"caf\xe9")])

    assert found["mock_response"].value == "café"


@pytest.mark.parametrize(
    ("headers", "query"),
    [([(b"x-mock-tokens-per-second", b"fast")], b""), ([], b"tokens_per_second=fast")],
    ids=["header", "query"],
)
def test_a_text_that_is_no_number_is_refused_by_the_settings_name(
    headers: list[tuple[bytes, bytes]], query: bytes
) -> None:
    with pytest.raises(InvalidValue) as caught:
        collect({}, headers, query)

    assert caught.value.field == "tokens_per_second"
    assert str(caught.value) == 'tokens_per_second must be a number between 0 and 100000, got "fast"'


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"tps": -3}, "tokens_per_second must be between 0 and 100000, got -3"),
        ({"tokens_per_second": True}, "tokens_per_second must be a number between 0 and 100000, got true"),
        ({"ttft": "1"}, 'time_to_first_token must be a number between 0 and 600, got "1"'),
        ({"text": 5}, "mock_response must be a string, got 5"),
        ({"tokens_per_chunk": 0}, "tokens_per_chunk must be between 1 and 10000, got 0"),
    ],
    ids=str,
)
def test_a_wrong_value_in_a_body_is_refused_when_the_settings_are_resolved(body: dict[str, Any], sentence: str) -> None:
    found = collect(body)

    with pytest.raises(InvalidValue) as caught:
        resolve(StreamSettings(), found)

    assert str(caught.value) == sentence


def test_the_last_of_two_equal_parameters_counts() -> None:
    found = collect({}, [header("tokens_per_chunk", 2), header("tokens_per_chunk", 3)], b"ttft=1&time_to_first_token=1")
    again = collect({}, (), b"tokens_per_chunk=4&tokens_per_chunk=5")

    assert (found["tokens_per_chunk"].value, again["tokens_per_chunk"].value) == (3, 5)
