"""The settings: names, bounds and defaults, the sentences of refusals, and the way from text and back."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from mockpanel.core.errors import InvalidValue
from mockpanel.core.fields import whole_characters
from mockpanel.core.sentences import number, show
from mockpanel.core.settings import (
    SPECS,
    STREAM_NAMES,
    Settings,
    Spec,
    StreamSettings,
    from_text,
    specs,
    validated,
)
from mockpanel.core.shapes import UNSHAPED
from tests.answer_values import ANSWER_TEXTS, ANSWER_VALUES
from tests.core.texts import ENCODINGS, TEXTS

NUMBERS = [spec for spec in specs() if spec.kind in (int, float)]
HUGE = 10**400


def within(spec: Spec) -> st.SearchStrategy[Any]:
    """Values that the setting takes."""
    if spec.kind is int:
        return st.integers(int(spec.low or 0), int(spec.high or 0))
    if spec.kind is float:
        return st.floats(spec.low, spec.high)
    if spec.kind is bool:
        return st.booleans()
    if spec.name == "tokenizer_model":
        return st.sampled_from((*ENCODINGS, "gpt-4", "gpt-4o-mini"))
    if spec.name == "capture_from":
        return st.sampled_from(("", "https://api.example.org/v1", "http://127.0.0.1:8000", "http://[::1]:9/v1"))
    if spec.name == "capture_api_key":
        return st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))
    if spec.name == "mock_models":
        return st.sampled_from(("", "mock-a=painful", "mock-a=A, b, mock-z=gpt-4o-2024"))
    return st.sampled_from(spec.choices) if spec.choices else TEXTS


def beyond(spec: Spec) -> st.SearchStrategy[Any]:
    """Values that no number setting takes."""
    low, high = spec.low or 0, spec.high or 0
    wrong = st.sampled_from((True, False, "5", "", "\ud83d", [5], {}, b"5", HUGE, -HUGE, math.nan, math.inf, -math.inf))
    outside = st.integers(max_value=int(low) - 1) | st.integers(min_value=int(high) + 1)
    if spec.kind is int:
        return wrong | outside | st.floats() | st.none()
    return wrong | outside | st.floats(max_value=low, exclude_max=True) | st.floats(min_value=high, exclude_min=True)


@pytest.mark.parametrize("spec", NUMBERS, ids=lambda spec: spec.name)
@given(data=st.data())
def test_every_wrong_number_is_refused_with_name_bounds_and_value(spec: Spec, data: st.DataObject) -> None:
    value = data.draw(beyond(spec))
    assert spec.low is not None
    assert spec.high is not None

    with pytest.raises(InvalidValue) as caught:
        validated(Settings, {spec.name: value})

    sentence = str(caught.value)
    assert caught.value.field == spec.name
    assert sentence.startswith(f"{spec.name} must be ")
    assert f"between {number(spec.low)} and {number(spec.high)}, got {show(value)}" in sentence


@pytest.mark.parametrize("spec", [spec for spec in specs() if spec.kind is not tuple], ids=lambda spec: spec.name)
@given(data=st.data())
def test_every_value_within_bounds_survives_the_way_through_text(spec: Spec, data: st.DataObject) -> None:
    value = data.draw(within(spec))

    read = from_text(spec.name, str(value))

    settings = validated(Settings, {spec.name: read})
    found = getattr(settings, spec.name)
    assert (found.get_secret_value() if isinstance(found, SecretStr) else found) == value


@pytest.mark.parametrize("spec", [spec for spec in specs() if spec.kind is tuple], ids=lambda spec: spec.name)
def test_a_list_comes_as_json_text_or_as_a_list_of_objects(spec: Spec) -> None:
    for text, value in zip(ANSWER_TEXTS[spec.name], ANSWER_VALUES[spec.name], strict=True):
        read = [validated(Settings, {spec.name: given}) for given in (from_text(spec.name, text), json.loads(text))]

        assert [getattr(settings, spec.name) for settings in read] == [value, value]


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_every_setting_says_what_it_is(spec: Spec) -> None:
    told = (spec.label, spec.unit, spec.help)

    assert all(told)
    assert spec.help.endswith(".")
    assert len(spec.help) < 160
    assert spec.flag == "--" + spec.name.replace("_", "-")
    assert spec.variable == "MOCKPANEL_" + spec.name.upper()


@pytest.mark.parametrize("spec", NUMBERS, ids=lambda spec: spec.name)
def test_every_default_lies_within_its_bounds(spec: Spec) -> None:
    low, default, high = spec.low, spec.default, spec.high

    assert low is not None
    assert high is not None
    assert low <= default <= high


def test_the_defaults_are_the_promised_ones() -> None:
    settings = Settings()

    assert settings.model_dump(exclude={"api_key", "capture_api_key"}) == {
        "mock_response": "",
        "tokens_per_second": 15,
        "time_to_first_token": 0.2,
        "tokenizer_model": "gpt-4",
        "tokens_per_chunk": 1,
        "simulate_latency": True,
        "mock_tool_calls": (),
        "mock_refusal": "",
        "mock_citations": (),
        "mock_finish_reason": "auto",
        **UNSHAPED,
        "host": "127.0.0.1",
        "port": 8000,
        "workers": 1,
        "capture_from": "",
        "strict_models": False,
        "mock_models": "",
        "max_body_bytes": 10 * 1024 * 1024,
        "request_log_size": 1000,
        "log_level": "info",
    }
    assert settings.api_key.get_secret_value() == settings.capture_api_key.get_secret_value() == ""
    assert settings.encoding == "cl100k_base"


def test_headers_are_named_after_their_settings() -> None:
    headers = {name: SPECS[name].header for name in STREAM_NAMES}

    assert headers == {
        "mock_response": "X-Mock-Response",
        "tokens_per_second": "X-Mock-Tokens-Per-Second",
        "time_to_first_token": "X-Mock-Time-To-First-Token",
        "tokenizer_model": "X-Mock-Tokenizer-Model",
        "tokens_per_chunk": "X-Mock-Tokens-Per-Chunk",
        "simulate_latency": "X-Mock-Simulate-Latency",
        **{name: "X-Mock-" + name.replace("_", "-").title() for name in UNSHAPED},
        "mock_reasoning": "X-Mock-Reasoning",
        "mock_tool_calls": "X-Mock-Tool-Calls",
        "mock_refusal": "X-Mock-Refusal",
        "mock_citations": "X-Mock-Citations",
        "mock_finish_reason": "X-Mock-Finish-Reason",
    }


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"mock_response": None}, "mock_response must be a string, got null"),
        ({"mock_response": 5}, "mock_response must be a string, got 5"),
        (
            {"mock_response": "ab\ud83d"},
            "mock_response must be valid Unicode, got a lone surrogate (U+D83D) at character 2",
        ),
        ({"tokenizer_model": 5}, "tokenizer_model must be a string, got 5"),
        (
            {"tokenizer_model": "nope"},
            "tokenizer_model must be a model or encoding that tiktoken knows "
            '(such as gpt-4, gpt-4o, cl100k_base, o200k_base), got "nope"',
        ),
        ({"simulate_latency": 1}, "simulate_latency must be true or false, got 1"),
        ({"simulate_latency": None}, "simulate_latency must be true or false, got null"),
        ({"strict_models": "yes"}, 'strict_models must be true or false, got "yes"'),
        ({"host": None}, "host must be a string, got null"),
        ({"api_key": 5}, "api_key must be a string, got 5"),
        (
            {"capture_from": "api.openai.com"},
            "capture_from must be a base URL such as https://api.openai.com/v1, "
            'of up to 2000 characters, got "api.openai.com"',
        ),
        ({"capture_api_key": "a\nb"}, "capture_api_key must hold printable ASCII characters only, as HTTP headers do"),
        (
            {"jitter_distribution": "even"},
            'jitter_distribution must be one of uniform, normal, log_normal or gamma, got "even"',
        ),
        ({"mock_reasoning": 5}, "mock_reasoning must be a string, got 5"),
        ({"log_level": "loud"}, 'log_level must be one of debug, info, warning or error, got "loud"'),
    ],
    ids=str,
)
def test_every_other_wrong_value_is_refused_in_a_sentence(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        validated(Settings, values)

    assert str(caught.value) == sentence
    assert caught.value.field == next(iter(values))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("tokens_per_second", "fast", 'tokens_per_second must be a number between 0 and 100000, got "fast"'),
        ("tokens_per_second", "", 'tokens_per_second must be a number between 0 and 100000, got ""'),
        ("tokens_per_chunk", "1.5", 'tokens_per_chunk must be a whole number between 1 and 10000, got "1.5"'),
        ("simulate_latency", "maybe", 'simulate_latency must be true or false, got "maybe"'),
        ("port", "\ud83d", 'port must be a whole number between 0 and 65535, got "\\ud83d"'),
    ],
)
def test_a_text_that_is_no_such_value_is_refused_in_a_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        from_text(name, text)

    assert str(caught.value) == sentence
    assert caught.value.field == name


def test_a_number_of_five_thousand_digits_in_a_text_is_refused_in_a_short_sentence() -> None:
    with pytest.raises(InvalidValue, match=r"^port must be a whole number between 0 and 65535, got ") as caught:
        from_text("port", "1" * 5000)

    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "-1", "100001", "9" * 400])
def test_a_text_that_reads_as_a_number_out_of_bounds_is_refused_with_the_others(text: str) -> None:
    read = from_text("tokens_per_second", text)

    with pytest.raises(InvalidValue, match=r"^tokens_per_second must be between 0 and 100000, got "):
        StreamSettings().changed({"tokens_per_second": read})


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), (" YES ", True), ("on", True), ("1", True), ("False", False), ("off", False)]
)
def test_true_and_false_have_their_usual_spellings(text: str, value: bool) -> None:
    read = from_text("simulate_latency", text)

    assert read is value


@pytest.mark.parametrize("text", ["debug", "DEBUG", " Debug "])
def test_a_log_level_may_be_spelled_in_capitals(text: str) -> None:
    read = from_text("log_level", text)

    assert validated(Settings, {"log_level": read}).log_level == "debug"


@pytest.mark.parametrize(
    "name",
    [
        "mock_response",
        "tokenizer_model",
        "mock_reasoning",
        "jitter_distribution",
        "host",
        "api_key",
        "capture_from",
        "capture_api_key",
    ],
)
def test_half_a_surrogate_pair_is_refused_in_every_text(name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        validated(Settings, {name: "a\ud83d"})

    assert caught.value.field == name
    assert str(caught.value).isprintable()


def test_null_for_the_rate_means_unpaced() -> None:
    settings = validated(StreamSettings, {"tokens_per_second": None})

    assert settings.tokens_per_second == 0


def test_a_change_leaves_the_settings_it_was_made_from_as_they_were() -> None:
    before = StreamSettings()

    after = before.changed({"tokens_per_second": 50})

    assert (before.tokens_per_second, after.tokens_per_second) == (15, 50)


def test_a_change_of_nothing_is_the_same_settings() -> None:
    before = StreamSettings()

    after = before.changed({})

    assert after is before


def test_a_change_of_launch_settings_keeps_them_launch_settings() -> None:
    before = Settings(port=0, api_key=SecretStr("secret"))

    after = before.changed({"tokens_per_second": 50})

    assert type(after) is Settings
    assert (after.port, after.api_key.get_secret_value()) == (0, "secret")


def test_an_api_key_never_shows_itself() -> None:
    settings = validated(Settings, {"api_key": "secret"})

    assert settings.api_key.get_secret_value() == "secret"
    assert "secret" not in repr(settings)
    assert "secret" not in settings.model_dump_json()


@given(TEXTS)
def test_a_text_of_whole_characters_is_itself(text: str) -> None:
    result = whole_characters("mock_response", text)

    assert result == text
