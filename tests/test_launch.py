"""Which settings a start uses: flags beat environment beats profile beats built-in defaults."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mockpanel.core.errors import InvalidValue, ProfileError
from mockpanel.core.profiles import BUILT_IN, built_in_names, profile_toml
from mockpanel.core.settings import SPECS, LogLevel, Settings, Spec
from mockpanel.core.stand_ins import stand_ins
from mockpanel.launch import read_response, settle
from tests.answer_values import ANSWER_TEXTS, ANSWER_VALUES
from tests.shape_values import SHAPE_VALUES

LAYERED = [
    ("tokens_per_second", ("10", "20", "30"), (10.0, 20.0, 30.0)),
    ("time_to_first_token", ("0.1", "0.25", "3"), (0.1, 0.25, 3.0)),
    ("tokens_per_chunk", ("2", "3", "4"), (2, 3, 4)),
    ("tokenizer_model", ("gpt-4o", "gpt2", "o200k_base"), ("gpt-4o", "gpt2", "o200k_base")),
    ("mock_response", ("a", "b", "c"), ("a", "b", "c")),
    ("simulate_latency", ("false", "true", "false"), (False, True, False)),
    *((name, tuple(map(str, values)), values) for name, values in SHAPE_VALUES.items()),
    *((name, texts, ANSWER_VALUES[name]) for name, texts in ANSWER_TEXTS.items()),
    ("host", ("127.0.0.2", "127.0.0.3", "127.0.0.4"), ("127.0.0.2", "127.0.0.3", "127.0.0.4")),
    ("port", ("1", "2", "3"), (1, 2, 3)),
    ("workers", ("2", "3", "4"), (2, 3, 4)),
    (
        "capture_from",
        ("http://127.0.0.1:1/v1", "https://b/v1/", "https://c"),
        ("http://127.0.0.1:1/v1", "https://b/v1", "https://c"),
    ),
    ("strict_models", ("true", "false", "true"), (True, False, True)),
    (
        "mock_models",
        ("mock-a=painful", "mock-b=painful", "mock-a=Painful, mock-b=painful"),
        ("mock-a=painful", "mock-b=painful", "mock-a=Painful, mock-b=painful"),
    ),
    ("max_body_bytes", ("2000", "3000", "4000"), (2000, 3000, 4000)),
    ("request_log_size", ("1", "2", "3"), (1, 2, 3)),
    ("log_level", ("debug", "error", "warning"), (LogLevel.DEBUG, LogLevel.ERROR, LogLevel.WARNING)),
]
"""A setting, its texts in profile, environment and flag, and what they mean."""


def write_profile(folder: Path, name: str, value: object) -> str:
    """A profile file that sets one setting."""
    path = folder / "mine.toml"
    path.write_text(profile_toml({name: value}, {}), encoding="utf-8")
    return str(path)


def test_with_nothing_given_the_built_in_defaults_hold() -> None:
    settings = settle({}, {})

    assert settings == Settings()
    assert settings.tokens_per_second == 15
    assert settings.time_to_first_token == 0.2
    assert settings.tokenizer_model == "gpt-4"
    assert settings.tokens_per_chunk == 1
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize(("name", "texts", "values"), LAYERED, ids=[layer[0] for layer in LAYERED])
def test_flags_beat_environment_beats_profile_beats_default(
    name: str, texts: tuple[str, str, str], values: tuple[object, object, object], tmp_path: Path
) -> None:
    spec = SPECS[name]
    profile = {"profile": write_profile(tmp_path, name, values[0])}
    variable, flag = {spec.variable: texts[1]}, {name: texts[2]}

    found = [settle(profile, {}), settle(profile, variable), settle(profile | flag, variable), settle(flag, variable)]

    assert tuple(getattr(settings, name) for settings in found) == (*values, values[2])
    assert getattr(settle({}, {}), name) not in values[:1]


@pytest.mark.parametrize("name", ["api_key", "capture_api_key"])
def test_the_keys_come_through_all_layers_too(name: str, tmp_path: Path) -> None:
    profile = {"profile": write_profile(tmp_path, name, "one")}
    variable = {SPECS[name].variable: "two"}

    found = [settle(profile, {}), settle(profile, variable), settle(profile | {name: "three"}, variable)]

    assert [getattr(settings, name).get_secret_value() for settings in found] == ["one", "two", "three"]


def test_every_setting_is_layered_in_these_tests() -> None:
    assert {layer[0] for layer in LAYERED} | {"api_key", "capture_api_key"} == SPECS.keys()


def test_layers_are_taken_setting_by_setting(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("tokens_per_second = 1\ntime_to_first_token = 1\ntokens_per_chunk = 10\n", encoding="utf-8")

    settings = settle(
        {"profile": str(path), "tokens_per_second": "3"},
        {"MOCKPANEL_TOKENS_PER_SECOND": "2", "MOCKPANEL_TIME_TO_FIRST_TOKEN": "2"},
    )

    assert (settings.tokens_per_second, settings.time_to_first_token, settings.tokens_per_chunk) == (3, 2, 10)
    assert settings.tokenizer_model == "gpt-4"


def test_a_flag_s_profile_replaces_the_environment_s(tmp_path: Path) -> None:
    path = write_profile(tmp_path, "tokens_per_second", 77.0)

    settings = settle({"profile": path}, {"MOCKPANEL_PROFILE": "painful"})

    assert settings.tokens_per_second == 77
    assert settings.time_to_first_token == 0.2


def test_the_environment_may_name_a_profile() -> None:
    settings = settle({}, {"MOCKPANEL_PROFILE": "painful"})

    assert (settings.tokens_per_second, settings.time_to_first_token) == (0.6, 4.0)


@pytest.mark.parametrize("name", built_in_names())
def test_every_built_in_profile_can_be_started_by_its_name(name: str) -> None:
    document = tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8"))
    about = document.pop("about")

    settings = settle({"profile": name}, {})

    assert document
    assert {key: getattr(settings, key) for key in document} == document
    assert about["name"]


def test_a_built_in_profile_is_no_path() -> None:
    with pytest.raises(ProfileError, match="neither a file nor a built-in profile"):
        settle({"profile": "../profiles/painful"}, {})


@pytest.mark.parametrize(
    "spec", [spec for spec in SPECS.values() if spec.name != "mock_response"], ids=lambda s: s.name
)
def test_an_empty_variable_counts_as_none(spec: Spec) -> None:
    settings = settle({}, {spec.variable: ""})

    assert settings == Settings()


def test_an_empty_variable_is_a_response_all_the_same(tmp_path: Path) -> None:
    profile = write_profile(tmp_path, "mock_response", "from the profile")

    settings = settle({"profile": profile}, {"MOCKPANEL_MOCK_RESPONSE": ""})

    assert settings.mock_response == ""


def test_an_empty_flag_is_a_value_like_any_other() -> None:
    with pytest.raises(InvalidValue, match=r"^tokens_per_second must be a number between 0 and 100000, got \"\"$"):
        settle({"tokens_per_second": ""}, {})


def test_an_empty_response_beats_a_profile_s(tmp_path: Path) -> None:
    profile = write_profile(tmp_path, "mock_response", "from the profile")

    settings = settle({"profile": profile, "mock_response": ""}, {})

    assert settings.mock_response == ""


def test_variables_of_other_programs_are_left_alone() -> None:
    settings = settle({}, {"TOKENS_PER_SECOND": "x", "XMOCKPANEL_PORT": "x", "PORT": "x", "HOST": "y"})

    assert settings == Settings()


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "yes", "on", " true "])
def test_a_switch_in_the_environment_is_true_in_any_usual_spelling(text: str) -> None:
    settings = settle({}, {"MOCKPANEL_STRICT_MODELS": text})

    assert settings.strict_models is True


@pytest.mark.parametrize("text", ["false", "False", "0", "no", "off"])
def test_a_switch_in_the_environment_is_false_in_any_usual_spelling(text: str) -> None:
    settings = settle({}, {"MOCKPANEL_SIMULATE_LATENCY": text})

    assert settings.simulate_latency is False


def test_a_response_file_beats_the_response_of_a_lower_layer(tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(b"from the file\r\n")

    settings = settle({"mock_response_file": str(file)}, {"MOCKPANEL_MOCK_RESPONSE": "from the environment"})

    assert settings.mock_response == "from the file\r\n"


def test_a_response_beats_the_response_file_of_a_lower_layer(tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(b"from the file")

    settings = settle({"mock_response": "from the flag"}, {"MOCKPANEL_MOCK_RESPONSE_FILE": str(file)})

    assert settings.mock_response == "from the flag"


@pytest.mark.parametrize("layer", ["flags", "environment"])
def test_a_response_and_a_response_file_in_one_layer_are_refused(layer: str, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(b"A")
    both = {"mock_response": "B", "mock_response_file": str(file)}
    flags = both if layer == "flags" else {}
    environment = {} if flags else {f"MOCKPANEL_{name.upper()}": text for name, text in both.items()}

    with pytest.raises(InvalidValue) as refused:
        settle(flags, environment)

    assert str(refused.value) == "give either mock_response or mock_response_file, not both"
    assert refused.value.field == "mock_response_file"


def test_an_empty_response_beside_a_response_file_is_refused_as_well(tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(b"A")

    with pytest.raises(InvalidValue, match="not both"):
        settle({"mock_response": "", "mock_response_file": str(file)}, {})


@pytest.mark.parametrize(
    "text", ["", "a\r\nb\rc\nd", "\ufeffbom", "\x00\x01\x1a", "👩‍🚀 漢字 e\u0301 \u2028\x85", "x" * 1_000_000]
)
def test_a_response_file_is_read_byte_for_byte(text: str, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(text.encode())

    read = read_response(str(file))

    assert read == text


@pytest.mark.parametrize("content", [b"\xff", b"\xc3", b"\xed\xa0\x80", "schön".encode("utf-16")])
def test_a_response_file_of_another_encoding_is_refused_and_not_repaired(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(content)

    with pytest.raises(InvalidValue, match="must be UTF-8 text") as refused:
        read_response(str(file))

    assert refused.value.field == "mock_response_file"


def test_models_stand_for_profiles_from_the_launch_on() -> None:
    settings = settle({"mock_models": "mock-a=GPT-4o (2024)"}, {"MOCKPANEL_MOCK_MODELS": "mock-b=painful"})

    assert stand_ins(settings.mock_models) == {"mock-a": "GPT-4o (2024)"}


def test_a_model_cannot_stand_for_a_profile_that_there_is_not() -> None:
    with pytest.raises(InvalidValue) as refused:
        settle({"mock_models": "mock-a=gpt-nope"}, {})

    assert str(refused.value) == 'mock_models: mock-a must be the name of a profile, got "gpt-nope"'
