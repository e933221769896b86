"""What the OpenAI protocols share: bodies read strictly, every wrong one answered in a sentence."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import CompletionUsage

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Usage
from mockpanel.core.sentences import show
from mockpanel.wire.bodies import understood
from mockpanel.wire.openai_common import (
    OpenAIRequest,
    head,
    new_id,
    origin,
    read_body,
    readable,
    usage_object,
)
from tests.core.texts import TEXTS
from tests.wire.speaking import CHAT, CREATED, unknown_fields, voice_of

DOCUMENTS = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


@given(DOCUMENTS, st.booleans())
def test_a_body_is_read_as_any_json_reader_would(document: dict[str, Any], escaped: bool) -> None:
    body = json.dumps(document, ensure_ascii=escaped).encode()

    read = read_body(body)

    assert read == document


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"text"', b"true", b"[{}]"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field is None
    assert str(caught.value) == "the request body must be a JSON object"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": 1} {}',
        b'{"a": undefined}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud83d"}',
        b'{"\\udc4b": 1}',
        b'{"a": "line\nend"}',
        b'{"a": 01}',
        b'{"a": ' + b"1" * 5000 + b"}",
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":NaN' + b"[" * 300,
    ],
    ids=lambda body: ascii(body[:20]),
)
def test_a_body_that_is_no_json_is_refused_in_a_short_sentence(body: bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field is None
    assert str(caught.value).startswith("the request body is not valid JSON: ")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b'{"temperature": NaN}', "temperature"),
        (b'{"temperature": -Infinity, "n": 1}', "temperature"),
        (b'{"messages": [{"role": "user"}, {"weight": Infinity}]}', "messages[1].weight"),
        (b'{"a": [[1, 2], [3, NaN]]}', "a[1][1]"),
    ],
)
def test_nan_and_infinity_are_refused_at_their_place(body: bytes, place: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field == place
    assert str(caught.value) == f"{place} must be a finite number, got NaN or Infinity"


def test_the_first_of_several_nans_is_named() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"temperature": NaN, "messages": [{"weight": NaN}], "top_p": NaN}')

    assert caught.value.field == "temperature"


def test_nan_among_more_values_than_are_searched_is_refused_without_its_place() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"logit_bias": [' + b"0, " * 50_000 + b"NaN]}")

    assert caught.value.field is None
    assert "the request body must be a finite number" not in str(caught.value)


def test_nan_in_a_field_that_stands_twice_is_refused_in_a_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"n": NaN, "n": 1}')

    assert caught.value.field is None
    assert "the request body must be a finite number" not in str(caught.value)


def test_nan_under_a_megabyte_of_a_name_is_refused_in_a_short_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(b'{"%b": NaN}' % (b"x" * 1_000_000))

    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("body", [b"NaN", b"-Infinity"])
def test_a_body_that_is_nothing_but_nan_is_refused_as_a_body(body: bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_body(body)

    assert caught.value.field is None
    assert str(caught.value).startswith("the request body ")
    assert "must be a finite number" not in str(caught.value)


@pytest.mark.parametrize("number", ["1e999", "1e400"])
def test_a_number_too_large_for_a_float_is_refused_with_the_bounds_of_its_field(number: str) -> None:
    document = read_body(f'{{"temperature": {number}}}'.encode())

    with pytest.raises(InvalidValue) as caught:
        understood(OpenAIRequest, document)

    assert str(caught.value) == "temperature must be between 0 and 2, got Infinity"


def test_unknown_fields_are_welcome() -> None:
    request = understood(OpenAIRequest, {"model": "m", "made_up": {"deep": [1, None]}, "user": 5})

    assert request.model == "m"


def test_every_field_may_be_missing_or_null_except_the_model() -> None:
    names = [name for name in OpenAIRequest.model_fields if name != "model"]

    bare, nulls = understood(OpenAIRequest, {}), understood(OpenAIRequest, dict.fromkeys(names))

    assert bare == nulls
    assert bare.shared == {
        "model": "mock-gpt4",
        "stream": False,
        "choices_per_prompt": 1,
        "stop": (),
        "include_usage": False,
        "seed": 0,
        "service_tier": "default",
    }


def test_what_a_request_asks_for_is_taken_over() -> None:
    request = understood(
        OpenAIRequest,
        {
            "model": "漢字",
            "stream": True,
            "stream_options": {"include_usage": True, "include_obfuscation": False},
            "n": 128,
            "stop": ["a", "b"],
            "seed": -7,
            "service_tier": "flex",
            "temperature": 2,
            "top_p": 0.5,
            "presence_penalty": -2.0,
            "frequency_penalty": 2,
        },
    )

    assert request.shared == {
        "model": "漢字",
        "stream": True,
        "choices_per_prompt": 128,
        "stop": ("a", "b"),
        "include_usage": True,
        "seed": -7,
        "service_tier": "flex",
    }


@pytest.mark.parametrize("tier", [None, "", "auto", "default"])
def test_a_service_tier_left_open_is_the_default_one(tier: str | None) -> None:
    request = understood(OpenAIRequest, {"service_tier": tier})

    assert request.shared["service_tier"] == "default"


@pytest.mark.parametrize(
    ("stop", "stops"), [("", ("",)), ("a", ("a",)), ([], ()), (["a"], ("a",)), (["a"] * 4, ("a",) * 4), (None, ())]
)
def test_stop_may_be_a_string_or_a_list_of_at_most_four(stop: object, stops: tuple[str, ...]) -> None:
    request = understood(OpenAIRequest, {"stop": stop})

    assert request.stops == stops


def test_a_fifth_stop_string_is_refused() -> None:
    request = understood(OpenAIRequest, {"stop": list("abcde")})

    with pytest.raises(InvalidValue) as caught:
        _ = request.shared

    assert caught.value.field == "stop"
    assert str(caught.value) == "stop must be a string or a list of at most 4, got a list of 5"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"model": None}, "model must be a string, got null"),
        ({"model": 5}, "model must be a string, got 5"),
        ({"stream": "yes"}, 'stream must be true or false, got "yes"'),
        ({"stream": 1}, "stream must be true or false, got 1"),
        ({"stream_options": True}, "stream_options must be an object, got true"),
        ({"stream_options": {"include_usage": 1}}, "stream_options.include_usage must be true or false, got 1"),
        ({"n": 0}, "n must be between 1 and 128, got 0"),
        ({"n": 129}, "n must be between 1 and 128, got 129"),
        ({"n": True}, "n must be a whole number between 1 and 128, got true"),
        ({"n": 1.0}, "n must be a whole number between 1 and 128, got 1.0"),
        ({"n": 10**400}, "n must be between 1 and 128, got a number of more than 60 digits"),
        ({"temperature": 2.1}, "temperature must be between 0 and 2, got 2.1"),
        ({"temperature": "1"}, 'temperature must be a number between 0 and 2, got "1"'),
        ({"temperature": math.nan}, "temperature must be between 0 and 2, got NaN"),
        ({"temperature": True}, "temperature must be a number between 0 and 2, got true"),
        ({"top_p": -0.1}, "top_p must be between 0 and 1, got -0.1"),
        ({"top_p": 10**400}, "top_p must be a number between 0 and 1, got a number of more than 60 digits"),
        ({"presence_penalty": -3}, "presence_penalty must be between -2 and 2, got -3"),
        ({"frequency_penalty": math.inf}, "frequency_penalty must be between -2 and 2, got Infinity"),
        ({"service_tier": 5}, "service_tier must be a string, got 5"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused_with_name_bounds_and_value(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        understood(OpenAIRequest, fields)

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


@pytest.mark.parametrize(("seed", "bound"), [(2**63, 2**63), (-(2**63) - 1, -(2**63)), (10**400, 2**63)], ids=ascii)
def test_a_seed_beyond_64_bits_is_refused_with_its_bound(seed: int, bound: int) -> None:
    with pytest.raises(InvalidValue) as caught:
        understood(OpenAIRequest, {"seed": seed})

    assert caught.value.field == "seed"
    assert str(bound) in str(caught.value)


@pytest.mark.parametrize("seed", [0.5, "1", True, [1]], ids=str)
def test_a_seed_is_a_whole_number(seed: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        understood(OpenAIRequest, {"seed": seed})

    assert caught.value.field == "seed"
    assert str(caught.value).startswith("seed must be a whole number")
    assert str(caught.value).endswith(f", got {show(seed)}")


@pytest.mark.parametrize(("name", "most"), [("model", 512), ("service_tier", 64)])
def test_a_name_that_is_too_long_is_refused_with_its_bound(name: str, most: int) -> None:
    longest = understood(OpenAIRequest, {name: "x" * most})

    with pytest.raises(InvalidValue) as caught:
        understood(OpenAIRequest, {name: "x" * (most + 1)})

    assert len(longest.shared[name]) == most
    assert str(caught.value).startswith(f"{name} must be at most {most} characters")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("stop", [5, [5], ["a", None], {"a": 1}], ids=str)
def test_a_wrong_stop_is_told_all_that_it_may_be(stop: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        understood(OpenAIRequest, {"stop": stop})

    assert str(caught.value) == f"stop must be a string or a list of strings, got {show(stop)}"


def test_identifiers_have_their_prefix_and_are_never_the_same() -> None:
    made = {new_id("chatcmpl-") for _ in range(1000)}

    assert len(made) == 1000
    assert all(len(name) == len("chatcmpl-") + 32 and name.removeprefix("chatcmpl-").isalnum() for name in made)


def test_the_head_of_every_chunk_names_what_it_belongs_to() -> None:
    _, plan = voice_of(CHAT, model="漢字", service_tier="flex")

    fields = head("chatcmpl-1", "chat.completion.chunk", CREATED, plan)

    assert list(fields.items()) == [
        ("id", "chatcmpl-1"),
        ("object", "chat.completion.chunk"),
        ("created", CREATED),
        ("model", "漢字"),
    ]
    assert list(origin(plan).items()) == [("service_tier", "flex"), ("system_fingerprint", "fp_mockpanel")]


def test_usage_is_what_clients_read_with_all_details() -> None:
    usage = usage_object(Usage(17, 4))

    model = CompletionUsage.model_validate(usage, strict=True)
    assert (model.prompt_tokens, model.completion_tokens, model.total_tokens) == (17, 4, 21)
    assert not unknown_fields(model)
    assert list(usage) == [
        "prompt_tokens",
        "completion_tokens",
        "total_tokens",
        "prompt_tokens_details",
        "completion_tokens_details",
    ]
    assert list(usage["prompt_tokens_details"]) == ["cached_tokens", "audio_tokens"]
    assert list(usage["completion_tokens_details"]) == [
        "reasoning_tokens",
        "audio_tokens",
        "accepted_prediction_tokens",
        "rejected_prediction_tokens",
    ]


@given(TEXTS)
def test_a_token_of_whole_characters_is_its_text(text: str) -> None:
    result = readable(text.encode(), "bytes:")

    assert result == text


@pytest.mark.parametrize(
    ("token", "prefix", "shown"),
    [(b"\xf0\x9f", "bytes:", "bytes:\\xf0\\x9f"), (b" \xe2", "bytes:", "bytes: \\xe2"), (b"\x8b", "", "\\x8b")],
)
def test_a_token_of_half_characters_shows_its_bytes(token: bytes, prefix: str, shown: str) -> None:
    result = readable(token, prefix)

    assert result == shown
