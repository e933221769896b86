"""Identifiers of answers, requests and calls."""

from __future__ import annotations

from mockpanel.wire.identifiers import new_id


def test_identifiers_have_their_prefix_and_are_never_the_same() -> None:
    made = {new_id("chatcmpl-") for _ in range(1000)}

    assert len(made) == 1000
    assert all(len(name) == len("chatcmpl-") + 32 and name.removeprefix("chatcmpl-").isalnum() for name in made)
