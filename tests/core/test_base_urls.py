"""A base URL is one that can be asked, holds no credentials, and is warned about where it is not encrypted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.base_urls import checked_base_url, cleartext_warning, host_of, origin_of
from mockpanel.core.errors import InvalidValue


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1", "api.openai.com"),
        (" http://127.0.0.1:8000/v1/ ", "http://127.0.0.1:8000/v1", "127.0.0.1:8000"),
        ("HTTPS://[::1]:9/", "HTTPS://[::1]:9", "[::1]:9"),
    ],
)
def test_a_base_url_is_kept_without_its_last_slash(text: str, url: str, host: str) -> None:
    found = checked_base_url("capture_from", text)

    assert found == url
    assert host_of(found) == host


@pytest.mark.parametrize(
    "text",
    ["", "api.openai.com", "ftp://a/v1", "http://", "http://a:b/", "http://a:99999", "http://a/?q=1", "http://a/#x",
     "http://a b/", "http://a\n", "http://[::1", "https://a/" + "x" * 2000],
)  # fmt: skip
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    if text.endswith("\n"):
        text += "x"

    with pytest.raises(InvalidValue, match=r"capture_from must be a base URL such as https://api\.openai\.com/v1"):
        checked_base_url("capture_from", text)


def test_a_password_in_it_is_refused_and_not_shown() -> None:
    with pytest.raises(InvalidValue) as caught:
        checked_base_url("capture_from", "https://me:s3cret@a/v1")

    assert str(caught.value) == "capture_from must hold no user name or password; give the key on its own"


@given(text=st.text(max_size=40) | st.text(max_size=20).map("http://".__add__))
def test_whatever_it_is_it_is_a_url_or_a_sentence(text: str) -> None:
    try:
        url = checked_base_url("capture_from", text)
    except InvalidValue:
        return

    assert url.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize("url", ["", "https://a/v1", "http://localhost:1/v1", "http://127.0.0.9/v1", "http://[::1]/v1"])
def test_what_is_encrypted_or_stays_on_this_machine_is_not_warned_about(url: str) -> None:
    assert cleartext_warning(url) == ""


@pytest.mark.parametrize("url", ["http://a.example/v1", "http://10.0.0.7:8000"])
def test_cleartext_beyond_this_machine_is_warned_about(url: str) -> None:
    warning = cleartext_warning(url)

    assert warning.startswith(f"http to {host_of(url)} is not encrypted")


def test_two_urls_lead_to_the_same_server_by_scheme_host_and_port() -> None:
    origins = [origin_of(url) for url in ("https://A/v1", "https://a/v2", "http://a/v1", "https://a:8443/v1")]

    assert origins[0] == origins[1]
    assert len(set(origins)) == 3
