"""The upstream API is pointed at and left again, and its key shows itself nowhere."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from mockpanel.core.captures import Arrival
from mockpanel.core.errors import InvalidValue
from mockpanel.server.upstream import Upstream

URL = "https://api.example.org/v1"


def test_it_is_off_until_it_is_pointed_somewhere() -> None:
    upstream = Upstream()
    told: list[bool] = []
    upstream.changed.connect(lambda: told.append(upstream.on))

    upstream.point(URL, "sk-1")
    upstream.switch_off()

    assert told == [True, False]
    assert (upstream.on, upstream.has_key, upstream.key) == (False, False, "")


def test_a_key_stays_with_its_server_and_goes_to_no_other() -> None:
    upstream = Upstream(URL, SecretStr("sk-1"))

    upstream.point("https://api.example.org/v2")
    same = upstream.key
    upstream.point("https://api.example.com/v1")

    assert (same, upstream.key) == ("sk-1", "")


@pytest.mark.parametrize(("url", "key"), [("nowhere", "sk-2"), (URL, "sk-2\n")])
def test_what_cannot_be_changes_nothing(url: str, key: str) -> None:
    upstream = Upstream(URL, SecretStr("sk-1"))

    with pytest.raises(InvalidValue) as caught:
        upstream.point(url, key)

    assert (upstream.base_url, upstream.key) == (URL, "sk-1")
    assert "sk-2" not in str(caught.value)


def test_the_key_is_masked_in_whatever_comes_back() -> None:
    upstream = Upstream(URL, SecretStr("my-own-key"))

    assert upstream.without_key(b"wrong key my-own-key.") == b"wrong key ***."
    assert upstream.told(ValueError("my-own-key, Bearer abcdefghij"), "broke") == (
        "api.example.org broke: ***, Bearer ***."
    )
    assert "my-own-key" not in repr(vars(upstream))


def test_a_key_that_reaches_over_chunks_is_masked_in_each_of_them_and_in_both_kinds() -> None:
    upstream = Upstream(URL, SecretStr("my-own-key"))
    sent = [
        Arrival(0.0, "think my-", reasoning=True),
        Arrival(0.1, "Your key my"),
        Arrival(0.2, "-own-"),
        Arrival(0.3, "key is wrong"),
        Arrival(0.4, "own-key", reasoning=True),
    ]

    masked = upstream.without_key_across(sent)

    assert [each.text for each in masked] == ["think ***", "Your key ***", "***", "*** is wrong", "***"]
    assert [(each.seconds, each.reasoning) for each in masked] == [(each.seconds, each.reasoning) for each in sent]
    assert Upstream(URL).without_key_across(sent) == tuple(sent)


def test_cleartext_to_another_machine_is_warned_about() -> None:
    warnings = [Upstream(url).warning for url in ("", URL, "http://127.0.0.1:1/v1", "http://10.0.0.1/v1")]

    assert warnings[:3] == ["", "", ""]
    assert "not encrypted" in warnings[3]
