"""Secrets are masked wherever a request is shown, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.settings import STREAM_NAMES
from mockpanel.server.masking import MASK, is_secret, mask_across, mask_body, mask_headers, mask_query, printable

SECRET_NAMES = [
    "Authorization",
    "authorization",
    "Proxy-Authorization",
    "api-key",
    "x-api-key",
    "X-Goog-Api-Key",
    "apikey",
    "api_key",
    "key",
    "access_token",
    "id-token",
    "token",
    "client_secret",
    "password",
    "Cookie",
    "Set-Cookie",
]
OPEN_NAMES = [
    "content-type",
    "user-agent",
    "accept",
    "x-stainless-lang",
    "max_tokens",
    "max-completion-tokens",
    "model",
    "messages",
    "keyboard",
    "monkey",
    "x-mock-time-to-first-token",
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_the_names_of_credentials_are_known(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", [*OPEN_NAMES, *STREAM_NAMES, *(f"x-mock-{n.replace('_', '-')}" for n in STREAM_NAMES)])
def test_other_names_are_no_credentials(name: str) -> None:
    assert not is_secret(name)


def test_a_key_is_masked_and_its_scheme_stays_readable() -> None:
    masked = mask_headers([(b"authorization", b"Bearer sk-secret"), (b"x-api-key", b"sk-secret"), (b"accept", b"*/*")])

    assert masked == (("authorization", "Bearer ***"), ("x-api-key", "***"), ("accept", "*/*"))


def test_a_key_without_a_scheme_is_masked_whole() -> None:
    masked = mask_headers([(b"authorization", b"sk-secret"), (b"authorization", b"Token sk-secret")])

    assert masked == (("authorization", "***"), ("authorization", "***"))


def test_a_query_shows_what_is_no_secret() -> None:
    masked = mask_query(b"tokens_per_second=5&api_key=sk-secret&mock_response=")

    assert masked == "tokens_per_second=5&api_key=***&mock_response="


def test_a_query_without_a_secret_stays_as_it_came() -> None:
    query = b"tokens_per_second=5&time_to_first_token=1&x=%20+%zz&&"

    masked = mask_query(query)

    assert masked == query.decode()


@pytest.mark.parametrize("query", [b"%61pi_key=sk-12345", b"api%5Fkey=sk-12345", b"a=1&%4Bey=sk-12345"])
def test_a_query_whose_secret_has_an_encoded_name_is_masked_too(query: bytes) -> None:
    masked = mask_query(query)

    assert "sk-12345" not in masked


def test_a_body_is_shown_as_it_was_sent_but_for_its_secrets() -> None:
    body = (
        '{"model": "m",\n "api_key" : "sk-secret", "headers": {"Authorization": "Bearer sk-secret"}, "max_tokens": 5}'
    )

    masked = mask_body(body)

    assert masked == '{"model": "m",\n "api_key" : "***", "headers": {"Authorization": "***"}, "max_tokens": 5}'


def test_a_secret_with_quotes_in_it_is_masked_whole() -> None:
    body = json.dumps({"password": 'a"b\\"c', "model": "m"})

    masked = mask_body(body)

    assert json.loads(masked) == {"password": "***", "model": "m"}


def test_a_secret_that_was_cut_off_is_masked_up_to_the_end() -> None:
    masked = mask_body('{"model": "m", "api_key": "sk-sec')

    assert masked == '{"model": "m", "api_key": "***"'


@pytest.mark.parametrize("body", ['{"api_key": ["sk-12345"]}', '{"password": 12345}', '{"api\\u005fkey": "sk-12345"}'])
def test_a_secret_in_an_unusual_shape_is_masked_too(body: str) -> None:
    masked = mask_body(body)

    assert "12345" not in masked


@given(st.text(max_size=30), st.sampled_from(["api_key", "x-api-key", "Authorization", "password", "client_secret"]))
def test_no_secret_is_left_in_a_body(secret: str, name: str) -> None:
    body = json.dumps({"a": "b", name: f"<{secret}>", "c": 1})

    masked = mask_body(body)

    assert json.loads(masked) == {"a": "b", name: "***", "c": 1}


@given(st.dictionaries(st.sampled_from(OPEN_NAMES[3:9]), st.text(max_size=20)))
def test_a_body_without_a_secret_stays_as_it_was(document: dict[str, str]) -> None:
    body = json.dumps(document)

    masked = mask_body(body)

    assert masked == body


@given(st.lists(st.text("ab-", max_size=4), max_size=8), st.text("ab-", max_size=3))
def test_a_secret_over_several_texts_is_masked_where_it_was_and_nothing_else(texts: list[str], secret: str) -> None:
    masked = mask_across(texts, secret)

    assert len(masked) == len(texts)
    if secret and secret in "".join(texts):
        assert secret not in "".join(masked)
        assert any(MASK in text for text in masked)
    else:
        assert masked == texts


def test_each_text_of_a_secret_has_its_own_mask() -> None:
    assert mask_across(["The sk", "-12", "3 is it, sk-123", "", "."], "sk-123") == [
        "The ***",
        "***",
        "*** is it, ***",
        "",
        ".",
    ]


def test_control_characters_are_shown_as_escapes() -> None:
    shown = printable("a\r\n\x1b[31mb\u2028c é 漢")

    assert shown == "a\\r\\n\\x1b[31mb\\u2028c é 漢"


@given(st.text())
def test_a_shown_text_is_always_one_printable_line(text: str) -> None:
    assert printable(text).isprintable()
